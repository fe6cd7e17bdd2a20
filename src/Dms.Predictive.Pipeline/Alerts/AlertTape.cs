namespace Dms.Predictive.Pipeline;

/// <summary>What alerts are judged on: one entry per bar, by the minute at which it became known. Built after the
/// fact; never an input of a margin.</summary>
public sealed class AlertTape
{
    private readonly long[] _minutes;
    private readonly int[] _sinceAbove;

    /// <summary>Takes the crossings of a span.</summary>
    /// <param name="minutes">Minutes since the epoch, rising.</param>
    /// <param name="above">Whether ten-minute realized variance stood above the spike threshold.</param>
    /// <param name="rule">Calm time before an event.</param>
    /// <exception cref="ArgumentException">Lengths differ.</exception>
    public AlertTape(long[] minutes, bool[] above, AlertRule rule)
    {
        ArgumentNullException.ThrowIfNull(minutes);
        ArgumentNullException.ThrowIfNull(above);
        ArgumentNullException.ThrowIfNull(rule);
        if (minutes.Length != above.Length)
        {
            throw new ArgumentException($"Found {minutes.Length} minutes and {above.Length} crossings.", nameof(above));
        }

        (_minutes, Rule, _sinceAbove) = (minutes, rule, new int[minutes.Length]);
        List<long> events = [];
        long last = long.MinValue / 2;
        for (int i = 0; i < minutes.Length; i++)
        {
            if (above[i] && minutes[i] - last > rule.CalmMinutes)
            {
                events.Add(minutes[i]);
            }

            last = above[i] ? minutes[i] : last;
            _sinceAbove[i] = (int)Math.Min(minutes[i] - last, int.MaxValue);
        }

        Events = events;
    }

    /// <summary>Rule that alerts are judged by.</summary>
    public AlertRule Rule { get; }

    /// <summary>Minutes at which a shock began: the first crossing after a calm hour.</summary>
    public IReadOnlyList<long> Events { get; }

    /// <summary>Minutes since the epoch, rising.</summary>
    public IReadOnlyList<long> Minutes => _minutes;

    /// <summary>Whether the last hour had no crossing.</summary>
    public bool IsCalm(int index) => _sinceAbove[index] >= Rule.CalmMinutes;

    /// <summary>Position of the first entry at or after a minute.</summary>
    public int IndexAt(long minute)
    {
        int at = Array.BinarySearch(_minutes, minute);
        return at < 0 ? ~at : at;
    }

    /// <summary>The shock that makes an alert a hit, or null.</summary>
    /// <param name="alertMinute">Minute of the alert.</param>
    public long? ShockAfter(long alertMinute)
    {
        int low = 0, high = Events.Count;
        while (low < high)
        {
            int middle = (low + high) / 2;
            (low, high) = Events[middle] > alertMinute ? (low, middle) : (middle + 1, high);
        }

        return low < Events.Count && Events[low] - alertMinute <= Rule.WindowMinutes ? Events[low] : null;
    }

    /// <summary>Minutes at which the score crosses a threshold from below in calm, at most one per refractory time. A
    /// score counts as below while it is not calm, so that a score that stayed high through a shock can alert
    /// again.</summary>
    /// <param name="scores">One per entry; NaN never alerts.</param>
    /// <param name="threshold">Level that raises an alert.</param>
    /// <param name="from">First minute.</param>
    /// <param name="until">End, exclusive.</param>
    public IReadOnlyList<long> Alerts(double[] scores, double threshold, long from, long until)
    {
        ArgumentNullException.ThrowIfNull(scores);
        List<long> alerts = [];
        bool wasUp = false;
        int end = IndexAt(until);
        for (int i = IndexAt(from); i < end; i++)
        {
            bool up = scores[i] >= threshold && IsCalm(i);
            if (up && !wasUp && (alerts.Count == 0 || _minutes[i] - alerts[^1] >= Rule.RefractoryMinutes))
            {
                alerts.Add(_minutes[i]);
            }

            wasUp = up;
        }

        return alerts;
    }
}
