using Dms.Predictive.Core;

namespace Dms.Predictive.MarketData;

/// <summary>Finds the step of a grid from the bars on it.</summary>
internal static class BarGrid
{
    /// <summary>The most frequent difference between consecutive bars; of equally frequent ones the shortest.</summary>
    /// <param name="rows">At least two bars, strictly ascending.</param>
    /// <param name="path">Named when the step is refused.</param>
    /// <exception cref="InputRefusedException">The step is not a whole number of minutes.</exception>
    public static TimeSpan StepOf(BarRows rows, string path)
    {
        long nanoseconds = MostFrequent(
            rows.Bars, (before, bar) => bar.OpenTime.Nanoseconds - before.OpenTime.Nanoseconds, from: 1);
        return nanoseconds % Timestamp.NanosecondsPerMinute == 0
            ? new TimeSpan(nanoseconds / 100)
            : throw new InputRefusedException(
                "bars-step",
                $"The most frequent difference between rows is {nanoseconds / 1e9:R} s. Expected bars of a "
                + "whole number of minutes; seconds, ticks and irregular samples are not bars.",
                path);
    }

    /// <summary>The most frequent value; the smallest when several are as frequent.</summary>
    /// <param name="bars">The bars.</param>
    /// <param name="value">Value from the bar before and the bar.</param>
    /// <param name="from">First bar to look at; the bar before the first is the first itself.</param>
    public static long MostFrequent(ReadOnlySpan<Bar> bars, Func<Bar, Bar, long> value, int from)
    {
        Dictionary<long, long> counts = [];
        long current = 0;
        long run = 0;
        for (int i = from; i < bars.Length; i++)
        {
            long v = value(bars[Math.Max(0, i - 1)], bars[i]);
            if (v != current && run > 0)
            {
                counts[current] = counts.GetValueOrDefault(current) + run;
                run = 0;
            }

            (current, run) = (v, run + 1);
        }

        counts[current] = counts.GetValueOrDefault(current) + run;
        return counts.OrderByDescending(c => c.Value).ThenBy(c => c.Key).First().Key;
    }
}
