using System.Diagnostics;

namespace Dms.Predictive.Benchmarks;

/// <summary>Times single calls of several subjects in turn, so that a busy machine slows all of them alike.</summary>
internal static class LatencySample
{
    /// <summary>Nanoseconds per call by subject: the median over rounds of each round's percentiles.</summary>
    public static (double P50, double P99)[] Take(Func<double[], double>[] subjects, double[][] rows, int rounds)
    {
        (double P50, double P99)[][] all = [.. subjects.Select(_ => new (double, double)[rounds])];
        foreach (Func<double[], double> subject in subjects)
        {
            _ = Round(subject, rows);
            _ = Round(subject, rows);
        }

        for (int round = 0; round < rounds; round++)
        {
            for (int s = 0; s < subjects.Length; s++)
            {
                all[s][round] = Round(subjects[s], rows);
            }
        }

        return [.. all.Select(r => (Median(r.Select(x => x.P50)), Median(r.Select(x => x.P99))))];
    }

    private static (double P50, double P99) Round(Func<double[], double> subject, double[][] rows)
    {
        long[] ticks = new long[rows.Length];
        double sum = 0;
        for (int i = 0; i < rows.Length; i++)
        {
            long start = Stopwatch.GetTimestamp();
            sum += subject(rows[i]);
            ticks[i] = Stopwatch.GetTimestamp() - start;
        }

        if (double.IsNaN(sum))
        {
            throw new InvalidOperationException("A score is not a number.");
        }

        Array.Sort(ticks);
        double unit = 1e9 / Stopwatch.Frequency;
        return (ticks[ticks.Length / 2] * unit, ticks[ticks.Length * 99 / 100] * unit);
    }

    private static double Median(IEnumerable<double> values)
    {
        double[] sorted = [.. values.Order()];
        return sorted[sorted.Length / 2];
    }
}
