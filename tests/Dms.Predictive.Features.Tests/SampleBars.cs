using Dms.Predictive.Core;

namespace Dms.Predictive.Features.Tests;

/// <summary>Seeded bars with gaps, quiet minutes and bursts; enough to exercise every feature.</summary>
internal static class SampleBars
{
    public static List<Bar> Make(int count, int seed, int barMinutes = 1, double gapShare = 0.02)
    {
        Random random = new(seed);
        List<Bar> bars = [];
        double price = 100;
        double sigma = 0.05;
        long start = Timestamp.FromDate(2026, 1, 1).Minutes;
        for (int i = 0; i < count; i++)
        {
            sigma = Math.Max(0.01, sigma * Math.Exp(0.05 * (random.NextDouble() - 0.5)));
            double open = price;
            double move = random.NextDouble() < 0.1 ? 0 : sigma * (random.NextDouble() + random.NextDouble() + random.NextDouble() - 1.5);
            price *= Math.Exp(move / 100 * (random.NextDouble() < 0.002 ? 30 : 1));
            if (i > 0 && random.NextDouble() < gapShare)
            {
                continue;
            }

            double high = Math.Max(open, price) * (1 + (sigma / 500));
            double low = Math.Min(open, price) * (1 - (sigma / 500));
            double volume = random.NextDouble() < 0.05 ? 0 : Math.Round(10 * random.NextDouble(), 4);
            bars.Add(new Bar(Timestamp.FromMinutes(start + ((long)i * barMinutes)), open, high, low, price, volume));
        }

        return bars;
    }
}
