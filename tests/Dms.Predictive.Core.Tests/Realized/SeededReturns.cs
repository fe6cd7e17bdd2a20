namespace Dms.Predictive.Core.Tests;

/// <summary>Returns with a known law from a fixed seed.</summary>
internal static class SeededReturns
{
    /// <summary>Independent normal returns; a share of them exactly zero.</summary>
    public static double[] Normal(int seed, int count, double deviation = 1, double zeroShare = 0)
    {
        Random random = new(seed);
        double[] returns = new double[count];
        for (int t = 0; t < count; t++)
        {
            double z = Gaussian(random);
            returns[t] = random.NextDouble() < zeroShare ? 0 : deviation * z;
        }

        return returns;
    }

    /// <summary>A standard normal number (Box and Muller).</summary>
    public static double Gaussian(Random random) =>
        Math.Sqrt(-2 * Math.Log(1 - random.NextDouble())) * Math.Cos(2 * Math.PI * random.NextDouble());
}
