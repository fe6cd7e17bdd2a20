using Dms.Predictive.Core;
using Dms.Predictive.Margin;
using Dms.Predictive.Volatility;

namespace Dms.Predictive.Pipeline;

/// <summary>What the forecasting rule was trained to.</summary>
/// <param name="Garch">GARCH(1,1) of minute returns.</param>
/// <param name="Har">Log variance of the next horizon, per minute, from <see cref="CascadeFeatures"/>.</param>
/// <param name="Reference">Volatility of a minute on the training seeds.</param>
/// <param name="SeesBook">Whether it was trained on depth and open interest too.</param>
internal sealed record CascadeModel(Garch11Parameters Garch, LogHarModel Har, double Reference, bool SeesBook)
{
    /// <summary>Whether the probability of a spike counts; false = GARCH alone.</summary>
    public bool UsesSpike { get; init; } = true;

    /// <summary>Minutes that are forecast.</summary>
    public const int Horizon = 60;

    /// <summary>A spike is a volatility of this multiple of the reference.</summary>
    public const double SpikeMultiple = 2;
}

/// <summary>
/// A static baseline that a forecast raises through <see cref="RaiseSchedule"/>: initial margin at once, maintenance
/// margin after notice and ramp. The forecast sees past returns only, or observed depth and open interest too.
/// </summary>
internal sealed class ForecastRule(double scale, double maintenanceRatio, CascadeModel model, RaisePolicy policy)
    : IMarginRule
{
    private readonly CascadeFeatures _features = new(model.Garch, model.Reference, model.SeesBook);
    private readonly double[] _row = new double[CascadeFeatures.Count];
    private RaiseState? _state;

    public RuleQuote Next(MarketObservation seen)
    {
        _features.Append(seen);
        RaiseDecision decision = RaiseSchedule.Next(policy, _state, Forecast(seen.At), seen.At);
        _state = decision.State;
        double baseline = Math.Clamp(scale, VolatilityRule.LowestRate, 1);
        return new(
            baseline, Math.Min(1, baseline * decision.Outcome.Multiplier), baseline * maintenanceRatio, _state)
        {
            Announced = decision.Announcement is not null,
            NoticeEnds = RaiseSchedule.Window(policy, _state)?.Begins,
        };
    }

    private OverlayForecast Forecast(Timestamp at)
    {
        double reference = model.Reference;
        double garch = Math.Sqrt(_features.GarchVariance);
        if (!model.UsesSpike || !_features.TryRow(_row))
        {
            return new(reference, garch, garch, at, at + TimeSpan.FromMinutes(1));
        }

        // Probability of a spike under the model's own log-normal error.
        double line = model.Har.PredictLog(_row);
        double threshold = 2 * PinnedMath.Log(CascadeModel.SpikeMultiple * reference);
        double spike = 1 - PinnedNormal.Cumulative((threshold - line) / model.Har.ResidualDeviation);
        return new(reference, garch, Math.Sqrt(model.Har.Scale * PinnedMath.Exp(line)), at, at + TimeSpan.FromMinutes(1))
        {
            SpikeProbability = spike,
            SpikeMultiple = CascadeModel.SpikeMultiple,
        };
    }
}
