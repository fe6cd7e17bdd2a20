using Dms.Predictive.Core;

namespace Dms.Predictive.Features.Spectrum;

/// <summary>The smallest singular-spectrum model: the leading vectors of the lag-covariance matrix, their recurrence, and
/// the state along the series.</summary>
internal sealed class SpectrumModel
{
    private readonly double[] _recurrence;
    private readonly SignalState _signal;

    private SpectrumModel(double[] recurrence, SignalState signal) => (_recurrence, _signal) = (recurrence, signal);

    /// <summary>Forecast of the next value.</summary>
    public double Next => VectorSums.Dot(_recurrence, _signal.Values);

    /// <summary>Trains on a series; <c>null</c> where its leading vectors say nothing about a next value.</summary>
    public static SpectrumModel? Train(ReadOnlySpan<double> series, int window, int rank)
    {
        double[] vectors = SymmetricEigen.Decompose(LagProducts(series, window), window).Vectors[..(rank * window)];
        double[] recurrence = new double[window - 1];
        if (!LinearRecurrence.TryForm(vectors, window, recurrence))
        {
            return null;
        }

        SignalState signal = new(vectors, window);
        signal.Start(series);
        return new SpectrumModel(recurrence, signal);
    }

    /// <summary>Takes the next value.</summary>
    public void Append(double value)
    {
        _signal.Shift(value);
        _signal.Smooth();
    }

    // XXᵀ of the trajectory matrix: entry (i, j) is the product sum of the series with itself, j − i apart, from i on.
    private static double[] LagProducts(ReadOnlySpan<double> series, int window)
    {
        int columns = series.Length - window + 1;
        double[] products = new double[window * window];
        for (int i = 0; i < window; i++)
        {
            for (int j = i; j < window; j++)
            {
                double sum = VectorSums.Dot(series.Slice(i, columns), series.Slice(j, columns));
                products[(i * window) + j] = products[(j * window) + i] = sum;
            }
        }

        return products;
    }
}
