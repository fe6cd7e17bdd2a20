using Dms.Predictive.Core;
using Dms.Predictive.Volatility;

namespace Dms.Predictive.Pipeline;

/// <summary>Margins that follow an adaptive conformal multiplier, each from outcomes known at its decision.</summary>
public static class ConformalMargins
{
    /// <summary>Plays the multiplier over a back-test.</summary>
    /// <param name="times">Decision times in order.</param>
    /// <param name="drivers">What is multiplied, one per decision, &gt; 0.</param>
    /// <param name="moves">|return| over the horizon after each decision, fraction.</param>
    /// <param name="horizon">When a move is known after its decision.</param>
    /// <param name="options">Target, speed, window.</param>
    /// <returns>Margins as fractions of notional; NaN until there are enough outcomes.</returns>
    public static double[] Of(
        IReadOnlyList<Timestamp> times, double[] drivers, double[] moves, TimeSpan horizon, ConformalOptions options)
    {
        ArgumentNullException.ThrowIfNull(times);
        ArgumentNullException.ThrowIfNull(drivers);
        ArgumentNullException.ThrowIfNull(moves);
        ConformalMultiplier conformal = new(options);
        double[] multipliers = new double[drivers.Length];
        double[] margins = new double[drivers.Length];
        for (int i = 0, known = 0; i < drivers.Length; i++)
        {
            for (; times[known] + horizon <= times[i]; known++)
            {
                conformal.Learn(moves[known] / drivers[known], multipliers[known]);
            }

            multipliers[i] = conformal.Multiplier;
            margins[i] = multipliers[i] * drivers[i];
        }

        return margins;
    }
}
