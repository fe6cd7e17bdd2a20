namespace Dms.Predictive.Explanation.Report;

/// <summary>Forecasts scored out of sample at one horizon.</summary>
public sealed record HorizonPerformance
{
    /// <summary>Forecast horizon.</summary>
    public required TimeSpan Horizon { get; init; }

    /// <summary>Scored rows.</summary>
    public required long Rows { get; init; }

    /// <summary>The model judged; one of the names in <see cref="Models"/>.</summary>
    public required string Subject { get; init; }

    /// <summary>All models on the same rows.</summary>
    public required IReadOnlyList<ModelScore> Models { get; init; }

    /// <summary>Gains of the subject by calendar month, losses included, in time order.</summary>
    public IReadOnlyList<PeriodGain> ByMonth { get; init; } = [];

    /// <summary>Gains of the subject by volatility regime, losses included, calm to extreme.</summary>
    public IReadOnlyList<PeriodGain> ByRegime { get; init; } = [];

    /// <summary>Share of rows that are spikes, in [0, 1].</summary>
    public Measured SpikeBaseRate { get; init; }

    /// <summary>Calibration of the spike probability of the subject.</summary>
    public IReadOnlyList<ReliabilityPoint> Reliability { get; init; } = [];

    /// <summary>Precision against recall of the subject, by falling threshold.</summary>
    public IReadOnlyList<PrecisionRecallPoint> PrecisionRecall { get; init; } = [];
}

/// <summary>Scores of one model. Gains are fractions of the baseline's QLIKE: 0.05 is 5 % lower loss, negative a loss.</summary>
public sealed record ModelScore
{
    /// <summary>Model name: <c>garch</c>, <c>har</c>, <c>blend</c> …</summary>
    public required string Model { get; init; }

    /// <summary>Mean QLIKE, lower is better, 0 is perfect.</summary>
    public required Measured Qlike { get; init; }

    /// <summary>1 − QLIKE ÷ QLIKE of HAR.</summary>
    public Measured GainOverHar { get; init; }

    /// <summary>1 − QLIKE ÷ QLIKE of GARCH.</summary>
    public Measured GainOverGarch { get; init; }

    /// <summary>Diebold–Mariano statistic against HAR; negative favours this model.</summary>
    public Measured DieboldMarianoHar { get; init; }

    /// <summary>Its p-value, in [0, 1].</summary>
    public Measured PValueHar { get; init; }

    /// <summary>Diebold–Mariano statistic against GARCH; negative favours this model.</summary>
    public Measured DieboldMarianoGarch { get; init; }

    /// <summary>Its p-value, in [0, 1].</summary>
    public Measured PValueGarch { get; init; }

    /// <summary>p-value in the model confidence set, in [0, 1].</summary>
    public Measured ConfidenceSetPValue { get; init; }

    /// <summary>Average precision of the spike ranking, in [0, 1].</summary>
    public Measured PrAuc { get; init; }

    /// <summary>Brier score of the spike probability, in [0, 1].</summary>
    public Measured Brier { get; init; }

    /// <summary>1 − Brier ÷ Brier of the base rate.</summary>
    public Measured BrierSkill { get; init; }

    /// <summary>Expected calibration error, in [0, 1].</summary>
    public Measured CalibrationError { get; init; }
}

/// <summary>Gain of the subject in one slice of the scored rows.</summary>
/// <param name="Slice">Month as <c>2019-03</c>, or the regime: <c>calm</c>, <c>top 5 %</c>.</param>
/// <param name="Rows">Scored rows in it.</param>
/// <param name="Qlike">Mean QLIKE of the subject.</param>
/// <param name="GainOverHar">Fraction; negative when HAR was better.</param>
/// <param name="GainOverGarch">Fraction; negative when GARCH was better.</param>
public sealed record PeriodGain(
    string Slice, long Rows, Measured Qlike, Measured GainOverHar, Measured GainOverGarch);

/// <summary>One bin of the reliability plot.</summary>
/// <param name="Forecast">Mean forecast probability, in [0, 1].</param>
/// <param name="Observed">Observed share, in [0, 1].</param>
/// <param name="Count">Rows in the bin, ≥ 1.</param>
public sealed record ReliabilityPoint(double Forecast, double Observed, long Count);

/// <summary>One point of the precision–recall curve.</summary>
/// <param name="Threshold">Probability above which a spike is called.</param>
/// <param name="Recall">Share of spikes called, in [0, 1].</param>
/// <param name="Precision">Share of calls that were spikes, in [0, 1].</param>
public sealed record PrecisionRecallPoint(double Threshold, double Recall, double Precision);

/// <summary>Alerts against events at one alarm budget.</summary>
/// <param name="Model">Model that alerts.</param>
/// <param name="BudgetPerDay">Allowed false alarms per day.</param>
/// <param name="Recall">Share of events with an alert before them, in [0, 1].</param>
/// <param name="MedianLeadMinutes">Median minutes from alert to event.</param>
/// <param name="FalseAlarmsPerDay">False alarms per day that came to pass.</param>
/// <param name="Precision">Share of alerts followed by an event, in [0, 1].</param>
public sealed record LeadTimeResult(
    string Model, double BudgetPerDay, Measured Recall, Measured MedianLeadMinutes, Measured FalseAlarmsPerDay,
    Measured Precision);
