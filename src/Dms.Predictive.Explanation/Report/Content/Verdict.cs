namespace Dms.Predictive.Explanation.Report;

/// <summary>How a check ended. <c>default</c> is not applicable.</summary>
public enum VerdictStatus
{
    /// <summary>The check could not be judged; the reason says why.</summary>
    NotApplicable = 0,

    /// <summary>Inside the limit.</summary>
    Pass,

    /// <summary>Needs a look: inside the hard limit, outside the wished one.</summary>
    Warn,

    /// <summary>Outside the limit.</summary>
    Fail,
}

/// <summary>One check with its limit and its value.</summary>
/// <param name="Check">What was checked, in plain words: <c>Forecast beats GARCH at 60 min</c>.</param>
/// <param name="Status">How it ended.</param>
/// <param name="Value">The measured number, in <paramref name="Unit"/>.</param>
/// <param name="Unit">Unit of the value, such as <c>%</c> or <c>min</c>; empty when it has none.</param>
/// <param name="Limit">The limit in words: <c>at least 5 %</c>.</param>
/// <param name="Reason">Why, in one sentence; required when the status is not applicable.</param>
public sealed record Verdict(
    string Check, VerdictStatus Status, Measured Value, string Unit, string Limit, string Reason);
