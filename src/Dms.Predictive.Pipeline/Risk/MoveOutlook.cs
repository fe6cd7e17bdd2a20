using Dms.Predictive.Core;
using Dms.Predictive.Volatility;

namespace Dms.Predictive.Pipeline;

/// <summary>How far the price may stray within the horizon, as seen at one time. Immutable.</summary>
/// <param name="Horizon">Span looked over.</param>
/// <param name="SigmaPercent">Forecast standard deviation of the log return over the horizon, percent; the blend's, or
/// the policy's baseline where no forecast stands.</param>
/// <param name="Falls">Furthest falls below the price.</param>
/// <param name="Rises">Furthest rises above it.</param>
public sealed record MoveOutlook(TimeSpan Horizon, double SigmaPercent, ExcursionCurve Falls, ExcursionCurve Rises)
{
    /// <summary>Distance of a price in forecast standard deviations: below 0 for lower prices.</summary>
    /// <param name="price">Price now, &gt; 0.</param>
    /// <param name="level">Another price, &gt; 0.</param>
    public double Distance(double price, double level) => 100 * PinnedMath.Log(level / price) / SigmaPercent;

    /// <summary>Probability that the price reaches a level at any time within the horizon, in [0, 1]: over bar lows and
    /// highs, as past moves did.</summary>
    /// <param name="price">Price now, &gt; 0.</param>
    /// <param name="level">Level; at or below 0 it is never reached.</param>
    public double Reaches(double price, double level)
    {
        if (!(level > 0))
        {
            return 0;
        }

        double distance = Distance(price, level);
        return distance < 0 ? Falls.Beyond(-distance) : Rises.Beyond(distance);
    }
}
