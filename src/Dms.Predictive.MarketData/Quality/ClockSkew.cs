using Dms.Predictive.Core;

namespace Dms.Predictive.MarketData;

/// <summary>Running minimum over a minute of receipt minus event time, one second to a slot; allocates nothing.</summary>
internal sealed class ClockSkew
{
    private const int Slots = 60;
    private const long SlotNanoseconds = 1_000_000_000;

    private readonly long[] _least = new long[Slots];
    private readonly long[] _second = new long[Slots];
    private long _last;
    private bool _any;

    public ClockSkew() => Array.Fill(_second, long.MinValue);

    /// <summary>Takes an event.</summary>
    /// <param name="stamp">Its clocks.</param>
    /// <param name="jump">Difference to the event before that starts a new estimate.</param>
    /// <returns>The estimate, and whether it was started anew.</returns>
    public (TimeSpan Skew, bool Jumped) Take(in EventStamp stamp, TimeSpan jump)
    {
        long skew = stamp.ReceivedTime.Nanoseconds - stamp.EventTime.Nanoseconds;
        bool jumped = _any && Math.Abs(skew - _last) > jump.Ticks * 100;
        if (jumped)
        {
            Array.Fill(_second, long.MinValue);
        }

        (_last, _any) = (skew, true);
        long second = stamp.ReceivedTime.Nanoseconds / SlotNanoseconds;
        int slot = (int)(second % Slots);
        _least[slot] = _second[slot] == second ? Math.Min(_least[slot], skew) : skew;
        _second[slot] = second;
        long least = long.MaxValue;
        for (int i = 0; i < Slots; i++)
        {
            least = _second[i] > second - Slots ? Math.Min(least, _least[i]) : least;
        }

        return (TimeSpan.FromTicks(least / 100), jumped);
    }
}
