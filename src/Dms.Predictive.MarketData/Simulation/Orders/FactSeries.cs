using Dms.Predictive.Core;

namespace Dms.Predictive.MarketData;

/// <summary>Returns of bars and the statistics that <see cref="StylizedFacts"/> states of them.</summary>
internal sealed class FactSeries
{
    private const double TailShare = 0.005;

    private readonly List<int> _minuteOfDay = [];

    /// <summary>Takes bars; a return needs the bar of the minute before.</summary>
    public FactSeries(IReadOnlyList<Bar> bars)
    {
        (List<double> returns, List<double> volumes) = ([], []);
        for (int i = 1; i < bars.Count; i++)
        {
            if (bars[i].OpenTime.Minutes - bars[i - 1].OpenTime.Minutes == 1)
            {
                returns.Add(100 * Math.Log(bars[i].Close / bars[i - 1].Close));
                volumes.Add(bars[i].VolumeBase);
                _minuteOfDay.Add(bars[i].OpenTime.MinuteOfDay);
            }
        }

        (Returns, Volumes) = ([.. returns], [.. volumes]);
    }

    /// <summary>Log returns in percent.</summary>
    public double[] Returns { get; }

    /// <summary>Volumes beside them.</summary>
    public double[] Volumes { get; }

    /// <summary>Standardized central moment of an order.</summary>
    public static double Moment(double[] x, int order)
    {
        double mean = x.Average();
        double deviation = Math.Sqrt(x.Average(v => (v - mean) * (v - mean)));
        return x.Average(v => Math.Pow((v - mean) / deviation, order));
    }

    /// <summary>Middle value.</summary>
    public static double Median(double[] x)
    {
        double[] sorted = [.. x.Order()];
        return (sorted[sorted.Length / 2] + sorted[(sorted.Length - 1) / 2]) / 2;
    }

    /// <summary>Correlation of x with y some places later.</summary>
    public static double Correlation(double[] x, double[] y, int lag)
    {
        int n = x.Length - lag;
        double meanX = x.Take(n).Average();
        double meanY = y.Skip(lag).Average();
        (double xy, double xx, double yy) = (0, 0, 0);
        for (int i = 0; i < n; i++)
        {
            (double a, double b) = (x[i] - meanX, y[i + lag] - meanY);
            (xy, xx, yy) = (xy + (a * b), xx + (a * a), yy + (b * b));
        }

        return xy / Math.Sqrt(xx * yy);
    }

    /// <summary>Means of blocks of equal length; a rest is left out.</summary>
    public static double[] Blocks(double[] x, int length) =>
        [.. Enumerable.Range(0, x.Length / length).Select(b => x.AsSpan(b * length, length).ToArray().Average())];

    /// <summary>Slope of ln y on ln x where both are positive.</summary>
    public static double SlopeOfLogs(IReadOnlyList<int> x, IReadOnlyList<double> y)
    {
        int[] used = [.. Enumerable.Range(0, x.Count).Where(i => y[i] > 0)];
        double meanX = used.Average(i => Math.Log(x[i]));
        double meanY = used.Average(i => Math.Log(y[i]));
        return used.Sum(i => (Math.Log(x[i]) - meanX) * (Math.Log(y[i]) - meanY))
            / used.Sum(i => Math.Pow(Math.Log(x[i]) - meanX, 2));
    }

    /// <summary>Fourth moment over the squared second, the mean taken as 0.</summary>
    public double Kurtosis()
    {
        double second = Returns.Average(r => r * r);
        return Returns.Average(r => r * r * r * r) / (second * second);
    }

    /// <summary>Hill's tail index of the largest absolute returns.</summary>
    public double Hill()
    {
        double[] sorted = [.. Returns.Select(Math.Abs).OrderDescending()];
        int k = Math.Max(10, (int)(TailShare * sorted.Length));
        return 1 / sorted.Take(k).Average(s => Math.Log(s / sorted[k]));
    }

    /// <summary>Mean |r| by hour of day against the mean of all.</summary>
    public double[] DayProfile()
    {
        double mean = Returns.Average(Math.Abs);
        return [.. Enumerable.Range(0, 24).Select(hour => Enumerable.Range(0, Returns.Length)
            .Where(i => _minuteOfDay[i] / 60 == hour).Select(i => Math.Abs(Returns[i])).DefaultIfEmpty(double.NaN)
            .Average() / mean)];
    }

    /// <summary>Mean squared return of an interval, per minute.</summary>
    public double VariancePerMinute(int interval) =>
        Blocks(Returns, interval).Average(m => m * interval * m * interval) / interval;
}
