using Dms.Predictive.Core;

namespace Dms.Predictive.Pipeline;

/// <summary>What an existing position must hold when a raise needs notice: a raise counts once it has stood for the whole
/// notice, a cut counts at once.</summary>
public static class MarginInForce
{
    /// <summary>The smallest margin that stood at any moment of the notice, at every decision.</summary>
    /// <param name="times">Decision times in order.</param>
    /// <param name="margins">Margin asked of a new position at each, fraction of notional.</param>
    /// <param name="notice">How long a raise must stand; zero gives the margins as asked.</param>
    /// <returns>One per decision, never above the margin asked there. O(n).</returns>
    /// <exception cref="ArgumentException">Lengths differ.</exception>
    public static double[] Of(IReadOnlyList<Timestamp> times, IReadOnlyList<double> margins, TimeSpan notice)
    {
        ArgumentNullException.ThrowIfNull(times);
        ArgumentNullException.ThrowIfNull(margins);
        if (times.Count != margins.Count)
        {
            throw new ArgumentException($"Found {times.Count} times and {margins.Count} margins.", nameof(margins));
        }

        double[] inForce = new double[margins.Count];
        LinkedList<int> lows = [];
        for (int i = 0, standing = 0; i < inForce.Length; i++)
        {
            // The level that stood when the notice began was decided at or before that moment.
            while (standing < i && times[standing + 1] <= times[i] - notice)
            {
                standing++;
            }

            while (lows.Last is { } tail && margins[tail.Value] >= margins[i])
            {
                lows.RemoveLast();
            }

            lows.AddLast(i);
            while (lows.First!.Value < standing)
            {
                lows.RemoveFirst();
            }

            inForce[i] = margins[lows.First.Value];
        }

        return inForce;
    }
}
