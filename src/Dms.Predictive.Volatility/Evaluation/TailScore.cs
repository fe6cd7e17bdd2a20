using Dms.Predictive.Core;

namespace Dms.Predictive.Volatility;

/// <summary>Score that ranks joint forecasts of value-at-risk and expected shortfall.</summary>
public static class TailScore
{
    /// <summary>FZ0 = 1{L &gt; V}·(L − V)/(tail·ES) + V/ES + ln ES − 1; lower is better.</summary>
    /// <param name="loss">Loss L, positive = loss, any unit.</param>
    /// <param name="valueAtRisk">V in the same unit; ≤ ES.</param>
    /// <param name="expectedShortfall">ES in the same unit; &gt; 0.</param>
    /// <param name="tail">Tail probability 1 − a, in (0, 1); 0.025 for a 97.5 % shortfall.</param>
    /// <exception cref="ArgumentOutOfRangeException">An argument is outside its range.</exception>
    /// <remarks>Fissler and Ziegel (2016); the zero-homogeneous form of Patton, Ziegel and Chen (2019), J. Econometrics
    /// 211(2). Apply Diebold-Mariano to its differences.</remarks>
    public static double Fz0(double loss, double valueAtRisk, double expectedShortfall, double tail)
    {
        Require.FinitePositive(expectedShortfall, "the loss's unit");
        Require.FinitePositive(tail, "probability");
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(tail, 1);
        if (!double.IsFinite(loss) || !double.IsFinite(valueAtRisk) || valueAtRisk > expectedShortfall)
        {
            throw new ArgumentOutOfRangeException(
                nameof(valueAtRisk),
                valueAtRisk,
                $"Expected a finite loss and a value-at-risk up to {expectedShortfall}.");
        }

        double excess = loss > valueAtRisk ? (loss - valueAtRisk) / (tail * expectedShortfall) : 0;
        return excess + (valueAtRisk / expectedShortfall) + Math.Log(expectedShortfall) - 1;
    }
}
