using Dms.Predictive.Core;
using Dms.Predictive.Features.Bars;

namespace Dms.Predictive.Features.Series;

/// <summary>Open interest and its changes.</summary>
internal sealed class OpenInterestFeatures : IFeatureFamily
{
    private readonly AsOfSeries _series;

    public OpenInterestFeatures(AsOfSeries series)
    {
        _series = series;
        string carried = SeriesText.Carried(series.Kind);
        Definitions =
        [
            new("ln_open_interest", "ln base", "derivatives", "ln(1 + open interest)" + carried, 0),
            new("open_interest_change_1h", "ln", "derivatives", "ln_open_interest minus that of 1 h of events before" + carried, 0),
            new("open_interest_change_24h", "ln", "derivatives", "ln_open_interest minus that of 24 h of events before" + carried, 0),
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
            double level = Math.Log(1 + latest.Value);
            values[0] = level;
            values[1] = level - Math.Log(1 + _series.ValueAt(latest.EventTime - TimeSpan.FromHours(1)));
            values[2] = level - Math.Log(1 + _series.ValueAt(latest.EventTime - TimeSpan.FromHours(24)));
        }
    }
}
