using Dms.Predictive.Core;

namespace Dms.Predictive.Explanation.Report;

/// <summary>The market records a report rests on.</summary>
public sealed record MarketEvidence
{
    /// <summary>One entry per input file or feed.</summary>
    public required IReadOnlyList<MarketSource> Sources { get; init; }

    /// <summary>First time covered.</summary>
    public required Timestamp From { get; init; }

    /// <summary>Last time covered.</summary>
    public required Timestamp To { get; init; }

    /// <summary>Rows (bars) used.</summary>
    public required long Rows { get; init; }

    /// <summary>Missing bars of the grid.</summary>
    public required long Gaps { get; init; }

    /// <summary>Quality verdicts by issue and action.</summary>
    public IReadOnlyList<QualityCount> Quality { get; init; } = [];

    /// <summary>Training, calibration and test windows of the walk-forward split, in time order.</summary>
    public IReadOnlyList<SplitWindow> Splits { get; init; } = [];

    /// <summary>Look-ahead and leakage tests.</summary>
    public IReadOnlyList<Verdict> LeakageTests { get; init; } = [];

    /// <summary>What is predicted, in one sentence; empty when nothing is.</summary>
    public string LabelDefinition { get; init; } = "";
}

/// <summary>One input.</summary>
/// <param name="Name">File name without folder, or feed name.</param>
/// <param name="Instrument">Instrument id.</param>
/// <param name="Rows">Rows read.</param>
/// <param name="Sha256">Digest in hex; empty when there is none.</param>
/// <param name="Origin">Where it comes from, as text (owner/repo@commit, simulator and seed), never a link.</param>
public sealed record MarketSource(string Name, string Instrument, long Rows, string Sha256, string Origin);

/// <summary>How often one thing was found.</summary>
/// <param name="Issue">What was found.</param>
/// <param name="Action">What was done.</param>
/// <param name="Count">How often.</param>
public sealed record QualityCount(QualityIssue Issue, QualityAction Action, long Count);

/// <summary>One window of the walk-forward split.</summary>
/// <param name="Fold">Name of the fold: <c>2019-03</c>.</param>
/// <param name="Role">What the window is used for.</param>
/// <param name="From">Start, included.</param>
/// <param name="To">End, excluded.</param>
public sealed record SplitWindow(string Fold, SplitRole Role, Timestamp From, Timestamp To);

/// <summary>Use of a window.</summary>
public enum SplitRole
{
    /// <summary>Parameters are estimated on it.</summary>
    Train = 0,

    /// <summary>Maps and thresholds are calibrated on it.</summary>
    Calibrate,

    /// <summary>Left out so that labels do not overlap.</summary>
    Embargo,

    /// <summary>Scored, never fitted.</summary>
    Test,
}
