using System.Diagnostics;

namespace Dms.Predictive.Benchmarks;

/// <summary>Times subjects that take turns and keeps the fastest round of each: other work on the machine only
/// slows.</summary>
internal static class Turns
{
    private const double WarmUpSeconds = 1.5;

    /// <summary>Seconds of the fastest round by subject.</summary>
    public static double[] Take(int rounds, params Action[] subjects)
    {
        double[] best = new double[subjects.Length];
        Array.Fill(best, double.PositiveInfinity);
        foreach (Action subject in subjects)
        {
            long began = Stopwatch.GetTimestamp();
            while (Stopwatch.GetElapsedTime(began).TotalSeconds < WarmUpSeconds)
            {
                subject();                                           // until the compiler has settled
            }
        }

        for (int round = 0; round < rounds; round++)
        {
            for (int s = 0; s < subjects.Length; s++)
            {
                long start = Stopwatch.GetTimestamp();
                subjects[s]();
                best[s] = Math.Min(best[s], Stopwatch.GetElapsedTime(start).TotalSeconds);
            }
        }

        return best;
    }
}
