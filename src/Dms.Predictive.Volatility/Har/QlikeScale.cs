using Dms.Predictive.Core;

namespace Dms.Predictive.Volatility;

/// <summary>The factor that makes a variance forecast best under QLIKE.</summary>
public static class QlikeScale
{
    /// <summary>mean(Y / f): the c that minimises mean QLIKE(Y, c·f).</summary>
    /// <param name="realized">Realized variances Y &gt; 0.</param>
    /// <param name="forecast">Forecasts f &gt; 0 in the same unit, same length, at least one.</param>
    /// <exception cref="ArgumentException">Lengths differ or there is none.</exception>
    /// <exception cref="ArgumentOutOfRangeException">A number is not finite and &gt; 0.</exception>
    public static double Of(ReadOnlySpan<double> realized, ReadOnlySpan<double> forecast)
    {
        if (realized.Length != forecast.Length || realized.IsEmpty)
        {
            throw new ArgumentException(
                $"Found {realized.Length} outcomes and {forecast.Length} forecasts; expected as many, at least one.");
        }

        double sum = 0;
        for (int t = 0; t < realized.Length; t++)
        {
            sum += Require.FinitePositive(realized[t], "the forecast's unit", nameof(realized))
                   / Require.FinitePositive(forecast[t], "the target's unit", nameof(forecast));
        }

        return sum / realized.Length;
    }
}
