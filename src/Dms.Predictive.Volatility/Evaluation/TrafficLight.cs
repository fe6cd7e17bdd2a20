using MathNet.Numerics.Distributions;

namespace Dms.Predictive.Volatility;

/// <summary>Zone of the Basel back-test.</summary>
public enum TrafficLightZone
{
    /// <summary>Breaches are in line with the promise.</summary>
    Green = 0,

    /// <summary>More breaches than 95 % of right models would show.</summary>
    Yellow,

    /// <summary>More breaches than 99.99 % of right models would show.</summary>
    Red,
}

/// <summary>The supervisors' back-test of a value-at-risk model.</summary>
public static class TrafficLight
{
    /// <summary>Zone of a number of breaches.</summary>
    /// <param name="violations">Breaches, 0 to <paramref name="count"/>.</param>
    /// <param name="count">Decisions; ≥ 1. The classic table has 250 at 0.01: green to 4, yellow 5 to 9, red
    /// from 10.</param>
    /// <param name="level">Promised breach rate, in (0, 1).</param>
    /// <exception cref="ArgumentOutOfRangeException">An argument is outside its range.</exception>
    /// <remarks>Green while P(X ≤ violations) &lt; 95 %, red from 99.99 %, X binomial. Basel Committee
    /// (1996).</remarks>
    public static TrafficLightZone Of(int violations, int count, double level)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(count, 1);
        ArgumentOutOfRangeException.ThrowIfNegative(violations);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(violations, count);
        if (level is not (> 0 and < 1))
        {
            throw new ArgumentOutOfRangeException(nameof(level), level, "Expected a breach rate in (0, 1).");
        }

        double cumulative = Binomial.CDF(level, count, violations);
        return cumulative < 0.95 ? TrafficLightZone.Green
            : cumulative < 0.9999 ? TrafficLightZone.Yellow
            : TrafficLightZone.Red;
    }
}
