using Dms.Predictive.Core;

namespace Dms.Predictive.Explanation.Report;

/// <summary>One decision taken apart in the unit of the score.</summary>
public sealed record ScoreCase
{
    /// <summary>Why it is shown: <c>missed shock</c>, <c>false alarm</c>, <c>drawn by seed 17</c>, <c>raise</c>.</summary>
    public required string Kind { get; init; }

    /// <summary>Time of the decision.</summary>
    public required Timestamp At { get; init; }

    /// <summary>Value function of the parts.</summary>
    public required string Mode { get; init; }

    /// <summary>φ₀, in the score's unit.</summary>
    public required double BaseValue { get; init; }

    /// <summary>Score, in its unit.</summary>
    public required double Score { get; init; }

    /// <summary>Unit of the score.</summary>
    public required string Unit { get; init; }

    /// <summary>Parts of all features that are not zero.</summary>
    public required IReadOnlyList<CasePart> Parts { get; init; }

    /// <summary>What then happened, in one sentence with a number; empty when not known.</summary>
    public string Outcome { get; init; } = "";

    /// <summary>What would have changed it, in plain words; empty when not asked.</summary>
    public string Undo { get; init; } = "";

    /// <summary>The features of that change.</summary>
    public IReadOnlyList<CaseMove> Moves { get; init; } = [];

    /// <summary>Earlier decisions made for the same reasons, most similar first.</summary>
    public IReadOnlyList<CaseNeighbour> Neighbours { get; init; } = [];
}

/// <summary>One feature's part.</summary>
/// <param name="Name">Feature.</param>
/// <param name="Value">Its value; absent when missing.</param>
/// <param name="Phi">Part, in the score's unit.</param>
public sealed record CasePart(string Name, Measured Value, double Phi);

/// <summary>A feature moved.</summary>
/// <param name="Name">Feature.</param>
/// <param name="Unit">Its unit.</param>
/// <param name="From">Value in the decision.</param>
/// <param name="To">Value that undoes it.</param>
/// <param name="Ranges">Distance in interquartile ranges.</param>
public sealed record CaseMove(string Name, string Unit, double From, double To, double Ranges);

/// <summary>An earlier decision with the same reasons.</summary>
/// <param name="At">When.</param>
/// <param name="Cosine">Similarity of the reasons, −1 to 1.</param>
/// <param name="Forecast">Forecast volatility, annualized fraction.</param>
/// <param name="Realized">Realized volatility that followed, annualized fraction; absent when not known.</param>
public sealed record CaseNeighbour(Timestamp At, double Cosine, Measured Forecast, Measured Realized);
