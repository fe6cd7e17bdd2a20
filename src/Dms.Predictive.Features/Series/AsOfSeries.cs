using Dms.Predictive.Core;

namespace Dms.Predictive.Features.Series;

/// <summary>
/// What is known of one slow series: for every event time the version published last. Observations come in the order
/// of their publication, so the state never holds anything that was not public.
/// </summary>
internal sealed class AsOfSeries(SlowSeriesKind kind)
{
    /// <summary>Event times kept behind the newest one, days; every formula looks back less far.</summary>
    public const int KeptDays = 100;

    private readonly List<SlowObservation> _known = [];

    /// <summary>What the values are.</summary>
    public SlowSeriesKind Kind { get; } = kind;

    /// <summary>Publication of the newest observation, whatever its event time.</summary>
    public Timestamp PublishedUntil { get; private set; } = new(long.MinValue);

    /// <summary>Raised with every observation, so that sums are made once.</summary>
    public int Version { get; private set; }

    /// <summary>Whether anything was published.</summary>
    public bool IsEmpty => _known.Count == 0;

    /// <summary>The known version of the newest event.</summary>
    public SlowObservation Latest => _known[^1];

    /// <summary>The known version of the oldest event that is kept.</summary>
    public SlowObservation Oldest => _known[0];

    /// <summary>Takes the next publication.</summary>
    /// <exception cref="ArgumentException">It was published before one that was already taken.</exception>
    public void Observe(in SlowObservation observation)
    {
        if (observation.PublishedAt < PublishedUntil)
        {
            throw new ArgumentException(
                $"An observation of '{Kind.Name}' published at {observation.PublishedAt} came after one of {PublishedUntil}.",
                nameof(observation));
        }

        PublishedUntil = observation.PublishedAt;
        Version++;
        int at = IndexAfter(observation.EventTime);
        if (at > 0 && _known[at - 1].EventTime == observation.EventTime)
        {
            _known[at - 1] = observation;
        }
        else
        {
            _known.Insert(at, observation);
            Forget();
        }
    }

    /// <summary>Whether the newest value may still be used.</summary>
    public bool IsFresh(Timestamp asOf) => !IsEmpty && asOf - Latest.PublishedAt <= Kind.StaleAfter;

    /// <summary>Known value of the last event at or before a time; NaN when there is none within the staleness
    /// limit before it.</summary>
    public double ValueAt(Timestamp time)
    {
        int at = IndexAfter(time) - 1;
        return at >= 0 && time - _known[at].EventTime <= Kind.StaleAfter ? _known[at].Value : double.NaN;
    }

    /// <summary>Known versions of the events in (newest − length, newest], oldest first.</summary>
    public ReadOnlySpan<SlowObservation> Window(TimeSpan length)
    {
        int first = IndexAfter(Latest.EventTime - length);
        return System.Runtime.InteropServices.CollectionsMarshal.AsSpan(_known)[first..];
    }

    /// <summary>Known versions of the events after a time, oldest first.</summary>
    public ReadOnlySpan<SlowObservation> Since(Timestamp time) =>
        System.Runtime.InteropServices.CollectionsMarshal.AsSpan(_known)[IndexAfter(time)..];

    private int IndexAfter(Timestamp time)
    {
        int low = 0;
        int high = _known.Count;
        while (low < high)
        {
            int middle = (low + high) / 2;
            (low, high) = _known[middle].EventTime <= time ? (middle + 1, high) : (low, middle);
        }

        return low;
    }

    // Removed in steps of a quarter: removing one by one from the front of a list would cost its whole length.
    private void Forget()
    {
        int old = IndexAfter(Latest.EventTime - TimeSpan.FromDays(KeptDays));
        if (old > _known.Count / 4)
        {
            _known.RemoveRange(0, old);
        }
    }
}
