using System.Globalization;
using System.Text;

namespace Dms.Predictive.Serving;

/// <summary>The newest events and the current value of every key; written by one thread, read by all clients.</summary>
/// <param name="options">Retention.</param>
/// <param name="time">Monotonic time.</param>
internal sealed class StreamLog(StreamOptions options, TimeProvider time)
{
    private readonly Lock _gate = new();
    private readonly StreamEvent?[] _ring = new StreamEvent?[options.RetainedEvents];
    private readonly SortedDictionary<(string Topic, string Key), StreamEvent> _current = [];
    private TaskCompletionSource _more = NewSignal();
    private long _last;
    private long _sequence;
    private long _blockEnd;
    private long _forgotten;

    /// <summary>Numbers left before a new block must be reserved.</summary>
    public long Remaining => Volatile.Read(ref _blockEnd) - Volatile.Read(ref _last);

    /// <summary>Takes a durable block of numbers.</summary>
    /// <param name="first">First number of the block.</param>
    /// <param name="length">Numbers in it.</param>
    public void Open(long first, long length)
    {
        lock (_gate)
        {
            // Within one start the next block follows on the last; only the first one opens a new row of numbers.
            if (_blockEnd == 0)
            {
                (_last, _forgotten) = (first, first);
            }

            _blockEnd = first + length;
        }
    }

    /// <summary>Publishes events in order and wakes the clients.</summary>
    public void Publish(IReadOnlyList<(string Topic, string Key, string Value)> events, long sequence)
    {
        TaskCompletionSource wake;
        lock (_gate)
        {
            long now = time.GetTimestamp();
            foreach ((string topic, string key, string value) in events)
            {
                StreamEvent e = new(++_last, sequence, topic, key, value, now);
                _ring[e.Id % _ring.Length] = e;
                if (topic is not (Topics.Alerts or Topics.Operations))
                {
                    _current[(topic, key)] = e;
                }
            }

            _sequence = sequence;
            Forget(now);
            (wake, _more) = (_more, NewSignal());
        }

        wake.TrySetResult();
    }

    /// <summary>All current values that a client may see.</summary>
    /// <returns>Number and data of the snapshot event.</returns>
    public (long Id, string Data) Snapshot(StreamFilter filter)
    {
        lock (_gate)
        {
            StringBuilder text = new();
            text.Append(CultureInfo.InvariantCulture, $"{{\"sequence\":{_sequence},\"topic\":\"snapshot\",\"key\":null,\"replaces\":0,\"value\":{{");
            string? open = null;
            foreach (StreamEvent e in _current.Values.Where(e => filter.Accepts(e.Topic, e.Key)))
            {
                text.Append(open == e.Topic ? "," : open is null ? $"\"{e.Topic}\":{{" : $"}},\"{e.Topic}\":{{");
                text.Append(CultureInfo.InvariantCulture, $"\"{e.Key}\":{e.Value}");
                open = e.Topic;
            }

            return (_last, text.Append(open is null ? "}}" : "}}}").ToString());
        }
    }

    /// <summary>Whether everything after a number is still at hand, and the number was ever given here.</summary>
    public string? WhyNotFrom(long id)
    {
        lock (_gate)
        {
            return id > _last ? "future" : id < _forgotten ? "expired" : null;
        }
    }

    /// <summary>Events after a number; null when some of them are no longer at hand.</summary>
    /// <param name="after">Number of the last event that the client has.</param>
    /// <param name="more">Completes when there is more than was returned.</param>
    public IReadOnlyList<StreamEvent>? After(long after, out Task more)
    {
        lock (_gate)
        {
            more = _more.Task;
            if (after < _forgotten)
            {
                return null;
            }

            // Numbers run without holes inside the log, so every place is known.
            StreamEvent[] events = new StreamEvent[Math.Max(0, _last - after)];
            for (int i = 0; i < events.Length; i++)
            {
                events[i] = _ring[(after + 1 + i) % _ring.Length]!;
            }

            return events;
        }
    }

    private void Forget(long now)
    {
        _forgotten = Math.Max(_forgotten, _last - _ring.Length);
        while (_forgotten < _last && time.GetElapsedTime(_ring[(_forgotten + 1) % _ring.Length]!.Ticks, now) > options.RetainedFor)
        {
            _forgotten++;
        }
    }

    private static TaskCompletionSource NewSignal() => new(TaskCreationOptions.RunContinuationsAsynchronously);
}
