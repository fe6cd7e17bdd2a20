using Dms.Predictive.Core;

namespace Dms.Predictive.Volatility;

/// <summary>A mean with a bootstrap interval.</summary>
/// <param name="Mean">Mean of the values.</param>
/// <param name="Lower">Lower end of the interval.</param>
/// <param name="Upper">Upper end of the interval.</param>
public sealed record MeanInterval(double Mean, double Lower, double Upper);

/// <summary>Bootstrap that keeps serial correlation: blocks of random length, wrapped around the end.</summary>
/// <remarks>Politis and Romano (1994), JASA 89(428), 1303–1313.</remarks>
public static class StationaryBootstrap
{
    /// <summary>Percentile interval of the mean.</summary>
    /// <param name="values">Losses or loss differences, oldest first; at least 2, all finite.</param>
    /// <param name="meanBlock">Mean block length, ≥ 1; max(3k, n^{1/3}) for k overlapping steps.</param>
    /// <param name="draws">Resamples, ≥ 100.</param>
    /// <param name="seed">Seed; the same seed gives the same interval.</param>
    /// <param name="confidence">Coverage in (0, 1).</param>
    /// <exception cref="ArgumentException">Fewer than two values, or one is not finite.</exception>
    /// <exception cref="ArgumentOutOfRangeException">An argument is outside its range.</exception>
    public static MeanInterval OfMean(
        ReadOnlySpan<double> values, double meanBlock, int draws = 1_000, long seed = 17, double confidence = 0.95) =>
        BootstrapMeans.Of([values.ToArray()], meanBlock, draws, seed).Interval(0, confidence);

    /// <summary>Mean block length max(3·overlap, n^{1/3}) of the evaluation protocol.</summary>
    /// <param name="count">Decisions, ≥ 1.</param>
    /// <param name="overlap">k = horizon / step, ≥ 1.</param>
    public static double MeanBlock(int count, int overlap) => Math.Max(3.0 * overlap, Math.Cbrt(count));

    /// <summary>Fills rows with one resample: each row follows the one before it, or starts a new block. The means and
    /// rankings of this folder resample by whole blocks and never list the rows; this is for anything else.</summary>
    /// <param name="generator">Stream of random numbers.</param>
    /// <param name="meanBlock">Mean block length, ≥ 1.</param>
    /// <param name="rows">Receives indices into as many values as it is long.</param>
    /// <exception cref="ArgumentOutOfRangeException">The mean block length is below 1.</exception>
    public static void Resample(SeededGenerator generator, double meanBlock, Span<int> rows)
    {
        ArgumentNullException.ThrowIfNull(generator);
        BlockDraw blocks = new(rows.Length, meanBlock, generator);
        blocks.Next();
        int filled = 0;
        for (int b = 0; b < blocks.Count; b++)
        {
            for (int i = 0; i < blocks.Length(b); i++)
            {
                rows[filled++] = (blocks.Start(b) + i) % rows.Length;
            }
        }
    }

    internal static void RefuseShort(double meanBlock) =>
        ArgumentOutOfRangeException.ThrowIfLessThan(Require.FinitePositive(meanBlock, "steps"), 1, nameof(meanBlock));
}
