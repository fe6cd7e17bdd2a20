using Dms.Predictive.Core;

namespace Dms.Predictive.Volatility;

/// <summary>Chooses the rank whose recursive forecast of the end of the series misses least.</summary>
internal static class SignalRank
{
    private const int LeastEvaluation = 200;

    /// <summary>Judges every rank up to <paramref name="maxRank"/>; ties go to the smaller one.</summary>
    /// <param name="matrix">The series.</param>
    /// <param name="spectrum">Its singular vectors.</param>
    /// <param name="maxRank">In [1, rank of the spectrum].</param>
    /// <param name="fast">Start from one projected window instead of the reconstructed signal.</param>
    public static int Choose(TrajectoryMatrix matrix, TrajectorySpectrum spectrum, int maxRank, bool fast)
    {
        double[] series = matrix.Series;
        int l = matrix.WindowSize;
        int evaluated = Math.Min(Math.Max(l, LeastEvaluation), matrix.Columns);
        int offset = series.Length - evaluated - l + 1;
        double[] signal = new double[fast ? l : series.Length];
        double[] alpha = new double[l - 1];
        double[] path = new double[l - 1 + evaluated];
        double least = double.PositiveInfinity;
        int best = maxRank;
        for (int rank = 1; rank <= maxRank && LinearRecurrence.TryForm(spectrum.Basis(rank), l, alpha); rank++)
        {
            ReadOnlySpan<double> vector = spectrum.Vector(rank - 1);
            if (fast)
            {
                VectorSums.AddScaled(VectorSums.Dot(vector, series.AsSpan(offset, l)), vector, signal);
            }
            else
            {
                matrix.AddComponent(vector, signal);
            }

            ReadOnlySpan<double> start = fast ? signal.AsSpan(0, l - 1) : signal.AsSpan(offset, l - 1);
            double noiseMean = fast
                ? Mean(series.AsSpan(offset, l - 1)) - Mean(start)
                : Mean(series) - Mean(signal);
            start.CopyTo(path);
            LinearRecurrence.Continue(alpha, noiseMean, path, l - 1);
            double error = TotalError(series.AsSpan(series.Length - evaluated), path.AsSpan(l - 1));
            if (error < least)
            {
                (least, best) = (error, rank);
            }
        }

        return best;
    }

    private static double Mean(ReadOnlySpan<double> values)
    {
        double sum = 0;
        foreach (double value in values)
        {
            sum += value;
        }

        return sum / values.Length;
    }

    private static double TotalError(ReadOnlySpan<double> actual, ReadOnlySpan<double> forecast)
    {
        double sum = 0;
        for (int i = 0; i < actual.Length; i++)
        {
            sum += Math.Abs(actual[i] - forecast[i]);
        }

        return sum;
    }
}
