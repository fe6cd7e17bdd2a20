using Dms.Predictive.Core;

namespace Dms.Predictive.Margin;

/// <summary>Chances that a pool's losses exceed its funds, for a driftless normal profit of the pool.</summary>
public static class PoolDepletion
{
    /// <summary>Chance that the loss at the end of the horizon exceeds the funds: N(−funds/deviation).</summary>
    /// <param name="fundsUsd">All that stands ready, USD; ≥ 0.</param>
    /// <param name="deviationUsd">Standard deviation of the pool's profit over the horizon, USD; ≥ 0, 0 = no
    /// chance.</param>
    /// <returns>[0, ½].</returns>
    /// <exception cref="ArgumentOutOfRangeException">An amount is negative or not finite.</exception>
    public static double AtTheEnd(double fundsUsd, double deviationUsd)
    {
        RequireNotNegative(fundsUsd, nameof(fundsUsd));
        RequireNotNegative(deviationUsd, nameof(deviationUsd));
        return deviationUsd == 0 ? 0 : PinnedNormal.Cumulative(-fundsUsd / deviationUsd);
    }

    /// <summary>Chance that the loss exceeds the funds at any time until the end of the horizon. By the reflection
    /// principle twice the chance at its end.</summary>
    /// <param name="fundsUsd">All that stands ready, USD; ≥ 0.</param>
    /// <param name="deviationUsd">Standard deviation of the pool's profit over the horizon, USD; ≥ 0.</param>
    /// <returns>[0, 1].</returns>
    /// <exception cref="ArgumentOutOfRangeException">An amount is negative or not finite.</exception>
    public static double AtAnyTime(double fundsUsd, double deviationUsd) => 2 * AtTheEnd(fundsUsd, deviationUsd);

    /// <summary>Time after which the funds have been exceeded at some time with the given chance:
    /// (funds/(exposure·σ·N⁻¹(chance/2)))² years.</summary>
    /// <param name="fundsUsd">All that stands ready, USD; ≥ 0.</param>
    /// <param name="exposureUsd">Net exposure, USD; signed.</param>
    /// <param name="volatility">Annualized volatility of its price, a fraction; ≥ 0.</param>
    /// <param name="chance">Chance of exhaustion, in (0, 1).</param>
    /// <returns>Years; +∞ when nothing moves.</returns>
    /// <exception cref="ArgumentOutOfRangeException">An argument is out of its range.</exception>
    public static double YearsUntil(double fundsUsd, double exposureUsd, double volatility, double chance)
    {
        RequireNotNegative(fundsUsd, nameof(fundsUsd));
        RequireNotNegative(Math.Abs(exposureUsd), nameof(exposureUsd));
        RequireNotNegative(volatility, nameof(volatility));
        if (chance is not (> 0 and < 1))
        {
            throw new ArgumentOutOfRangeException(nameof(chance), chance, "Expected a chance in (0, 1).");
        }

        double perRootYear = Math.Abs(exposureUsd) * volatility;
        if (perRootYear == 0)
        {
            return double.PositiveInfinity;
        }

        double root = fundsUsd / (perRootYear * -PinnedNormal.Quantile(chance / 2));
        return root * root;
    }

    private static void RequireNotNegative(double value, string name)
    {
        if (!double.IsFinite(value) || value < 0)
        {
            throw new ArgumentOutOfRangeException(name, value, "Expected a finite number >= 0.");
        }
    }
}
