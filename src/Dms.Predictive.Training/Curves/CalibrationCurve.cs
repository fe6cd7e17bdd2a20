using Dms.Predictive.Core;

namespace Dms.Predictive.Training;

/// <summary>One bin of a calibration curve.</summary>
/// <param name="Forecast">Mean forecast probability, in [0, 1].</param>
/// <param name="Observed">Share of spikes, in [0, 1].</param>
/// <param name="Count">Decisions in the bin.</param>
public sealed record CalibrationBin(double Forecast, double Observed, int Count);

/// <summary>Forecast probability of a spike against the share that came true.</summary>
public static class CalibrationCurve
{
    /// <summary>Bins the issued probabilities of a span.</summary>
    /// <param name="run">Finished run.</param>
    /// <param name="span">Test span, end exclusive.</param>
    /// <param name="bins">Bins of about equal count, ≥ 2.</param>
    /// <returns>Bins in order of the forecast; none when no probability was issued.</returns>
    public static IReadOnlyList<CalibrationBin> Of(
        WalkForwardRun run, (Timestamp Start, Timestamp End) span, int bins = 10)
    {
        ArgumentNullException.ThrowIfNull(run);
        int first = run.Table.IndexAt(span.Start.Minutes), end = run.Table.IndexAt(span.End.Minutes);
        for (int h = 0; h < run.Targets.Count; h++)
        {
            Targets target = run.Targets[h];
            double[] issued = run.Forecasts[h].SpikeProbability;
            int[] judged = [.. Enumerable.Range(first, Math.Max(0, end - first))
                .Where(d => target.Eligible(d) && target.HasThreshold(d) && !double.IsNaN(issued[d]))];
            if (judged.Length > 0)
            {
                return Of([.. judged.Select(d => issued[d])], [.. judged.Select(target.IsSpike)], bins);
            }
        }

        return [];
    }

    /// <summary>Bins probabilities and their outcomes.</summary>
    /// <param name="probabilities">In [0, 1], no NaN.</param>
    /// <param name="spikes">What happened, beside them.</param>
    /// <param name="bins">Bins of about equal count, ≥ 2.</param>
    /// <exception cref="ArgumentException">Lengths differ.</exception>
    public static IReadOnlyList<CalibrationBin> Of(double[] probabilities, bool[] spikes, int bins = 10)
    {
        ArgumentNullException.ThrowIfNull(probabilities);
        ArgumentNullException.ThrowIfNull(spikes);
        ArgumentOutOfRangeException.ThrowIfLessThan(bins, 2);
        if (probabilities.Length != spikes.Length)
        {
            throw new ArgumentException(
                $"Found {probabilities.Length} probabilities and {spikes.Length} outcomes; expected as many.",
                nameof(spikes));
        }

        int n = probabilities.Length;
        int[] order = [.. Enumerable.Range(0, n).OrderBy(i => probabilities[i])];
        return [.. Enumerable.Range(0, bins).Select(b => order[(int)((long)b * n / bins)..(int)((b + 1L) * n / bins)])
            .Where(part => part.Length > 0)
            .Select(part => new CalibrationBin(
                part.Average(i => probabilities[i]), part.Average(i => spikes[i] ? 1.0 : 0), part.Length))];
    }
}
