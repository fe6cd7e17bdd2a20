using Dms.Predictive.Core;
using Dms.Predictive.Features.Bars;

namespace Dms.Predictive.Features.Series;

/// <summary>Funding rate of a perpetual, settled or predicted, and its change over one usual interval.</summary>
internal sealed class FundingFeatures : IFeatureFamily
{
    private static readonly TimeSpan Interval = TimeSpan.FromHours(8);

    private readonly AsOfSeries _series;

    public FundingFeatures(AsOfSeries series)
    {
        _series = series;
        string name = SeriesText.FeatureName(series.Kind);
        string carried = SeriesText.Carried(series.Kind);
        Definitions =
        [
            new(name + "_rate", series.Kind.Unit, "derivatives", $"newest {series.Kind.Name} rate{carried}", 0),
            new(name + "_change_8h", series.Kind.Unit, "derivatives", $"newest rate minus that of 8 h of events before{carried}", 0),
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
        if (_series.IsFresh(asOf))
        {
            SlowObservation latest = _series.Latest;
            values[0] = latest.Value;
            values[1] = latest.Value - _series.ValueAt(latest.EventTime - Interval);
        }
    }
}
