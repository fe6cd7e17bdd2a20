using Dms.Predictive.Audit;
using Dms.Predictive.Core;
using Dms.Predictive.Explanation;
using Dms.Predictive.Features;
using Dms.Predictive.Margin;

namespace Dms.Predictive.Pipeline;

/// <summary>
/// Market bars go in, a margin decision with its reasons comes out, and the same inputs give the same bytes. The same
/// code live, replayed and back-tested; one writer.
/// </summary>
public sealed class MarginPipeline
{
    private readonly PipelineSettings _settings;
    private readonly MarketState _market;
    private readonly DecisionSealer _sealer;
    private readonly OverlayMemory _overlay;
    private readonly double[] _values;
    private ForecastModel? _model;
    private Forecaster? _forecaster;
    private UpliftReasons? _reasons;
    private IssuedForecast? _lastForecast;

    /// <summary>Opens a pipeline and its record.</summary>
    /// <param name="settings">Instrument, bars, policy.</param>
    /// <param name="trail">Takes the records; a new log.</param>
    /// <param name="openedAt">Time of the opening records.</param>
    public MarginPipeline(PipelineSettings settings, AuditTrail trail, Timestamp openedAt)
    {
        ArgumentNullException.ThrowIfNull(settings);
        _settings = settings;
        _market = new MarketState(settings.BarMinutes, settings.Policy.StepMinutes)
        {
            GridBarAdded = bar => _forecaster?.Append(bar.ReturnPercent),
        };
        _values = new double[_market.Engine.Schema.Count];
        _overlay = new OverlayMemory(settings.Policy);
        _sealer = new DecisionSealer(settings, trail, openedAt);
    }

    /// <summary>Whether a decision can be made: the policy's own baseline volatility has warmed up.</summary>
    public bool IsWarm(Timestamp asOf) => _settings.Policy.FixedVolatility is not null || !double.IsNaN(Features(asOf)[_settings.Policy.ReferenceFeature]);

    /// <summary>Takes the next bar of the feed; it must be known by the next decision.</summary>
    public void Append(in Bar bar) => _market.Append(in bar);

    /// <summary>Puts a model into service from the next decision on.</summary>
    /// <exception cref="InputRefusedException">The model wants other features (<c>schema-mismatch</c>).</exception>
    public void Activate(ForecastModel model, Timestamp at)
    {
        ArgumentNullException.ThrowIfNull(model);
        _forecaster = new Forecaster(model, _market, _settings.BarMinutes);
        _reasons = new UpliftReasons(model.For(_settings.Policy.HorizonMinutes));
        _model = model;
        _sealer.Register(model, at);
    }

    /// <summary>Decides the margin of an account; each line is one step and one project.</summary>
    /// <param name="account">Positions in this pipeline's instrument, and cash.</param>
    /// <param name="asOf">Decision time, a multiple of the step; all bars known by then have been appended.</param>
    /// <exception cref="InvalidOperationException">The baseline volatility has not warmed up: a margin without it
    /// would be a made-up figure.</exception>
    public MarginDecision Decide(Account account, Timestamp asOf)
    {
        FeatureVector features = Features(asOf);                                              // Features
        AnnualizedVolatility reference = ReferenceOf(features);                               // Volatility, of the policy
        IssuedForecast? forecast = Issue(features, _settings.Policy.HorizonMinutes);          // Volatility, Learning, blend
        IssuedForecast? spike = Issue(features, SpikeHorizonMinutes);                         // Learning, calibration
        MarginOverlay overlay = _overlay.For(reference, forecast ?? _lastForecast, spike?.Spike, asOf);
        MarginRequest request = Request(account, reference, overlay, asOf);
        MarginRequirement margin = MarginCalculator.Compute(request);                         // Margin
        UpliftAttribution? reasons = _reasons?.Of(request, margin, forecast);                 // Explanation
        _overlay.Note(overlay, margin.Overlay!, asOf);
        _lastForecast = forecast ?? _lastForecast;
        return _sealer.Seal(new Evidence(request, margin, reference, forecast, spike, reasons, BaselineOf(request))); // Audit
    }

    private int SpikeHorizonMinutes => Math.Max(10, _settings.BarMinutes);

    private FeatureVector Features(Timestamp asOf)
    {
        _market.Engine.Compute(asOf, _values);
        return new FeatureVector(_market.Engine.Schema, asOf, _values);
    }

    // In an outage the last forecast stands until it expires; the gate then names the reason.
    private IssuedForecast? Issue(FeatureVector features, int horizonMinutes) =>
        _forecaster is null || _market.Engine.Grid.InOutage || _model!.Horizons.All(h => h.Baselines.HorizonMinutes != horizonMinutes)
            ? null
            : _forecaster.Issue(features, _market.Threshold, horizonMinutes);

    private AnnualizedVolatility ReferenceOf(FeatureVector features)
    {
        if (_settings.Policy.FixedVolatility is double fixedVolatility)
        {
            return AnnualizedVolatility.FromFraction(fixedVolatility);
        }

        double lnPerMinute = features[_settings.Policy.ReferenceFeature];
        return double.IsNaN(lnPerMinute)
            ? throw new InvalidOperationException(
                $"The policy's baseline volatility ({_settings.Policy.ReferenceFeature}) has not warmed up at {features.AsOf}.")
            : PeriodVariance.FromPercentSquared(PinnedMath.Exp(lnPerMinute), TimeSpan.FromMinutes(1))
                .Annualize(YearBasis.Calendar365);
    }

    private MarginRequest Request(Account account, AnnualizedVolatility reference, MarginOverlay overlay, Timestamp asOf)
    {
        decimal price = Money.FromDouble(_market.Engine.Grid.LastClose, 0.00000001m, MoneyRounding.HalfEven);
        MarginMarket market = new(
            [new Underlying(_settings.Instrument, price)],
            [new Instrument(_settings.Instrument, InstrumentKind.Perpetual, _settings.Instrument, price)]);
        string id = $"{account.Id}@{asOf}";
        return new MarginRequest(id, asOf, account, market, _settings.Policy.At(_settings.Instrument, reference)) { Overlay = overlay };
    }

    private static decimal BaselineOf(MarginRequest request)
    {
        double initial = request.Policy.Evaluate(MarginView.Of(request.Account, request.Market), 1).Initial;
        return Money.FromDouble(initial, request.Policy.Quantum, MoneyRounding.Up);
    }
}
