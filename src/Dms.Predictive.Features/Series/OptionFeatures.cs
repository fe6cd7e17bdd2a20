using Dms.Predictive.Core;
using Dms.Predictive.Features.Bars;

namespace Dms.Predictive.Features.Series;

/// <summary>What listed options imply: level, premium over what the price did, term structure and skew.</summary>
internal sealed class OptionFeatures : IFeatureFamily
{
    private const double PerYear = 1e-4 * 365;
    private const int Day = 1440;

    private readonly AsOfSeries _month;
    private readonly AsOfSeries? _week;
    private readonly AsOfSeries? _skew;
    private readonly Func<int, double> _realizedPercent2;

    public OptionFeatures(AsOfSeries month, AsOfSeries? week, AsOfSeries? skew, Func<int, double> realizedPercent2)
    {
        (_month, _week, _skew, _realizedPercent2) = (month, week, skew, realizedPercent2);
        string carried = SeriesText.Carried(month.Kind);
        Definitions =
        [
            new("atm_iv_30d", "fraction", "implied", $"at-the-money implied volatility near 30 days{carried}", 0),
            new("atm_variance_premium", "1/year", "implied", $"atm_iv_30d² − Σ r²/1e4 over {Day} min, per year of 365 days{carried}", Day),
            .. week is null ? Array.Empty<FeatureDefinition>()
                : [new("iv_term_slope", "fraction", "implied", $"atm_iv_30d minus that near 7 days, of one moment{carried}", 0)],
            .. skew is null ? Array.Empty<FeatureDefinition>()
                : [new("skew_25d", "fraction", "implied", $"25-delta call minus put implied volatility near 30 days{carried}", 0)],
        ];
    }

    public IReadOnlyList<FeatureDefinition> Definitions { get; }

    public void Append(in GridBar bar)
    {
        // Series come by themselves, not with bars.
    }

    public void Write(Timestamp asOf, Span<double> values)
    {
        int at = 2;
        double iv = _month.IsFresh(asOf) ? _month.Latest.Value : double.NaN;
        values[0] = iv;
        values[1] = (iv * iv) - (_realizedPercent2(Day) * PerYear);
        if (_week is not null)
        {
            bool together = _week.IsFresh(asOf) && _month.IsFresh(asOf) && _week.Latest.EventTime == _month.Latest.EventTime;
            values[at++] = together ? iv - _week.Latest.Value : double.NaN;
        }

        if (_skew is not null)
        {
            values[at] = _skew.IsFresh(asOf) ? _skew.Latest.Value : double.NaN;
        }
    }
}
