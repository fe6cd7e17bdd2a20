using Dms.Predictive.Core;
using Dms.Predictive.Margin;

namespace Dms.Predictive.Pipeline;

/// <summary>What one decision of a trace rested on.</summary>
/// <param name="AsOf">Information cut-off.</param>
/// <param name="Price">Price, quote.</param>
/// <param name="Reference">The policy's own baseline volatility.</param>
/// <param name="Forecast">The forecast that stood; null before the first.</param>
/// <param name="Spike">The spike forecast that stood; null when there was none.</param>
public sealed record TracedDecision(
    Timestamp AsOf, decimal Price, AnnualizedVolatility Reference, IssuedForecast? Forecast, SpikeForecast? Spike);

/// <summary>What a trace is computed again with; what is left out is as it was.</summary>
/// <param name="Policy">Rules of margin and overlay.</param>
public sealed record MarginVariant(PipelinePolicy Policy)
{
    /// <summary>Another ln of the blend, percent² over the horizon.</summary>
    public Func<IssuedForecast, double>? LnBlend { get; init; }

    /// <summary>Another baseline volatility.</summary>
    public Func<TracedDecision, AnnualizedVolatility>? Reference { get; init; }
}

/// <summary>
/// The decisions of a replay, to compute their margins again under other parameters or with disturbed forecasts, through the
/// overlay and the margin policy that decided. For policies without coverage keeping and safety switch.
/// </summary>
public sealed class MarginTrace
{
    private readonly PipelinePolicy _policy;
    private readonly Account _account;
    private readonly List<TracedDecision> _decisions = [];
    private readonly List<MarginView> _views = [];
    private readonly List<OverlayState?> _before = [];
    private readonly OverlayMemory _memory;
    private IssuedForecast? _standing;

    /// <summary>Starts before the first decision.</summary>
    /// <param name="policy">The policy that decides.</param>
    /// <param name="account">One position of one unit.</param>
    /// <exception cref="ArgumentException">The policy keeps coverage or switches itself off: what it decides depends on more than
    /// a trace holds.</exception>
    public MarginTrace(PipelinePolicy policy, Account account)
    {
        ArgumentNullException.ThrowIfNull(policy);
        ArgumentNullException.ThrowIfNull(account);
        if (policy.Coverage is not null || policy.Safety is not null)
        {
            throw new ArgumentException("A trace holds neither coverage nor safety.", nameof(policy));
        }

        (_policy, _account, _memory) = (policy, account, new OverlayMemory(policy));
    }

    /// <summary>The decisions in order of time.</summary>
    public IReadOnlyList<TracedDecision> Decisions => _decisions;

    /// <summary>Takes the next decision.</summary>
    public void Add(MarginDecision decision)
    {
        ArgumentNullException.ThrowIfNull(decision);
        _standing = decision.Forecast ?? _standing;
        TracedDecision traced = new(decision.AsOf, decision.Price, decision.Reference, _standing, decision.Spike);
        _decisions.Add(traced);
        _views.Add(ViewOf(traced));
        _before.Add(_memory.State);
        Step(_memory, traced, traced.Reference, traced.Forecast);
    }

    /// <summary>Initial margin rates of all decisions, computed again from the first.</summary>
    /// <returns>Booked initial margin ÷ notional, one per decision.</returns>
    public double[] Rates(MarginVariant variant)
    {
        ArgumentNullException.ThrowIfNull(variant);
        OverlayMemory memory = new(variant.Policy);
        double[] rates = new double[_decisions.Count];
        for (int i = 0; i < rates.Length; i++)
        {
            TracedDecision d = _decisions[i];
            AnnualizedVolatility reference = variant.Reference?.Invoke(d) ?? d.Reference;
            IssuedForecast? forecast = variant.LnBlend is { } ln && d.Forecast is { } f ? f with { LnBlend = ln(f) } : d.Forecast;
            rates[i] = RateAt(i, variant.Policy.At(Underlying, reference), Step(memory, d, reference, forecast).Multiplier);
        }

        return rates;
    }

    /// <summary>Initial margin rates while a disturbed forecast stands, from the state in which the decision was made.</summary>
    /// <param name="decision">Place of the first disturbed decision.</param>
    /// <param name="forecast">The forecast that stands.</param>
    /// <param name="isIssuedAnew">Whether every step issues it again; otherwise it grows old and expires.</param>
    /// <param name="steps">Decisions that it lasts, ≥ 1; price and baseline stand still meanwhile.</param>
    /// <returns>One rate per step.</returns>
    public double[] RatesUnder(int decision, IssuedForecast? forecast, bool isIssuedAnew, int steps)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(steps, 1);
        TracedDecision first = _decisions[decision];
        OverlayMemory memory = new(_policy, _before[decision]);
        ParametricPolicy policy = _policy.At(Underlying, first.Reference);
        double[] rates = new double[steps];
        for (int s = 0; s < steps; s++)
        {
            TracedDecision now = first with { AsOf = first.AsOf + TimeSpan.FromMinutes((double)s * _policy.StepMinutes) };
            IssuedForecast? standing = isIssuedAnew && forecast is not null ? forecast with { AsOf = now.AsOf } : forecast;
            rates[s] = RateAt(decision, policy, Step(memory, now, now.Reference, standing).Multiplier);
        }

        return rates;
    }

    /// <summary>Initial margin rate of a decision without any forecast.</summary>
    public double BaselineRate(int decision) => RateAt(decision, _policy.At(Underlying, _decisions[decision].Reference), 1);

    private string Underlying => _account.Positions[0].Instrument;

    private static OverlayOutcome Step(
        OverlayMemory memory, TracedDecision d, AnnualizedVolatility reference, IssuedForecast? forecast)
    {
        MarginOverlay overlay = memory.For(reference, forecast, d.Spike, d.AsOf);
        OverlayOutcome outcome = ForecastOverlay.Decide(overlay, d.AsOf);
        memory.Note(overlay, outcome, d.AsOf);
        return outcome;
    }

    private double RateAt(int decision, ParametricPolicy policy, double multiplier)
    {
        decimal initial = Money.FromDouble(policy.Evaluate(_views[decision], multiplier).Initial, _policy.Quantum, MoneyRounding.Up);
        return (double)initial / (double)(_decisions[decision].Price * Math.Abs(_account.Positions[0].Quantity));
    }

    private MarginView ViewOf(TracedDecision d) => MarginView.Of(_account, new MarginMarket(
        [new Underlying(Underlying, d.Price)], [new Instrument(Underlying, InstrumentKind.Perpetual, Underlying, d.Price)]));
}
