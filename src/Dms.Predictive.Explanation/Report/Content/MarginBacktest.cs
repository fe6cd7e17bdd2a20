namespace Dms.Predictive.Explanation.Report;

/// <summary>Margins judged against what the market then did.</summary>
public sealed record MarginBacktest
{
    /// <summary>Intended coverage, in (0, 1): 0.99.</summary>
    public required double Confidence { get; init; }

    /// <summary>Period the loss is measured over.</summary>
    public required TimeSpan Horizon { get; init; }

    /// <summary>Coverage by period, the whole window last or first under its own name.</summary>
    public required IReadOnlyList<CoveragePeriod> Coverage { get; init; }

    /// <summary>Margins of all models at matched coverage; the product's own first.</summary>
    public IReadOnlyList<MarginCost> Costs { get; init; } = [];

    /// <summary>Name of the product's own entry in <see cref="Costs"/>.</summary>
    public string Subject { get; init; } = "blend";

    /// <summary>Largest steps of the margin rate.</summary>
    public IReadOnlyList<MarginStep> LargestSteps { get; init; } = [];

    /// <summary>Alerts raised, events met, lead time, false alarms; absent when not measured.</summary>
    public AlertSummary? Alerts { get; init; }
}

/// <summary>Coverage in one period.</summary>
public sealed record CoveragePeriod
{
    /// <summary>Name: <c>2019 Q1</c>, <c>all</c>.</summary>
    public required string Period { get; init; }

    /// <summary>Outcomes judged.</summary>
    public required long Outcomes { get; init; }

    /// <summary>Losses beyond the margin.</summary>
    public required long Breaches { get; init; }

    /// <summary>Kupiec likelihood ratio.</summary>
    public Measured Kupiec { get; init; }

    /// <summary>Its p-value.</summary>
    public Measured KupiecPValue { get; init; }

    /// <summary>Christoffersen independence likelihood ratio.</summary>
    public Measured Christoffersen { get; init; }

    /// <summary>Its p-value.</summary>
    public Measured ChristoffersenPValue { get; init; }

    /// <summary>Basel traffic light of the period; not applicable when not judged.</summary>
    public VerdictStatus TrafficLight { get; init; }

    /// <summary>1 − breaches ÷ outcomes.</summary>
    public Measured CoverageRate =>
        Outcomes > 0 ? Measured.Of(1 - ((double)Breaches / Outcomes)) : Measured.Absent("no outcomes in the period");
}

/// <summary>What one margin model costs at matched coverage.</summary>
/// <param name="Model">Model name.</param>
/// <param name="AverageRate">Average initial margin, fraction of notional.</param>
/// <param name="PeakToMedian">Largest ÷ median rate, ≥ 1 (procyclicality).</param>
/// <param name="Fz0">Mean FZ0 loss, lower is better.</param>
/// <param name="Coverage">Coverage in [0, 1].</param>
public sealed record MarginCost(
    string Model, Measured AverageRate, Measured PeakToMedian, Measured Fz0, Measured Coverage);

/// <summary>A large step of the margin rate.</summary>
/// <param name="Window">Length over which the step is taken: one hour, one day.</param>
/// <param name="At">End of the step.</param>
/// <param name="Before">Rate before, fraction of notional.</param>
/// <param name="After">Rate after, fraction of notional.</param>
public sealed record MarginStep(TimeSpan Window, Core.Timestamp At, double Before, double After);

/// <summary>Alerts against events.</summary>
/// <param name="Alerts">Alerts raised.</param>
/// <param name="Events">Events in the window.</param>
/// <param name="Met">Events with an alert before them.</param>
/// <param name="MedianLeadMinutes">Median minutes from alert to event.</param>
/// <param name="FalseAlarmsPerDay">False alarms per day.</param>
public sealed record AlertSummary(
    long Alerts, long Events, long Met, Measured MedianLeadMinutes, Measured FalseAlarmsPerDay);
