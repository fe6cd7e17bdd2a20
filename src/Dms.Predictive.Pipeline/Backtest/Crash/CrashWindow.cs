using Dms.Predictive.Core;

namespace Dms.Predictive.Pipeline;

/// <summary>The time around one of the largest moves of a span.</summary>
/// <param name="From">A day before the move, or the first decision.</param>
/// <param name="To">A day after it, exclusive.</param>
/// <param name="Worst">Decision before the largest move.</param>
/// <param name="Move">Size of the move over the horizon, fraction.</param>
public sealed record CrashWindow(Timestamp From, Timestamp To, Timestamp Worst, double Move)
{
    private static readonly TimeSpan Reach = TimeSpan.FromDays(1);

    /// <summary>The largest moves whose windows do not overlap, largest first. Chosen by the moves alone, so that no
    /// margin has a say in where it is judged.</summary>
    /// <param name="times">Decision times in order.</param>
    /// <param name="moves">Absolute return over the horizon after each; NaN when unknown.</param>
    /// <param name="count">Most windows, ≥ 1.</param>
    public static IReadOnlyList<CrashWindow> Find(IReadOnlyList<Timestamp> times, IReadOnlyList<double> moves, int count)
    {
        ArgumentNullException.ThrowIfNull(times);
        ArgumentNullException.ThrowIfNull(moves);
        List<CrashWindow> found = [];
        foreach (int i in Enumerable.Range(0, times.Count).Where(i => !double.IsNaN(moves[i])).OrderByDescending(i => moves[i]).ThenBy(i => i))
        {
            if (found.Count == count)
            {
                break;
            }

            if (found.All(w => (times[i] - w.Worst).Duration() >= 2 * Reach))
            {
                Timestamp from = times[i] - Reach;
                found.Add(new CrashWindow(from < times[0] ? times[0] : from, times[i] + Reach, times[i], moves[i]));
            }
        }

        return found;
    }

    /// <summary>Whether a time is inside.</summary>
    public bool Holds(Timestamp time) => time >= From && time < To;
}
