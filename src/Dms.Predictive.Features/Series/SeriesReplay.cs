using Dms.Predictive.Core;

namespace Dms.Predictive.Features.Series;

/// <summary>Tells an engine of every publication at the time at which it became public, and not before.</summary>
public sealed class SeriesReplay
{
    private readonly FeatureEngine _engine;
    private readonly IReadOnlyList<SlowSeries> _series;
    private readonly int[] _next;

    /// <summary>Starts before the first publication.</summary>
    /// <param name="engine">Engine made for the kinds of the series.</param>
    /// <param name="series">The series.</param>
    public SeriesReplay(FeatureEngine engine, IReadOnlyList<SlowSeries> series)
    {
        ArgumentNullException.ThrowIfNull(engine);
        ArgumentNullException.ThrowIfNull(series);
        (_engine, _series, _next) = (engine, series, new int[series.Count]);
    }

    /// <summary>Hands over what was published by a time, that time included.</summary>
    /// <param name="asOf">No earlier than the time asked before.</param>
    public void AdvanceTo(Timestamp asOf)
    {
        for (int i = 0; i < _series.Count; i++)
        {
            IReadOnlyList<SlowObservation> all = _series[i].Observations;
            for (; _next[i] < all.Count && all[_next[i]].PublishedAt <= asOf; _next[i]++)
            {
                _engine.Observe(_series[i].Kind, all[_next[i]]);
            }
        }
    }
}
