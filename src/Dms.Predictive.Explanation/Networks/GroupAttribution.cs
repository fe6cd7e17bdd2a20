namespace Dms.Predictive.Explanation;

/// <summary>A score split among groups of features: expected value + Σ parts = score.</summary>
/// <param name="Score">Score of the row.</param>
/// <param name="ExpectedValue">Mean score of the background, in the score's unit.</param>
/// <param name="Parts">One contribution per group, in the score's unit.</param>
/// <param name="StandardErrors">One per group where permutations were drawn; empty where all coalitions were scored.</param>
public sealed record GroupAttribution(
    double Score, double ExpectedValue, IReadOnlyList<FeatureAttribution> Parts, IReadOnlyList<double> StandardErrors)
{
    /// <summary>Whether every coalition was scored, so that the values are exact.</summary>
    public bool IsExact => StandardErrors.Count == 0;
}
