using Dms.Predictive.Core;
using Dms.Predictive.Explanation;
using Dms.Predictive.Margin;
using Dms.Predictive.Pipeline;

namespace Dms.Predictive.Serving;

/// <summary>The market as it is published after one event; immutable.</summary>
/// <param name="Sequence">Core sequence.</param>
/// <param name="Feed">Where the feed stands.</param>
/// <param name="Outlook">Last outlook; null before the first.</param>
/// <param name="Desk">Gives requests for what-ifs; its pure members only.</param>
/// <param name="Forecast">What is forecast; null before the first outlook.</param>
/// <param name="Rates">Rates; null before the first outlook.</param>
internal sealed record MarketFrame(
    long Sequence, FeedState Feed, MarketOutlook? Outlook, MarketDesk Desk, ForecastResource? Forecast, RatesResource? Rates)
{
    private const int SpikeMinutes = 10;

    /// <summary>The model that was in service; null = baseline only.</summary>
    public ModelResource? Model { get; init; }

    /// <summary>Models in service and in shadow, with their losses.</summary>
    public IReadOnlyList<ServedModelResource> Models { get; init; } = [];

    /// <summary>Why margins do not carry the whole forecast; empty when they do.</summary>
    public IReadOnlyList<string> Reasons { get; init; } = [];

    /// <summary>Builds a frame on the core's own thread.</summary>
    public static MarketFrame Of(long sequence, string instrument, FeedState feed, MarketOutlook? outlook, MarketDesk desk, ModelStanding standing)
    {
        ModelResource? model = desk.Model?.Identity is { } id ? new ModelResource(id.Id, id.Version, id.Sha256) : null;
        IReadOnlyList<ServedModelResource> models = standing.Resources(desk.Model?.Identity);
        if (outlook is null)
        {
            return new MarketFrame(sequence, feed, null, desk, null, null) { Model = model, Models = models };
        }

        IReadOnlyList<string> reasons = [.. ReasonsOf(outlook, feed, desk), .. standing.Withheld is { } why ? (string[])[why] : []];
        Account unit = new("unit", MarginMode.Isolated, 0, [new Position(instrument, 1)]);
        Evidence evidence = desk.Evaluate(unit, outlook);
        FrameParts parts = new(sequence, instrument, outlook, reasons);
        return new MarketFrame(
            sequence, feed, outlook, desk, ForecastOf(parts, desk, model, evidence.Reasons), RatesOf(parts, evidence))
        {
            Model = model,
            Models = models,
            Reasons = reasons,
        };
    }

    /// <summary>The frame as a point of the past.</summary>
    public HistoryPoint? ToPoint() => Forecast is null || Rates is null
        ? null
        : new HistoryPoint(
            Forecast.AsOf, (double)Outlook!.Price, Rates.InitialRate, Rates.MaintenanceRate, Rates.BaselineInitialRate, Rates.GarchInitialRate,
            Forecast.VolatilityBaseline, Forecast.VolatilityBlend, Forecast.VolatilityRealized, Forecast.SpikeProbability, Forecast.Uplift);

    private static List<string> ReasonsOf(MarketOutlook outlook, FeedState feed, MarketDesk desk)
    {
        List<string> reasons = desk.Model is null
            ? [.. desk.IsUpliftPaused ? (string[])[nameof(GateReason.KillSwitch), "NoModel"] : ["NoModel"]]
            : [.. outlook.Outcome.Blocked.Select(b => b.ToString())];
        if (outlook.IsReferenceShort)
        {
            reasons.Add("ShortHistory");
        }

        if (feed.IsStale)
        {
            reasons.Add("StalePrice");
        }

        return reasons;
    }

    private static ForecastResource ForecastOf(FrameParts p, MarketDesk desk, ModelResource? model, UpliftAttribution? reasons)
    {
        IssuedForecast? standing = p.Outlook.Standing;
        int minutes = standing?.HorizonMinutes ?? (int)desk.Horizon.TotalMinutes;
        double realized = desk.RealizedVariance(minutes);
        return new ForecastResource
        {
            Instrument = p.Instrument,
            Sequence = p.Sequence,
            AsOf = p.Outlook.AsOf.ToDateTimeOffset(),
            Horizon = $"PT{minutes}M",
            VolatilityBaseline = p.Outlook.Reference.Fraction,
            VolatilityGarch = standing?.Annualize(standing.LnGarch).Fraction,
            VolatilityBlend = standing?.Annualize(standing.LnBlend).Fraction ?? p.Outlook.Reference.Fraction,
            VolatilityRealized = Annualized(realized, minutes),
            SpikeProbability = p.Outlook.Spike?.Probability,
            SpikeThreshold = p.Outlook.Spike is { } s ? Annualized(s.ThresholdPercentSquared, Math.Max(SpikeMinutes, (int)s.Horizon.TotalMinutes)) : null,
            AlertLevel = p.Outlook.Alert.Thresholds is null ? null : p.Outlook.Alert.Level.ToString(),
            Uplift = p.Outlook.Outcome.Multiplier,
            ValidUntil = p.Outlook.Overlay.Forecast.ValidUntil.ToDateTimeOffset(),
            Degraded = p.Reasons.Count > 0,
            Reasons = p.Reasons,
            Model = model,
            Attribution = PartsOf(reasons),
            AttributionMode = reasons?.Mode,
        };
    }

    /// <summary>Parts of a learned uplift as they are shown.</summary>
    public static IReadOnlyList<PartResource> PartsOf(UpliftAttribution? reasons) =>
        reasons is null ? [] : [.. reasons.Parts.Select(r => new PartResource(r.Name, Answers.Money(r.Booked)))];

    private static double? Annualized(double percentSquared, int minutes) => percentSquared > 0 && double.IsFinite(percentSquared)
        ? PeriodVariance.FromPercentSquared(percentSquared, TimeSpan.FromMinutes(minutes)).Annualize(YearBasis.Calendar365).Fraction
        : null;

    private static RatesResource RatesOf(FrameParts p, Evidence evidence)
    {
        MarginView view = MarginView.Of(evidence.Request.Account, evidence.Request.Market);
        double price = (double)p.Outlook.Price;
        IMarginPolicy policy = evidence.Request.Policy;
        OverlayOutcome outcome = p.Outlook.Outcome;
        double baseline = policy.Evaluate(view, 1).Initial;
        MarginOverride? set = OverrideEffect.Of(OverrideEffect.Covering(p.Outlook.Overrides, evidence.Request.Account.Id, p.Instrument));
        double ruled = policy.Evaluate(view, outcome.Multiplier).Initial;
        double initial = (set?.Of(ruled, baseline) ?? ruled) / price;
        double maintenance = policy.Evaluate(view, outcome.MaintenanceMultiplier).Maintenance / price;
        AnnouncedRates? announced = ForecastOverlay.RampEnd(p.Outlook.Overlay) is Timestamp end && end > p.Outlook.AsOf
            ? new AnnouncedRates(initial, policy.Evaluate(view, outcome.Multiplier).Maintenance / price, end.ToDateTimeOffset())
            : null;
        return new RatesResource(
            p.Instrument, p.Sequence, p.Outlook.AsOf.ToDateTimeOffset(), StateText.Plain(p.Outlook.Price), initial, Math.Min(maintenance, initial),
            baseline / price, policy.Evaluate(view, Math.Min(outcome.GarchMultiplier, outcome.Multiplier)).Initial / price,
            announced?.MaintenanceRate > maintenance ? announced : null, p.Reasons.Count > 0, p.Reasons);
    }

    private sealed record FrameParts(long Sequence, string Instrument, MarketOutlook Outlook, IReadOnlyList<string> Reasons);
}
