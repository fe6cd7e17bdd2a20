using Dms.Predictive.Core;

namespace Dms.Predictive.Volatility;

/// <summary>Means of several series under the same resamples of the stationary bootstrap, so that any function of the
/// means can be given an interval and models stay paired.</summary>
/// <remarks>Politis and Romano (1994). O(draws · rows ÷ mean block) per series, by running totals.</remarks>
public sealed class BootstrapMeans
{
    private readonly double[] _means;
    private readonly double[] _draws;

    private BootstrapMeans(double[] means, double[] draws, int rows, double meanBlock) =>
        (_means, _draws, Rows, MeanBlock) = (means, draws, rows, meanBlock);

    /// <summary>Rows resampled.</summary>
    public int Rows { get; }

    /// <summary>Mean block length.</summary>
    public double MeanBlock { get; }

    /// <summary>Number of series.</summary>
    public int Count => _means.Length;

    /// <summary>Number of resamples.</summary>
    public int Draws => _draws.Length / _means.Length;

    /// <summary>Mean of every series on the sample itself.</summary>
    public ReadOnlySpan<double> Means => _means;

    /// <summary>Mean of every series in one resample.</summary>
    public ReadOnlySpan<double> Draw(int draw) => _draws.AsSpan(draw * Count, Count);

    /// <summary>Resamples all series together.</summary>
    /// <param name="series">At least one; equally long, oldest first, at least 2 rows, all finite.</param>
    /// <param name="meanBlock">Mean block length, ≥ 1; see <see cref="StationaryBootstrap.MeanBlock"/>.</param>
    /// <param name="draws">Resamples, ≥ 100.</param>
    /// <param name="seed">Seed; the same seed gives the same draws.</param>
    /// <exception cref="ArgumentException">There is no series, lengths differ, or a value is not finite.</exception>
    /// <exception cref="ArgumentOutOfRangeException">A number is outside its range.</exception>
    public static BootstrapMeans Of(
        IReadOnlyList<double[]> series, double meanBlock, int draws = 1_000, long seed = 17)
    {
        ArgumentNullException.ThrowIfNull(series);
        ArgumentOutOfRangeException.ThrowIfLessThan(draws, 100);
        if (series.Count == 0)
        {
            throw new ArgumentException("Expected at least one series.", nameof(series));
        }

        double[] means = new double[series.Count];
        double[][] totals = new double[series.Count][];
        for (int k = 0; k < series.Count; k++)
        {
            EvaluationInput.RefuseUnequal(series[0].Length, series[k].Length);
            EvaluationInput.RefuseFewOrNonFinite(series[k], 2, nameof(series));
            means[k] = Presample.Mean(series[k]);
            totals[k] = BlockDraw.Totals(series[k], means[k]);
        }

        BlockDraw blocks = new(series[0].Length, meanBlock, new SeededGenerator(seed));
        double[] drawn = new double[draws * series.Count];
        for (int draw = 0; draw < draws; draw++)
        {
            blocks.Next();
            for (int k = 0; k < series.Count; k++)
            {
                drawn[(draw * series.Count) + k] = means[k] + (blocks.Sum(totals[k]) / blocks.Rows);
            }
        }

        return new(means, drawn, blocks.Rows, meanBlock);
    }

    /// <summary>Percentile interval of the mean of one series.</summary>
    public MeanInterval Interval(int series, double confidence = 0.95) => IntervalOf(m => m[series], confidence);

    /// <summary>Percentile interval of a function of the means, such as one mean ÷ another.</summary>
    /// <param name="statistic">Called with the means of the sample and of every resample; finite results.</param>
    /// <param name="confidence">Coverage in (0, 1).</param>
    public MeanInterval IntervalOf(Func<ReadOnlySpan<double>, double> statistic, double confidence = 0.95)
    {
        ArgumentNullException.ThrowIfNull(statistic);
        double[] values = new double[Draws];
        for (int draw = 0; draw < values.Length; draw++)
        {
            values[draw] = statistic(Draw(draw));
        }

        return Percentile(statistic(_means), values, confidence);
    }

    internal static MeanInterval Percentile(double value, double[] draws, double confidence)
    {
        Require.Probability(confidence);
        Array.Sort(draws);
        double tail = (1 - confidence) / 2;
        return new(value, Quantile.OfOrdered(draws, tail), Quantile.OfOrdered(draws, 1 - tail));
    }
}
