using System.Globalization;
using System.Text;
using Dms.Predictive.Core;

namespace Dms.Predictive.Serving.Tests;

/// <summary>Seeded one-minute bars with volatility that clusters.</summary>
internal static class SyntheticBars
{
    public static IReadOnlyList<Bar> Bars(int count, ulong seed = 7)
    {
        List<Bar> bars = [];
        (double price, double variance, ulong state) = (42_000, 4e-7, seed);
        long minute = Timestamp.FromDate(2024, 1, 1).Minutes;
        for (int i = 0; i < count; i++)
        {
            double r = Math.Sqrt(variance) * Normal(ref state);
            variance = 2e-8 + (0.08 * r * r) + (0.87 * variance);
            double close = Math.Round(price * Math.Exp(r), 2);
            bars.Add(new Bar(Timestamp.FromMinutes(minute + i), price, Math.Max(price, close) + 1, Math.Min(price, close) - 1, close, 5 + (i % 7)));
            price = close;
        }

        return bars;
    }

    public static string Csv(int count)
    {
        StringBuilder text = new("timestamp,open,high,low,close,volume\n");
        foreach (Bar b in Bars(count))
        {
            text.Append(CultureInfo.InvariantCulture, $"{b.OpenTime},{b.Open:F2},{b.High:F2},{b.Low:F2},{b.Close:F2},{b.VolumeBase:F4}\n");
        }

        return text.ToString();
    }

    private static double Normal(ref ulong state)
    {
        double sum = 0;
        for (int i = 0; i < 12; i++)
        {
            state = unchecked((state * 6364136223846793005UL) + 1442695040888963407UL);
            sum += (state >> 11) * (1.0 / (1UL << 53));
        }

        return sum - 6;
    }
}
