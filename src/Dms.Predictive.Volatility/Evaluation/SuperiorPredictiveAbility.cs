namespace Dms.Predictive.Volatility;

/// <summary>Whether any rival beats a benchmark once the number of rivals is allowed for.</summary>
/// <param name="Statistic">Largest t-statistic of the benchmark's loss less a rival's; 0 when no rival is
/// better.</param>
/// <param name="Lower">p-value when rivals worse than the benchmark are taken for as good as it is poor: too
/// small.</param>
/// <param name="Consistent">Hansen's consistent p-value; the headline. Small = the benchmark is beaten.</param>
/// <param name="Upper">p-value that counts every rival as equal to the benchmark (White's reality check): too
/// large.</param>
public sealed record SuperiorPredictiveAbilityResult(double Statistic, double Lower, double Consistent, double Upper);

/// <summary>Test of the hypothesis that no rival has a lower expected loss than the benchmark.</summary>
public static class SuperiorPredictiveAbility
{
    /// <summary>Tests one benchmark against all other models.</summary>
    /// <param name="losses">Means of the losses of every model under the same resamples; at least two series.</param>
    /// <param name="benchmark">Series of the benchmark.</param>
    /// <exception cref="ArgumentException">There is no rival.</exception>
    /// <exception cref="ArgumentOutOfRangeException">There is no such series.</exception>
    /// <remarks>Hansen (2005), JBES 23(4), 365–380. Standard errors come from the same draws; a rival counts as
    /// hopeless when its t-statistic is below −√(2·ln ln n).</remarks>
    public static SuperiorPredictiveAbilityResult Test(BootstrapMeans losses, int benchmark)
    {
        ArgumentNullException.ThrowIfNull(losses);
        ArgumentOutOfRangeException.ThrowIfNegative(benchmark);
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(benchmark, losses.Count);
        if (losses.Count < 2)
        {
            throw new ArgumentException("Expected a benchmark and at least one rival.", nameof(losses));
        }

        Rival[] rivals = [.. Enumerable.Range(0, losses.Count).Where(k => k != benchmark)
            .Select(k => new Rival(losses, benchmark, k)).Where(r => r.Error > 0)];
        double observed = rivals.Select(r => r.Gain / r.Error).Append(0).Max();
        double limit = -Math.Sqrt(2 * Math.Log(Math.Log(Math.Max(losses.Rows, 3))));
        return new(
            observed,
            Share(rivals, losses.Draws, observed, r => Math.Max(0, r.Gain)),
            Share(rivals, losses.Draws, observed, r => r.Gain / r.Error >= limit ? r.Gain : 0),
            Share(rivals, losses.Draws, observed, r => r.Gain));
    }

    /// <summary>Share of resamples whose largest recentred statistic reaches the observed one.</summary>
    private static double Share(Rival[] rivals, int draws, double observed, Func<Rival, double> centre)
    {
        double[] centres = [.. rivals.Select(centre)];
        int beyond = 0;
        for (int draw = 0; draw < draws; draw++)
        {
            double largest = 0;
            for (int k = 0; k < rivals.Length; k++)
            {
                largest = Math.Max(largest, (rivals[k].Drawn[draw] - centres[k]) / rivals[k].Error);
            }

            beyond += largest >= observed ? 1 : 0;
        }

        return beyond / (double)draws;
    }

    /// <summary>Loss of the benchmark less that of one rival: on the sample, drawn, and its standard error.</summary>
    private sealed class Rival
    {
        public Rival(BootstrapMeans losses, int benchmark, int rival)
        {
            Gain = losses.Means[benchmark] - losses.Means[rival];
            Drawn = new double[losses.Draws];
            double variance = 0;
            for (int draw = 0; draw < Drawn.Length; draw++)
            {
                Drawn[draw] = losses.Draw(draw)[benchmark] - losses.Draw(draw)[rival];
                variance += (Drawn[draw] - Gain) * (Drawn[draw] - Gain) / losses.Draws;
            }

            Error = variance > 1e-26 ? Math.Sqrt(variance) : 0;
        }

        public double Gain { get; }

        public double[] Drawn { get; }

        public double Error { get; }
    }
}
