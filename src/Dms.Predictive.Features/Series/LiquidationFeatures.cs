using Dms.Predictive.Core;
using Dms.Predictive.Features.Bars;

namespace Dms.Predictive.Features.Series;

/// <summary>How much was liquidated lately. Silence is no liquidation as long as the series is fresh.</summary>
internal sealed class LiquidationFeatures : IFeatureFamily
{
    private static readonly int[] Windows = [10, 60, 1440];

    private readonly AsOfSeries _series;

    public LiquidationFeatures(AsOfSeries series)
    {
        _series = series;
        Definitions =
        [
            .. Windows.Select(w => new FeatureDefinition($"ln_liquidated_{w}", "ln quote", "derivatives",
                $"ln(1 + Σ notional liquidated in events of the last {w} min){SeriesText.Carried(series.Kind)}", 0)),
        ];
    }

    public IReadOnlyList<FeatureDefinition> Definitions { get; }

    public void Append(in GridBar bar)
    {
        // Series come by themselves, not with bars.
    }

    public void Write(Timestamp asOf, Span<double> values)
    {
        values.Fill(double.NaN);
        for (int i = 0; i < Windows.Length && _series.IsFresh(asOf); i++)
        {
            double sum = 0;
            foreach (SlowObservation o in _series.Since(asOf - TimeSpan.FromMinutes(Windows[i])))
            {
                sum += o.Value;
            }

            values[i] = Math.Log(1 + sum);
        }
    }
}
