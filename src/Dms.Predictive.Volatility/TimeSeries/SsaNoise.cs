using Dms.Predictive.Core;

namespace Dms.Predictive.Volatility;

/// <summary>Moments of what a signal leaves of its series, and of what the recurrence leaves of the signal.</summary>
internal readonly record struct SsaNoise(
    double ObservationMean, double ObservationVariance, double RecurrenceMean, double RecurrenceVariance)
{
    /// <summary>Measures both. The recurrence's variance is divided by its residuals less its L − 1 coefficients.</summary>
    /// <param name="series">Observations, more than 2·(L − 1).</param>
    /// <param name="signal">Their signal, same length.</param>
    /// <param name="coefficients">α, length L − 1.</param>
    public static SsaNoise Measure(ReadOnlySpan<double> series, ReadOnlySpan<double> signal, ReadOnlySpan<double> coefficients)
    {
        double[] observation = new double[series.Length];
        for (int t = 0; t < series.Length; t++)
        {
            observation[t] = series[t] - signal[t];
        }

        int order = coefficients.Length;
        double[] recurrence = new double[series.Length - order];
        for (int t = 0; t < recurrence.Length; t++)
        {
            recurrence[t] = signal[t + order] - VectorSums.Dot(coefficients, signal.Slice(t, order));
        }

        (double mean, double squares) = Moments(observation);
        (double recurrenceMean, double recurrenceSquares) = Moments(recurrence);
        return new(mean, squares / observation.Length, recurrenceMean, recurrenceSquares / (recurrence.Length - order));
    }

    private static (double Mean, double Squares) Moments(double[] values)
    {
        double sum = 0;
        foreach (double value in values)
        {
            sum += value;
        }

        double mean = sum / values.Length;
        double squares = 0;
        foreach (double value in values)
        {
            squares += (value - mean) * (value - mean);
        }

        return (mean, squares);
    }
}
