using Dms.Predictive.Core;

namespace Dms.Predictive.Volatility;

/// <summary>Trains a singular-spectrum model on a series without gaps.</summary>
/// <remarks>Golyandina and Korobeynikov (2014), arXiv 1206.6910. O(n·L²) for the decomposition and O(n·L) per rank
/// tried.</remarks>
internal static class SsaTraining
{
    /// <summary>Trains; a series that leaves nothing to decompose gives the mean model of its window.</summary>
    /// <param name="series">More than 2·L finite observations.</param>
    /// <param name="options">Options within their ranges.</param>
    public static SsaFit Run(double[] series, SsaOptions options)
    {
        int maxRank = options.MaxRank ?? options.WindowSize - 1;
        for (int window = options.WindowSize; window >= 2; window--)
        {
            TrajectoryMatrix matrix = new(series, window);
            if (TrajectorySpectrum.Of(matrix) is not { } spectrum)
            {
                return Mean(matrix, options);
            }

            // A unit vector among the singular vectors says that the newest value is a direction of its own: a shorter
            // window is tried.
            int rank = HasUnitVector(spectrum, window) ? 0 : RankOf(matrix, spectrum, options, maxRank);
            double[] recurrence = new double[window - 1];
            if (rank > 0 && LinearRecurrence.TryForm(spectrum.Basis(rank), window, recurrence))
            {
                return Finish(matrix, options, spectrum, rank, recurrence);
            }

            maxRank = Math.Max(1, (window - 1) / 2);
        }

        return Mean(new TrajectoryMatrix(series, 2), options);
    }

    private static int RankOf(TrajectoryMatrix matrix, TrajectorySpectrum spectrum, SsaOptions options, int maxRank)
    {
        int most = Math.Min(Math.Min(maxRank, matrix.WindowSize - 1), spectrum.Rank);
        return options.RankSelectionMethod switch
        {
            RankSelectionMethod.Fixed => Math.Min(options.Rank ?? most, most),
            RankSelectionMethod.Fast => SignalRank.Choose(matrix, spectrum, most, fast: true),
            _ => SignalRank.Choose(matrix, spectrum, most, fast: false),
        };
    }

    private static bool HasUnitVector(TrajectorySpectrum spectrum, int window)
    {
        for (int i = 0; i < spectrum.Rank; i++)
        {
            double last = spectrum.Vector(i)[window - 1];
            if (1 - (last * last) <= LinearRecurrence.SmallestGap)
            {
                return true;
            }
        }

        return false;
    }

    private static SsaFit Finish(
        TrajectoryMatrix matrix, SsaOptions options, TrajectorySpectrum spectrum, int rank, double[] recurrence)
    {
        RecurrenceStabilizer.Result? stable = options.ShouldStabilize
            ? RecurrenceStabilizer.Apply(recurrence, matrix.WindowSize, options.MaxGrowth?.Ratio ?? double.PositiveInfinity)
            : null;
        double[] basis = spectrum.Basis(rank);
        return Build(matrix, options, basis, spectrum.Values, stable?.Coefficients ?? recurrence, stable);
    }

    private static SsaFit Mean(TrajectoryMatrix matrix, SsaOptions options)
    {
        int window = matrix.WindowSize;
        double[] basis = new double[window];
        double[] recurrence = new double[window - 1];
        Array.Fill(basis, 1 / Math.Sqrt(window));
        Array.Fill(recurrence, 1.0 / (window - 1));
        return Build(matrix, options, basis, [], recurrence, null);
    }

    private static SsaFit Build(
        TrajectoryMatrix matrix, SsaOptions options, double[] basis, double[] values, double[] recurrence,
        RecurrenceStabilizer.Result? stable)
    {
        int window = matrix.WindowSize;
        int rank = basis.Length / window;
        double[] signal = new double[matrix.Series.Length];
        for (int i = 0; i < rank; i++)
        {
            matrix.AddComponent(basis.AsSpan(i * window, window), signal);
        }

        SsaDiagnostics? info = !options.ShouldMaintainInfo ? null : new(
            window, rank, values.Length == 0, values, recurrence, stable is { IsStabilized: true },
            stable is { IsPolynomialTrend: true }, stable is { IsCycleRemoved: true }, stable?.LargestModulus ?? double.NaN,
            stable?.Before ?? [], stable?.After ?? []);
        double[] strengths = values.Length == 0 ? [VectorNorm(matrix.Series)] : values[..rank];
        return new(window, basis, strengths, recurrence, SsaNoise.Measure(matrix.Series, signal, recurrence), info);
    }

    private static double VectorNorm(double[] values)
    {
        double largest = values.Max(Math.Abs);
        return largest == 0 ? 0 : largest * Math.Sqrt(values.Sum(v => v / largest * (v / largest)));
    }
}
