using System.Globalization;
using System.IO.Compression;
using System.Text.Json;
using Dms.Predictive.Volatility.Tests;

namespace Dms.Predictive.Core.Tests;

/// <summary>One day of one-minute BTC/USD returns against figures computed elsewhere (<c>realized.json</c>).</summary>
public sealed class RealizedGoldenTests
{
    private const double Relative = 1e-12;

    [SharedFact]
    public void RealizedMeasures_OfTheDay_EqualTheReference()
    {
        Day day = Day.Read();
        RealizedMeasures m = RealizedMeasures.Of(day.Returns);
        Assert.Equal(day.Expected("n"), m.Count);
        day.Check("realizedVariance", m.RealizedVariance);
        day.Check("bipowerVariation", m.BipowerVariation);
        day.Check("medianRealizedVariance", m.MedianRealizedVariance);
        day.Check("minimumRealizedVariance", m.MinimumRealizedVariance);
        day.Check("upsideSemivariance", m.UpsideSemivariance);
        day.Check("downsideSemivariance", m.DownsideSemivariance);
        day.Check("realizedQuarticity", m.RealizedQuarticity);
        day.Check("tripowerQuarticity", m.TripowerQuarticity);
        day.Check("zeroReturnShare", m.ZeroReturnShare);
        day.Check("bnsRatioStatistic", BnsJumpTest.Of(m).Statistic);
        Assert.Equal(JumpVerdict.NoJump, BnsJumpTest.Of(m).Verdict);
    }

    [SharedFact]
    public void SubsampledRangeAndKernel_OfTheDay_EqualTheReference()
    {
        Day day = Day.Read();
        day.Check("subsampled5", SubsampledVariance.Of(day.Returns, 5).Value);
        day.Check("parkinson", 1e4 * RangeMeasures.Of(day.Bars).Parkinson);
        JsonElement kernel = day.Json.GetProperty("realizedKernelParzen");
        double value = RealizedKernel.Of(day.Returns, kernel.GetProperty("bandwidth").GetInt32()).Value;
        Day.Check(kernel.GetProperty("value").GetDouble(), value);
    }

    [SharedFact]
    public void LeeMykland_OfTheDay_FindsTheReferenceJumps()
    {
        Day day = Day.Read();
        JsonElement expected = day.Json.GetProperty("leeMykland");
        LeeMyklandLimits limits = LeeMyklandLimits.Of(day.Returns.Length);
        Day.Check(expected.GetProperty("cn").GetDouble(), limits.Location);
        Day.Check(expected.GetProperty("sn").GetDouble(), limits.Scale);
        LeeMyklandDetector detector = new(limits, expected.GetProperty("window").GetInt32());
        (double maximum, int at) = (double.NegativeInfinity, -1);
        for (int t = 0; t < day.Returns.Length; t++)
        {
            detector.Append(day.Returns[t]);
            if (limits.Statistic(detector.Standardized) is var s && s > maximum)
            {
                (maximum, at) = (s, t);
            }
        }

        Day.Check(expected.GetProperty("maximum").GetDouble(), maximum);
        Assert.Equal(expected.GetProperty("atBar").GetInt32(), at);
        Assert.Equal(expected.GetProperty("jumpsAt1Percent").GetInt32(), detector.Jumps);
    }

    private sealed record Day(double[] Returns, Bar[] Bars, JsonElement Json)
    {
        public double Expected(string name) => Json.GetProperty(name).GetDouble();

        public void Check(string name, double actual) => Check(Expected(name), actual);

        public static void Check(double expected, double actual) =>
            Assert.Equal(expected, actual, Relative * Math.Abs(expected));

        /// <summary>The grid of the file: the last close carried over missing bars.</summary>
        public static Day Read()
        {
            string folder = SharedFolder.Path("vectors", "volatility");
            using JsonDocument document = JsonDocument.Parse(File.ReadAllText(Path.Combine(folder, "realized.json")));
            JsonElement json = document.RootElement.Clone();
            JsonElement input = json.GetProperty("input");
            Timestamp start = Timestamp.Parse(input.GetProperty("day").GetString()!);
            Bar?[] slots = new Bar?[1440];
            double close = double.NaN;
            foreach (Bar bar in Lines(Path.Combine(folder, input.GetProperty("file").GetString()!)))
            {
                long minute = bar.OpenTime.Minutes - start.Minutes;
                if (minute < 0)
                {
                    close = bar.Close;
                }
                else if (minute < slots.Length)
                {
                    slots[minute] = bar;
                }
            }

            double[] returns = new double[slots.Length];
            Bar[] bars = new Bar[slots.Length];
            for (int t = 0; t < slots.Length; t++)
            {
                bars[t] = slots[t] ?? new(start, close, close, close, close, 0);
                returns[t] = 100 * Math.Log(bars[t].Close / close);
                close = bars[t].Close;
            }

            return new(returns, bars, json);
        }

        private static IEnumerable<Bar> Lines(string path)
        {
            using FileStream file = File.OpenRead(path);
            using StreamReader reader = new(new GZipStream(file, CompressionMode.Decompress));
            Assert.Equal("timestamp,open,high,low,close,volume", reader.ReadLine());
            while (reader.ReadLine() is { } line)
            {
                if (line.StartsWith("2019-05-1", StringComparison.Ordinal))
                {
                    string[] cells = line.Split(',');
                    double[] v = [.. cells.Skip(1).Select(c => double.Parse(c, CultureInfo.InvariantCulture))];
                    yield return new(Timestamp.Parse(cells[0]), v[0], v[1], v[2], v[3], v[4]);
                }
            }
        }
    }
}
