using System.Globalization;
using System.IO.Compression;
using Dms.Predictive.Core;

namespace Dms.Predictive.Volatility.Tests;

/// <summary>Realized measures of consecutive periods, read from files.</summary>
internal static class RealizedDays
{
    /// <summary>S&amp;P 500 days of the shared folder: return in percent, realized and bipower variance
    /// (percent²).</summary>
    public static (double[] Returns, double[] Variance, double[] Bipower) StandardAndPoor()
    {
        string[] lines = File.ReadAllLines(SharedFolder.Path("data", "sp500_rv_har", "sp500_ret_rv_bv_2000_2021.csv"));
        double[][] rows = [.. lines.Skip(1).Select(l =>
            l.Split(',').Skip(1).Select(c => double.Parse(c, CultureInfo.InvariantCulture)).ToArray())];
        return ([.. rows.Select(r => r[0])], [.. rows.Select(r => r[1])], [.. rows.Select(r => r[2])]);
    }

    /// <summary>Measures of whole periods of one-minute log returns in percent, last close carried over missing
    /// minutes.</summary>
    /// <param name="paths">Files of one market, oldest first: timestamp, open, high, low, close, volume.</param>
    /// <param name="minutes">Length of a period.</param>
    /// <param name="returns">Receives the return of each period.</param>
    public static List<RealizedMeasures> Bars(IEnumerable<string> paths, int minutes, List<double>? returns = null)
    {
        List<RealizedMeasures> periods = [];
        RealizedAccumulator accumulator = new();
        long next = -1;
        (double close, double sum) = (double.NaN, 0);
        foreach (string path in paths)
        {
            using FileStream file = File.OpenRead(path);
            using StreamReader reader = new(new GZipStream(file, CompressionMode.Decompress));
            reader.ReadLine();
            while (reader.ReadLine() is { } line)
            {
                string[] cells = line.Split(',');
                long minute = Timestamp.Parse(cells[0]).Minutes;
                double price = double.Parse(cells[4], CultureInfo.InvariantCulture);
                next = next < 0 ? minute : next;
                for (; next <= minute; next++)
                {
                    double r = next == minute && !double.IsNaN(close) ? 100 * Math.Log(price / close) : 0;
                    accumulator.Append(r);
                    sum += r;
                    if ((next + 1) % minutes == 0)
                    {
                        if (accumulator.Current.Count == minutes)
                        {
                            periods.Add(accumulator.Current);
                            returns?.Add(sum);
                        }

                        accumulator.Clear();
                        sum = 0;
                    }
                }

                close = price;
            }
        }

        return periods;
    }
}
