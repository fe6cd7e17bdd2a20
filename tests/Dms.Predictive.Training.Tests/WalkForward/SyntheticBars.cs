using Dms.Predictive.Core;
using Dms.Predictive.Volatility;

namespace Dms.Predictive.Training.Tests;

/// <summary>Minute bars whose volatility comes in waves; the same for the same seed.</summary>
internal static class SyntheticBars
{
    public static readonly Timestamp Start = Timestamp.FromDate(2026, 1, 8);

    public static BarSeries Days(int days, long seed = 3)
    {
        SeededGenerator random = new(seed);
        List<Bar> bars = [];
        double price = 100, variance = 0.01;
        for (int i = 0; i < days * 1440; i++)
        {
            double r = Math.Sqrt(variance) * Normal(random) / 100;
            variance = 0.0005 + (0.1 * r * r * 1e4) + (0.85 * variance);
            double close = price * Math.Exp(r);
            bars.Add(new Bar(
                Start + TimeSpan.FromMinutes(i), price, Math.Max(price, close) * 1.0001, Math.Min(price, close) * 0.9999,
                close, 1 + random.NextUniform()));
            price = close;
        }

        return Series(bars);
    }

    public static BarSeries Series(IReadOnlyList<Bar> bars, int minutes = 1) =>
        new("SYN", TimeSpan.FromMinutes(minutes), bars);

    /// <summary>Bars that open at or after the cut move on another path.</summary>
    public static BarSeries ChangedFrom(BarSeries series, Timestamp cut)
    {
        SeededGenerator random = new(99);
        double level = 0;
        return Series([.. series.Bars.Select(b =>
        {
            if (b.OpenTime < cut)
            {
                return b;
            }

            level += 0.01 * Normal(random);
            double f = Math.Exp(level);
            return new Bar(b.OpenTime, b.Open * f, b.High * f, b.Low * f, b.Close * f, b.VolumeBase * 5);
        })]);
    }

    /// <summary>Bars that open before the cut.</summary>
    public static BarSeries Before(BarSeries series, Timestamp cut) =>
        Series([.. series.Bars.Where(b => b.OpenTime < cut)]);

    private static double Normal(SeededGenerator random)
    {
        double sum = -6;
        for (int i = 0; i < 12; i++)
        {
            sum += random.NextUniform();
        }

        return sum;
    }
}
