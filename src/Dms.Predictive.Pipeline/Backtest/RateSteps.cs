using Dms.Predictive.Core;

namespace Dms.Predictive.Pipeline;

/// <summary>Largest rises of a margin rate.</summary>
public static class RateSteps
{
    /// <summary>The largest rise from any earlier rate within a window.</summary>
    /// <param name="times">Times in order.</param>
    /// <param name="rates">One per time.</param>
    /// <param name="window">Longest time from start to end of the rise.</param>
    /// <returns>Positions of start and end; both 0 when there is no rate. O(n).</returns>
    /// <exception cref="ArgumentException">Lengths differ.</exception>
    public static (int From, int To) Largest(IReadOnlyList<Timestamp> times, IReadOnlyList<double> rates, TimeSpan window)
    {
        ArgumentNullException.ThrowIfNull(times);
        ArgumentNullException.ThrowIfNull(rates);
        if (times.Count != rates.Count)
        {
            throw new ArgumentException($"Found {times.Count} times and {rates.Count} rates.", nameof(rates));
        }

        (int From, int To, double Rise) best = (0, 0, double.NegativeInfinity);
        LinkedList<int> lows = [];
        for (int i = 0; i < rates.Count; i++)
        {
            while (lows.First is { } head && times[i] - times[head.Value] > window)
            {
                lows.RemoveFirst();
            }

            while (lows.Last is { } tail && rates[tail.Value] >= rates[i])
            {
                lows.RemoveLast();
            }

            lows.AddLast(i);
            double rise = rates[i] - rates[lows.First!.Value];
            best = rise > best.Rise ? (lows.First.Value, i, rise) : best;
        }

        return (best.From, best.To);
    }
}
