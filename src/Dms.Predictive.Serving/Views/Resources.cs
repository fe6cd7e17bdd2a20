using System.Text.Json.Serialization;

namespace Dms.Predictive.Serving;

/// <summary>Terms, last price and quality of an instrument.</summary>
internal sealed record InstrumentResource(
    string Instrument, long Sequence, string Kind, string Quote, string Collateral, string Multiplier, string Tick, string Lot,
    int BarMinutes, string? Price, DateTimeOffset? PriceAt, string Quality);

/// <summary>What is forecast; volatilities are annualized fractions.</summary>
internal sealed record ForecastResource
{
    /// <summary>Instrument id.</summary>
    public required string Instrument { get; init; }

    /// <summary>Core sequence.</summary>
    public required long Sequence { get; init; }

    /// <summary>Information cut-off.</summary>
    public required DateTimeOffset AsOf { get; init; }

    /// <summary>Span that is forecast, ISO-8601.</summary>
    public required string Horizon { get; init; }

    /// <summary>The policy's own baseline volatility.</summary>
    public required double VolatilityBaseline { get; init; }

    /// <summary>Forecast of GARCH; null without a model.</summary>
    public required double? VolatilityGarch { get; init; }

    /// <summary>Blend of all members; the baseline without a model.</summary>
    public required double VolatilityBlend { get; init; }

    /// <summary>Realized over the last horizon.</summary>
    public required double? VolatilityRealized { get; init; }

    /// <summary>Calibrated probability of a spike within ten minutes; null without one.</summary>
    public required double? SpikeProbability { get; init; }

    /// <summary>Volatility above which the next ten minutes count as a spike, annualized fraction.</summary>
    public required double? SpikeThreshold { get; init; }

    /// <summary>Level of the early warning: Calm, Watch, Raise or Cap; null while there is too little history for
    /// thresholds.</summary>
    public string? AlertLevel { get; init; }

    /// <summary>Multiplier of the policy's baseline volatility, at least 1.</summary>
    public required double Uplift { get; init; }

    /// <summary>End of validity.</summary>
    public required DateTimeOffset ValidUntil { get; init; }

    /// <summary>Whether the learned forecast does not count in full.</summary>
    public required bool Degraded { get; init; }

    /// <summary>Why.</summary>
    public required IReadOnlyList<string> Reasons { get; init; }

    /// <summary>The model in service; null = baseline only.</summary>
    public required ModelResource? Model { get; init; }

    /// <summary>What makes up the learned part of one long contract's initial margin, quote; sums to it exactly.</summary>
    public required IReadOnlyList<PartResource> Attribution { get; init; }

    /// <summary>Value function of the trees in the attribution: interventional (over the model's stored background) or path; null
    /// without uplift.</summary>
    public required string? AttributionMode { get; init; }
}

/// <summary>A model in service.</summary>
internal sealed record ModelResource(string Id, string Version, string Sha256);

/// <summary>Probabilities over a horizon, from past moves in units of their forecast.</summary>
/// <param name="Horizon">ISO 8601 duration.</param>
/// <param name="BelowMaintenance">That equity falls below maintenance margin at some time, 0 to 1.</param>
/// <param name="BelowZero">That equity falls below zero at some time, 0 to 1.</param>
/// <param name="DistanceSigmas">Distance of the nearer liquidation price in forecast standard deviations; null = none.</param>
/// <param name="Outcomes">Past moves that the figures rest on; 0 = an assumed distribution.</param>
internal sealed record RiskResource(
    string Horizon, double BelowMaintenance, double BelowZero, double? DistanceSigmas, int Outcomes);

/// <summary>A named amount, quote.</summary>
internal sealed record PartResource(string Name, string Amount);

/// <summary>Margin of one contract as fractions of its notional.</summary>
internal sealed record RatesResource(
    string Instrument, long Sequence, DateTimeOffset AsOf, string Price, double InitialRate, double MaintenanceRate, double BaselineInitialRate,
    double GarchInitialRate, AnnouncedRates? Announced, bool Degraded, IReadOnlyList<string> Reasons);

/// <summary>Rates that will hold.</summary>
internal sealed record AnnouncedRates(double InitialRate, double MaintenanceRate, DateTimeOffset EffectiveAt);

/// <summary>What is known about a feed.</summary>
internal sealed record QualityResource(string Instrument, long Sequence, DateTimeOffset? AsOf, string Verdict, IReadOnlyList<SourceQuality> Sources);

/// <summary>One source.</summary>
internal sealed record SourceQuality(
    string Source, string Verdict, double? AgeSeconds, double SkewSeconds, IReadOnlyList<string> Reasons, IReadOnlyDictionary<string, long> Counters);

/// <summary>One point of an instrument's past, for charts.</summary>
internal sealed record HistoryPoint(
    DateTimeOffset At, double Price, double InitialRate, double MaintenanceRate, double BaselineInitialRate, double GarchInitialRate,
    double VolatilityBaseline, double VolatilityBlend, double? VolatilityRealized, double? SpikeProbability, double Uplift);

/// <summary>An account.</summary>
internal sealed record AccountResource(
    string Account, string Mode, long Version, long Sequence, IReadOnlyDictionary<string, string> Cash, IReadOnlyList<PositionResource> Positions);

/// <summary>A position.</summary>
internal sealed record PositionResource(string Instrument, string Quantity, string EntryPrice);

/// <summary>A command that was applied.</summary>
internal sealed record AppliedResource(long Sequence, string Account, long AccountVersion, int Epoch, string Status);

/// <summary>Margin of an account; components sum to <see cref="Initial"/> exactly.</summary>
internal sealed record MarginResource
{
    /// <summary>Account id.</summary>
    public required string Account { get; init; }

    /// <summary>Core sequence.</summary>
    public required long Sequence { get; init; }

    /// <summary>Information cut-off.</summary>
    public required DateTimeOffset AsOf { get; init; }

    /// <summary>Commands applied to the account so far.</summary>
    public required long AccountVersion { get; init; }

    /// <summary>Bars received so far.</summary>
    public required long MarkVersion { get; init; }

    /// <summary>Currency of all money.</summary>
    public required string Currency { get; init; }

    /// <summary>Collateral to open.</summary>
    public required string Initial { get; init; }

    /// <summary>Collateral to stay open; at most <see cref="Initial"/>.</summary>
    public required string Maintenance { get; init; }

    /// <summary>Cash and profit, rounded down.</summary>
    public required string Equity { get; init; }

    /// <summary>Equity minus initial margin.</summary>
    public required string Free { get; init; }

    /// <summary>compliant, marginCall or liquidatable.</summary>
    public required string Status { get; init; }

    /// <summary>Parts of initial margin, all fifteen.</summary>
    public required IReadOnlyList<PartResource> Components { get; init; }

    /// <summary>What makes up the component MlUplift; sums to it exactly; empty without uplift.</summary>
    public required IReadOnlyList<PartResource> Attribution { get; init; }

    /// <summary>Value function of the trees in the attribution: interventional (over the model's stored background) or path; null
    /// without uplift.</summary>
    public required string? AttributionMode { get; init; }

    /// <summary>What may become of the account within the horizon, positions unchanged; null before the first
    /// decision.</summary>
    public RiskResource? Risk { get; init; }

    /// <summary>A change of maintenance margin that is on its way.</summary>
    public required AnnouncedMargin? Announced { get; init; }

    /// <summary>Whether the learned forecast does not count in full.</summary>
    public required bool Degraded { get; init; }

    /// <summary>Why.</summary>
    public required IReadOnlyList<string> Reasons { get; init; }

    /// <summary>The model in service; null = baseline only.</summary>
    public required ModelResource? Model { get; init; }

    /// <summary>The policy in force.</summary>
    public required PolicyResource Policy { get; init; }

    /// <summary>Sequence of the decision in the audit log; null for a what-if.</summary>
    public required long? RecordSequence { get; init; }

    /// <summary>Merkle leaf hash of that record; null for a what-if.</summary>
    public required string? RecordHash { get; init; }
}

/// <summary>Margin that will hold.</summary>
internal sealed record AnnouncedMargin(string Initial, string Maintenance, DateTimeOffset EffectiveAt);

/// <summary>The program that serves.</summary>
internal sealed record BuildResource(string Version);

/// <summary>A policy in force.</summary>
internal sealed record PolicyResource(string Version, string Sha256);

/// <summary>Answer to a what-if.</summary>
internal sealed record WhatIfResource(long Sequence, MarginResource Before, MarginResource After, MarginDifference Difference);

/// <summary>After minus before.</summary>
internal sealed record MarginDifference(string Initial, string Maintenance, string Equity, IReadOnlyList<PartResource> Components);

/// <summary>A page of a list.</summary>
/// <typeparam name="T">Kind of item.</typeparam>
internal sealed record PageResource<T>(IReadOnlyList<T> Items, string? NextCursor);

/// <summary>An error after RFC 9457.</summary>
internal sealed record ProblemResource(
    string Type, string Title, int Status, string Detail, string Code,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] string? Instance = null,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] string? TraceId = null,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] IReadOnlyDictionary<string, string[]>? Errors = null);
