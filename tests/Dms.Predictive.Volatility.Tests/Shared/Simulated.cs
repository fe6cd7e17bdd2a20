namespace Dms.Predictive.Volatility.Tests;

/// <summary>Series with a known law, from the product's own seeded generator.</summary>
internal static class Simulated
{
    public static Garch11Parameters Typical { get; } = new(0.02, 0.05, 0.10, 0.85);

    public static double[] Garch(int seed, int count, Garch11Parameters? law = null)
    {
        Garch11Parameters p = law ?? Typical;
        SeededGenerator generator = new(seed);
        Garch11State state = new(p, p.Persistence < 1 ? p.UnconditionalVariance : 1);
        double[] returns = new double[count];
        for (int t = 0; t < count; t++)
        {
            returns[t] = p.Mu + (Math.Sqrt(state.NextVariance) * Normal(generator));
            state.Append(returns[t]);
        }

        return returns;
    }

    /// <summary>Independent standard normal numbers.</summary>
    public static double[] Normals(int seed, int count)
    {
        SeededGenerator generator = new(seed);
        return [.. Enumerable.Range(0, count).Select(_ => Normal(generator))];
    }

    /// <summary>Standard normal number (Box and Muller).</summary>
    public static double Normal(SeededGenerator generator) =>
        Math.Sqrt(-2 * Math.Log(1 - generator.NextUniform())) * Math.Cos(2 * Math.PI * generator.NextUniform());
}
