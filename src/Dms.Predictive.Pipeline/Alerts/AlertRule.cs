namespace Dms.Predictive.Pipeline;

/// <summary>When a score raises an alert and what an alert is judged by.</summary>
public sealed record AlertRule
{
    /// <summary>Minutes without a crossing of the spike threshold before an alert counts as early.</summary>
    public int CalmMinutes { get; init; } = 60;

    /// <summary>Minutes after an alert in which no other is raised.</summary>
    public int RefractoryMinutes { get; init; } = 30;

    /// <summary>Minutes after an alert within which a shock makes it a hit.</summary>
    public int WindowMinutes { get; init; } = 60;

    /// <summary>A level ends below this share of the variance at which it began, in (0, 1].</summary>
    public double OffShare { get; init; } = 0.7;

    /// <summary>False alarms a day that thresholds are chosen for, rarest first: cap, raise, watch, and one more that is
    /// only reported. At the first about half of all alerts are followed by a shock.</summary>
    public IReadOnlyList<double> Budgets { get; init; } = [0.5, 1, 3, 6];
}
