namespace Dms.Predictive.Core;

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

        double cumulative = AtMost(violations, count, level);
        return cumulative < 0.95 ? TrafficLightZone.Green
            : cumulative < 0.9999 ? TrafficLightZone.Yellow
            : TrafficLightZone.Red;
    }

    /// <summary>What is added to the multiplier of 3 after 250 decisions at 0.01.</summary>
    /// <param name="violations">Breaches, 0 to 250.</param>
    /// <returns>0 for up to 4; 0.40, 0.50, 0.65, 0.75, 0.85 for 5 to 9; 1 from 10.</returns>
    /// <exception cref="ArgumentOutOfRangeException">The count is outside its range.</exception>
    public static decimal PlusFactor(int violations)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(violations);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(violations, 250);
        return violations switch
        {
            <= 4 => 0,
            5 => 0.40m,
            6 => 0.50m,
            7 => 0.65m,
            8 => 0.75m,
            9 => 0.85m,
            _ => 1,
        };
    }

    // P(X ≤ violations), X binomial. Weights relative to the one of the mode, so that nothing underflows that matters.
    private static double AtMost(int violations, int count, double level)
    {
        int mode = Math.Min(count, (int)((count + 1) * level));
        double odds = level / (1 - level);
        (double below, double all, double weight) = (0, 0, 1);
        for (int k = mode; k <= count && weight > 0; k++)
        {
            all += weight;
            below += k <= violations ? weight : 0;
            weight *= (double)(count - k) / (k + 1) * odds;
        }

        weight = 1;
        for (int k = mode - 1; k >= 0 && weight > 0; k--)
        {
            weight *= (double)(k + 1) / (count - k) / odds;
            all += weight;
            below += k <= violations ? weight : 0;
        }

        return below / all;
    }
}
