namespace Dms.Predictive.Explanation;

/// <summary>One feature moved.</summary>
/// <param name="Feature">Number of the feature.</param>
/// <param name="From">Its value in the row.</param>
/// <param name="To">An observed value that it is moved to.</param>
/// <param name="Ranges">|To − From| in interquartile ranges of the feature.</param>
public readonly record struct FeatureMove(int Feature, double From, double To, double Ranges);

/// <summary>The smallest change of a row that brings its score across a threshold.</summary>
/// <param name="Moves">Features that move, one to three, in feature order.</param>
/// <param name="Distance">Σ |Δ| ÷ interquartile range.</param>
/// <param name="Score">Score of the changed row, computed by the deployed model.</param>
public sealed record Counterfactual(IReadOnlyList<FeatureMove> Moves, double Distance, double Score);

/// <summary>What a search found.</summary>
/// <param name="Found">The smallest change; null: none within the data.</param>
/// <param name="IsComplete">Whether every combination was ruled out or tried; false when the cap was reached first, and
/// a smaller change may exist.</param>
public readonly record struct CounterfactualAnswer(Counterfactual? Found, bool IsComplete);
