using Dms.Predictive.Core;

namespace Dms.Predictive.Volatility.Tests;

/// <summary>Series whose next values are known, and seeded noise.</summary>
internal static class SampleSignals
{
    /// <summary>Sinusoids (period, amplitude, phase) over a level.</summary>
    public static double[] Sinusoids(int count, double level, params (double Period, double Amplitude, double Phase)[] parts) =>
        [.. Enumerable.Range(0, count).Select(t => level + parts.Sum(
            p => p.Amplitude * Math.Sin((2 * Math.PI * t / p.Period) + p.Phase)))];

    public static double[] Noise(int count, long seed)
    {
        SeededGenerator generator = new(seed);
        return [.. Enumerable.Range(0, count).Select(_ => PinnedNormal.Quantile((generator.NextUniform() + 1e-17) * (1 - 1e-16)))];
    }

    public static double[] Sum(double[] a, double[] b, double weight = 1) => [.. a.Zip(b, (x, y) => x + (weight * y))];
}
