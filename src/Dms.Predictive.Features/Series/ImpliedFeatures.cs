using Dms.Predictive.Core;
using Dms.Predictive.Features.Bars;

namespace Dms.Predictive.Features.Series;

/// <summary>What options imply against what the price did: the variance premium, per year.</summary>
internal sealed class ImpliedFeatures : IFeatureFamily
{
    private const double MinutesPerYear = 365.0 * 1440;
    private const double Percent2 = 1e-4;
    private static readonly int[] Windows = [1440, 10_080];

    private readonly AsOfSeries _series;
    private readonly Func<int, double> _realizedPercent2;

    public ImpliedFeatures(AsOfSeries series, Func<int, double> realizedPercent2)
    {
        (_series, _realizedPercent2) = (series, realizedPercent2);
        string name = SeriesText.FeatureName(series.Kind);
        Definitions =
        [
            .. Windows.Select(w => new FeatureDefinition($"{name}_minus_rv_{w}", "1/year", "implied",
                $"({name}/100)² − Σ r²/1e4 over {w} min, per year of 365 days{SeriesText.Carried(series.Kind)}", w)),
        ];
    }

    public IReadOnlyList<FeatureDefinition> Definitions { get; }

    public void Append(in GridBar bar)
    {
        // Realized variance is read from the variance family.
    }

    public void Write(Timestamp asOf, Span<double> values)
    {
        values.Fill(double.NaN);
        if (_series.IsFresh(asOf))
        {
            double implied = _series.Latest.Value / 100;
            for (int i = 0; i < Windows.Length; i++)
            {
                values[i] = (implied * implied) - (_realizedPercent2(Windows[i]) * Percent2 * MinutesPerYear / Windows[i]);
            }
        }
    }
}
