namespace Dms.Predictive.Core;

/// <summary>Which deviations count; the names of the ML.NET time-series package.</summary>
public enum AnomalySide
{
    /// <summary>High scores.</summary>
    Positive,

    /// <summary>Low scores.</summary>
    Negative,

    /// <summary>Both.</summary>
    TwoSided,
}
