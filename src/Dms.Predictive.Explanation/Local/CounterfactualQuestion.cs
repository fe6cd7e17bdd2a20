using Dms.Predictive.Learning;

namespace Dms.Predictive.Explanation;

/// <summary>A row and the threshold that its score is to cross.</summary>
public sealed record CounterfactualQuestion
{
    /// <summary>Score to reach, in the score's unit.</summary>
    public required double Threshold { get; init; }

    /// <summary>Whether the score is to fall to the threshold; otherwise it is to rise to it.</summary>
    public required bool Falls { get; init; }

    /// <summary>The row, as the model compares it.</summary>
    public required double[] Row { get; init; }

    /// <summary>Most features that move, 1 to 3.</summary>
    public int MostFeatures { get; init; } = 3;

    /// <summary>Most combinations of values that are tried.</summary>
    public long MostTrials { get; init; } = 3_000_000;

    /// <summary>Whether a score has crossed.</summary>
    public bool IsMet(double score) => Falls ? score <= Threshold : score >= Threshold;
}
