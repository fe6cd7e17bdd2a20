using Dms.Predictive.Audit;
using Dms.Predictive.Core;
using Dms.Predictive.Explanation;
using Dms.Predictive.Features;
using Dms.Predictive.Features.Bars;
using Dms.Predictive.Learning;
using Dms.Predictive.Margin;

namespace Dms.Predictive.Pipeline;

/// <summary>
/// One market and its model: bars go in, an outlook comes out, and accounts are margined under it. Nothing is recorded
/// here. One writer.
/// </summary>
public sealed class MarketDesk
{
    private readonly PipelineSettings _settings;
    private readonly MarketState _market;
    private readonly OverlayMemory _overlay;
    private readonly CoverageKeeper? _coverage;
    private readonly SafetyWatch? _safety;
    private readonly double _tailFactor;
    private readonly AlertDesk _alerts;
    private readonly MoveWatch _moves;
    private readonly double[] _values;
    private Forecaster? _forecaster;
    private UpliftReasons? _reasons;
    private IssuedForecast? _lastForecast;
    private IssuedForecast? _lastSpike;
    private MoveOutlook? _move;
    private string? _tripped;

    /// <summary>Starts without history and without a model.</summary>
    public MarketDesk(PipelineSettings settings)
    {
        ArgumentNullException.ThrowIfNull(settings);
        _settings = settings;
        _market = new MarketState(settings.BarMinutes, settings.Policy.StepMinutes, settings.Inputs)
        {
            GridBarAdded = OnGridBar,
        };
        _values = new double[_market.Engine.Schema.Count];
        _overlay = new OverlayMemory(settings.Policy);
        _alerts = new AlertDesk(settings.BarMinutes, new AlertRule());
        _moves = new MoveWatch(settings.Policy.HorizonMinutes, settings.BarMinutes);
        _coverage = settings.Policy.Coverage is CoverageRules rules
            ? new CoverageKeeper(settings.Policy, rules, settings.BarMinutes)
            : null;
        _safety = settings.Policy.Safety is SafetyRules safety ? new SafetyWatch(safety, settings.Policy, settings.BarMinutes) : null;
        _tailFactor = settings.Policy.InitialPerDeviation();
    }

    /// <summary>The model in service; null = baseline only.</summary>
    public ForecastModel? Model { get; private set; }

    /// <summary>Whether the learned part is switched off; margins then decay to the baseline under the rules.</summary>
    public bool IsUpliftPaused { get; set; }

    /// <summary>Why the learned part switched itself off; null while it is not.</summary>
    public string? SafetyReason => _safety?.Reason;

    /// <summary>Believes forecasts again; evidence against them is gathered anew.</summary>
    public void ResumeAfterSafety() => _safety?.Reset();

    /// <summary>Realized variance of the last minutes, percent²; NaN before the window is full.</summary>
    /// <param name="minutes">Window, at most 10,080.</param>
    public double RealizedVariance(int minutes) => _market.Engine.RealizedVariance(minutes);

    /// <summary>Span that margins and forecasts cover.</summary>
    public TimeSpan Horizon => TimeSpan.FromMinutes(_settings.Policy.HorizonMinutes);

    /// <summary>Multipliers after the last outlook; null before the first.</summary>
    public OverlayState? Multipliers => _overlay.State;

    /// <summary>Whether an outlook can be given: the policy's own baseline volatility has warmed up.</summary>
    public bool IsWarm(Timestamp asOf) =>
        _settings.Policy.FixedVolatility is not null || !double.IsNaN(LnReference(Features(asOf), out _));

    /// <summary>Takes the next bar of the feed; it must be known by the next outlook.</summary>
    public void Append(in Bar bar) => _market.Append(in bar);

    /// <summary>Takes the next minute of trades and book; it must be known by the next outlook.</summary>
    /// <param name="openTime">Its whole minute, later than those before.</param>
    /// <param name="values">One value per <see cref="FlowMeasure"/>.</param>
    /// <exception cref="InvalidOperationException">The desk was not made for flow.</exception>
    public void AppendFlow(Timestamp openTime, ReadOnlySpan<double> values) => _market.Engine.Observe(openTime, values);

    /// <summary>Replays into this desk what accompanied the bars.</summary>
    /// <param name="history">Of the inputs that the desk was made for.</param>
    public SideReplay Accompany(SideHistory history) => new(_market.Engine, history);

    /// <summary>Puts a model into service from the next outlook on.</summary>
    /// <exception cref="InputRefusedException">The model wants other features (<c>schema-mismatch</c>).</exception>
    public void Activate(ForecastModel model)
    {
        ArgumentNullException.ThrowIfNull(model);
        _forecaster = new Forecaster(model, _market, _settings.BarMinutes);
        _reasons = new UpliftReasons(model.For(_settings.Policy.HorizonMinutes));
        _safety?.Compare(model.Horizons.FirstOrDefault(h => h.Baselines.HorizonMinutes == _settings.Policy.HorizonMinutes)?.Drift);
        Model = model;
    }

    /// <summary>Looks at the market, issues forecasts and moves the multipliers on.</summary>
    /// <param name="asOf">A multiple of the step, not before the last outlook; all bars known by then have been appended.</param>
    /// <exception cref="InvalidOperationException">The baseline volatility has not warmed up: a margin without it
    /// would be a made-up figure.</exception>
    public MarketOutlook Observe(Timestamp asOf)
    {
        FeatureVector features = Features(asOf);                                              // Features
        AnnualizedVolatility reference = ReferenceOf(features, out bool isShort);             // Volatility, of the policy
        IssuedForecast? forecast = Issue(features, _settings.Policy.HorizonMinutes);          // Volatility, Learning, blend
        IssuedForecast? spike = Issue(features, SpikeHorizonMinutes);                         // Learning, calibration
        (_lastForecast, _lastSpike) = (forecast ?? _lastForecast, spike);
        _safety?.Look(features.Values.Span);
        if (forecast is not null)
        {
            _safety?.Look(forecast);
        }

        _alerts.Forecast(
            spike is null ? double.NaN : HeadRow.LnForecast(spike.LnBlend, spike.LnMembers[2]), _market.Threshold);
        _move = _moves.Issued(_market.Engine.Grid.LastClose, VarianceOf(reference, forecast));
        MarketOutlook outlook = Outlook(_overlay.For(reference, _lastForecast, spike?.Spike, asOf), asOf, reference) with
        {
            IsReferenceShort = isShort,
            Issued = forecast,
            IssuedSpike = spike,
        };
        _coverage?.Issued(reference, outlook.Outcome.Multiplier);
        double sigma = Math.Sqrt(outlook.Driver.Over(Horizon, YearBasis.Calendar365).PercentSquared);
        _safety?.Issued(_tailFactor * sigma * outlook.Outcome.Multiplier, forecast);
        return outlook;
    }

    /// <summary>Between two steps: the new price counts, forecasts and baseline stand, multipliers move on.</summary>
    /// <param name="asOf">Not before the last outlook; all bars known by then have been appended.</param>
    /// <param name="last">The last outlook.</param>
    public MarketOutlook Reprice(Timestamp asOf, MarketOutlook last)
    {
        ArgumentNullException.ThrowIfNull(last);
        return Outlook(_overlay.For(last.Reference, _lastForecast, _lastSpike?.Spike, asOf), asOf, last.Reference) with
        {
            IsReferenceShort = last.IsReferenceShort,
        };
    }

    /// <summary>
    /// Goes on without news: price, baseline and multiplier stay as they were, for silence is no sign of calm. Announced
    /// rises go on.
    /// </summary>
    /// <param name="asOf">Not before the last outlook.</param>
    /// <param name="last">The last outlook.</param>
    public MarketOutlook Hold(Timestamp asOf, MarketOutlook last)
    {
        ArgumentNullException.ThrowIfNull(last);
        return Outlook(_overlay.Held(last.Reference, asOf), asOf, last.Reference) with
        {
            Price = last.Price,
            IsReferenceShort = last.IsReferenceShort,
        };
    }

    /// <summary>The request that asks for an account's margin under an outlook. Pure.</summary>
    /// <param name="account">Positions in this desk's instrument, and cash.</param>
    /// <param name="outlook">An outlook of this desk.</param>
    public MarginRequest RequestFor(Account account, MarketOutlook outlook)
    {
        ArgumentNullException.ThrowIfNull(account);
        ArgumentNullException.ThrowIfNull(outlook);
        MarginMarket market = new(
            [new Underlying(_settings.Instrument, outlook.Price)],
            [new Instrument(_settings.Instrument, InstrumentKind.Perpetual, _settings.Instrument, outlook.Price)]);
        string id = $"{account.Id}@{outlook.AsOf}";
        return new MarginRequest(id, outlook.AsOf, account, market, _settings.Policy.At(_settings.Instrument, outlook.Driver))
        {
            Overlay = outlook.Overlay,
            Operators = OverrideEffect.Of(OverrideEffect.Covering(outlook.Overrides, account.Id, _settings.Instrument)) is { } set ? [set] : [],
        };
    }

    /// <summary>Margins an account, with its reasons.</summary>
    /// <inheritdoc cref="RequestFor"/>
    public Evidence Evaluate(Account account, MarketOutlook outlook)
    {
        MarginRequest request = RequestFor(account, outlook);
        MarginRequirement margin = MarginCalculator.Compute(request);                         // Margin
        UpliftAttribution? reasons = _settings.TakesApart?.Invoke(request) == false             // Explanation
            ? null : _reasons?.Of(request, margin, outlook.Standing);
        return new Evidence(request, margin, outlook, reasons, BaselineOf(request))
        {
            Risk = AccountRisk.Of(request, margin, outlook.Moves),
        };
    }

    private MarketOutlook Outlook(MarginOverlay rules, Timestamp asOf, AnnualizedVolatility reference)
    {
        if (_lastForecast is { } newest)
        {
            _safety?.Look(asOf - newest.AsOf);
        }

        string? trip = SafetyReason == _tripped ? null : SafetyReason;
        _tripped = SafetyReason;
        MarginOverlay overlay = (trip is null ? rules : Standing(rules, asOf)) with { KillSwitch = IsUpliftPaused || SafetyReason is not null };
        OverlayOutcome outcome = ForecastOverlay.Decide(overlay, asOf);                       // Margin
        _overlay.Note(overlay, outcome, asOf);
        return new MarketOutlook
        {
            AsOf = asOf,
            SafetyTrip = trip,
            SafetyFinding = trip is null ? null : _safety?.Finding,
            Price = Money.FromDouble(_market.Engine.Grid.LastClose, 0.00000001m, MoneyRounding.HalfEven),
            Reference = reference,
            Standing = _lastForecast,
            Spike = _lastSpike?.Spike,
            Overlay = overlay,
            Outcome = outcome,
            Coverage = _coverage?.State,
            Moves = _move,
            Alert = _alerts.Read(),
            Alerts = _alerts.TakeRaised(),
        };
    }

    // No time has passed for the decay: at the switch every multiplier stands where it stood.
    private static MarginOverlay Standing(MarginOverlay overlay, Timestamp asOf) =>
        overlay.Previous is OverlayState previous ? overlay with { Previous = previous with { At = asOf } } : overlay;

    private void OnGridBar(GridBar bar)
    {
        bool inOutage = _market.Engine.Grid.InOutage;
        _forecaster?.Append(bar.ReturnPercent, inOutage);
        _coverage?.Append(in bar, inOutage);
        _safety?.Append(in bar, inOutage);
        _alerts.Append(in bar, inOutage);
        _moves.Append(in bar, inOutage);
    }

    private PeriodVariance VarianceOf(AnnualizedVolatility reference, IssuedForecast? forecast) =>
        forecast is not null && double.IsFinite(forecast.LnBlend)
            ? PeriodVariance.FromPercentSquared(PinnedMath.Exp(forecast.LnBlend), Horizon)
            : reference.Over(Horizon, YearBasis.Calendar365);

    private int SpikeHorizonMinutes => Math.Max(10, _settings.BarMinutes);

    private FeatureVector Features(Timestamp asOf)
    {
        _market.Engine.Compute(asOf, _values);
        return new FeatureVector(_market.Engine.Schema, asOf, _values);
    }

    // In an outage the last forecast stands until it expires; the gate then names the reason.
    private IssuedForecast? Issue(FeatureVector features, int horizonMinutes) =>
        _forecaster is null || _market.Engine.Grid.InOutage || Model!.Horizons.All(h => h.Baselines.HorizonMinutes != horizonMinutes)
            ? null
            : _forecaster.Issue(features, _market.Threshold, horizonMinutes);

    private AnnualizedVolatility ReferenceOf(FeatureVector features, out bool isShort)
    {
        isShort = false;
        if (_settings.Policy.FixedVolatility is double fixedVolatility)
        {
            return AnnualizedVolatility.FromFraction(fixedVolatility);
        }

        double lnPerMinute = LnReference(features, out isShort);
        return double.IsNaN(lnPerMinute)
            ? throw new InvalidOperationException(
                $"The policy's baseline volatility ({_settings.Policy.ReferenceFeature}) has not warmed up at {features.AsOf}.")
            : PeriodVariance.FromPercentSquared(PinnedMath.Exp(lnPerMinute), TimeSpan.FromMinutes(1))
                .Annualize(YearBasis.Calendar365);
    }

    // Until the policy's window is full, the largest of the full shorter ones stands in: never the calmest.
    private double LnReference(FeatureVector features, out bool isShort)
    {
        double wanted = features[_settings.Policy.ReferenceFeature];
        isShort = double.IsNaN(wanted) && _settings.WarmUpBars is int bars && _market.Returns.Count >= bars;
        return isShort ? LargestWindow(features) : wanted;
    }

    private double LargestWindow(FeatureVector features)
    {
        double largest = double.NaN;
        foreach (FeatureDefinition feature in features.Schema.Features)
        {
            if (feature.Name.StartsWith(WindowPrefix, StringComparison.Ordinal) && feature.WarmUpMinutes >= _settings.Policy.HorizonMinutes)
            {
                double value = features[feature.Name];
                largest = double.IsNaN(largest) || value > largest ? value : largest;
            }
        }

        return largest;
    }

    private const string WindowPrefix = "ln_rv_";

    private static decimal BaselineOf(MarginRequest request)
    {
        double initial = request.Policy.Evaluate(MarginView.Of(request.Account, request.Market), 1).Initial;
        return Money.FromDouble(initial, request.Policy.Quantum, MoneyRounding.Up);
    }
}
