using Dms.Predictive.Core;
using Dms.Predictive.Features;

namespace Dms.Predictive.Pipeline;

/// <summary>Asks a frozen model for its forecasts over history, through the code that serves it.</summary>
public static class ForecastReplay
{
    /// <summary>Forecasts every horizon of the model at every decision of a span; nothing is issued in an outage or
    /// while warming up.</summary>
    /// <param name="series">Bars from well before the span.</param>
    /// <param name="model">The model, frozen.</param>
    /// <param name="span">First decision and end, exclusive.</param>
    /// <param name="stepMinutes">Spacing of decisions; a multiple of the bar.</param>
    /// <param name="cancellation">Stops between bars.</param>
    /// <param name="side">What accompanied the bars; null = nothing.</param>
    /// <returns>Forecasts in order of time, then of horizon.</returns>
    /// <exception cref="InputRefusedException">The model wants other features (<c>schema-mismatch</c>).</exception>
    public static IReadOnlyList<IssuedForecast> Run(
        BarSeries series, ForecastModel model, (Timestamp Start, Timestamp End) span, int stepMinutes,
            CancellationToken cancellation, SideHistory? side = null)
    {
        ArgumentNullException.ThrowIfNull(series);
        ArgumentNullException.ThrowIfNull(model);
        Replay replay = new(series.LengthMinutes, stepMinutes, (model, span), side ?? SideHistory.None);
        foreach (Bar bar in series.Bars.TakeWhile(b => b.OpenTime < span.End))
        {
            cancellation.ThrowIfCancellationRequested();
            replay.Append(in bar);
        }

        return replay.Issued;
    }

    private sealed class Replay
    {
        private readonly MarketState _market;
        private readonly Forecaster _forecaster;
        private readonly ForecastModel _model;
        private readonly (Timestamp Start, Timestamp End) _span;
        private readonly double[] _values;
        private readonly SideReplay _side;

        public Replay(
            int barMinutes, int stepMinutes, (ForecastModel Model, (Timestamp Start, Timestamp End) Span) asked, SideHistory side)
        {
            (_model, _span) = asked;
            _market = new MarketState(barMinutes, stepMinutes, side.Inputs)
            {
                GridBarAdded = OnGridBar,
                DecisionReached = OnDecision,
            };
            _side = new SideReplay(_market.Engine, side);
            _values = new double[_market.Engine.Schema.Count];
            _forecaster = new Forecaster(_model, _market, barMinutes);
        }

        public List<IssuedForecast> Issued { get; } = [];

        public void Append(in Bar bar) => _market.Append(in bar);

        // A model's filter begins at a stated bar: what came before it must not enter.
        private void OnGridBar(Features.Bars.GridBar bar)
        {
            if (bar.OpenTime >= _model.FilterFrom)
            {
                _forecaster.Append(bar.ReturnPercent, _market.Engine.Grid.InOutage);
            }
        }

        private void OnDecision(Timestamp asOf)
        {
            if (asOf < _span.Start || asOf >= _span.End || _market.Engine.Grid.InOutage)
            {
                return;
            }

            _side.AdvanceTo(asOf);
            _market.Engine.Compute(asOf, _values);
            FeatureVector features = new(_market.Engine.Schema, asOf, _values);
            foreach (HorizonModel horizon in _model.Horizons)
            {
                if (_forecaster.Issue(
                    features, _market.Threshold, horizon.Baselines.HorizonMinutes) is IssuedForecast forecast)
                {
                    Issued.Add(forecast);
                }
            }
        }
    }
}
