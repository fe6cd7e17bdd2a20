namespace Dms.Predictive.Explanation.Report;

/// <summary>How the model uses its features, over all explained rows.</summary>
public sealed record FeatureBehaviour
{
    /// <summary>One row per feature, the most important first; at most fifteen are drawn.</summary>
    public required IReadOnlyList<CloudRow> Cloud { get; init; }

    /// <summary>Left and right edge of the beeswarm, in the score's unit.</summary>
    public required (double Low, double High) CloudRange { get; init; }

    /// <summary>Columns of the beeswarm, at most <see cref="AttributionCloud.MostMarks"/>.</summary>
    public required int CloudColumns { get; init; }

    /// <summary>The most important features in detail.</summary>
    public required IReadOnlyList<FeatureCurve> Curves { get; init; }

    /// <summary>Features of the interaction heat map, at most twelve.</summary>
    public required IReadOnlyList<string> InteractionNames { get; init; }

    /// <summary>Mean |Φ| beside the names, row after row.</summary>
    public required IReadOnlyList<double> Interactions { get; init; }

    /// <summary>Rows the interactions were measured on.</summary>
    public required int InteractionRows { get; init; }

    /// <summary>What the strongest pair does together; null when no pair acts together.</summary>
    public (string First, string Second, AccumulatedPairEffect Effect)? Pair { get; init; }

    /// <summary>Expected signs and how often they are broken.</summary>
    public IReadOnlyList<SignCheck> Signs { get; init; } = [];
}

/// <summary>A row of the beeswarm.</summary>
/// <param name="Name">Feature.</param>
/// <param name="Marks">Columns that hold rows.</param>
/// <param name="Quantiles">0, 10, 50, 90 and 100 % quantile of φ, in the score's unit.</param>
public sealed record CloudRow(string Name, IReadOnlyList<CloudMark> Marks, IReadOnlyList<double> Quantiles);

/// <summary>One feature in detail.</summary>
/// <param name="Name">Feature.</param>
/// <param name="Unit">Unit of its values.</param>
/// <param name="Bins">Attribution by value.</param>
public sealed record FeatureCurve(string Name, string Unit, IReadOnlyList<DependenceBin> Bins)
{
    /// <summary>Feature that it acts together with most; empty when there is none.</summary>
    public string Partner { get; init; } = "";

    /// <summary>Rows by value and attribution, coloured by the partner.</summary>
    public DependenceCells? Cells { get; init; }

    /// <summary>Mean score with the feature set to each value.</summary>
    public required PartialDependence Partial { get; init; }

    /// <summary>Accumulated local effect.</summary>
    public required AccumulatedEffect Accumulated { get; init; }

    /// <summary>The feature it moves with most closely, and their correlation.</summary>
    public (string Name, double Correlation)? Companion { get; init; }
}

/// <summary>A sign that is expected of a feature.</summary>
/// <param name="Name">Feature.</param>
/// <param name="Expected">In words: <c>rises</c>.</param>
/// <param name="Result">What was counted.</param>
/// <param name="WorstAt">Time of the worst row; empty without a break.</param>
public sealed record SignCheck(string Name, string Expected, MonotonicityResult Result, string WorstAt);
