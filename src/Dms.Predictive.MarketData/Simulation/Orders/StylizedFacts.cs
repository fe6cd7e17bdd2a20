using Dms.Predictive.Core;

namespace Dms.Predictive.MarketData;

/// <summary>
/// What returns, volume, spread and depth of one-minute bars look like, in the figures of the literature (Cont 2001,
/// Quantitative Finance 1(2), 223–236). Made from any bars; what needs a book is NaN without one.
/// </summary>
public sealed class StylizedFacts
{
    /// <summary>Lags of <see cref="AbsoluteCorrelation"/> in minutes.</summary>
    public static readonly IReadOnlyList<int> Lags = [1, 2, 5, 10, 20, 30, 60, 120, 240, 480, 720, 1440];

    /// <summary>Sampling intervals of <see cref="Signature"/> in minutes.</summary>
    public static readonly IReadOnlyList<int> Intervals = [1, 2, 3, 5, 10, 15, 30, 60];

    private const int Block = 30;

    private StylizedFacts(IReadOnlyList<Bar> bars)
    {
        Bars = bars.Count;
        FactSeries series = new(bars);
        Kurtosis = series.Kurtosis();
        Hill = series.Hill();
        ReturnCorrelation = [.. Enumerable.Range(1, 10).Select(k => FactSeries.Correlation(series.Returns, series.Returns, k))];
        double[] sizes = [.. series.Returns.Select(Math.Abs)];
        AbsoluteCorrelation = [.. Lags.Select(k => FactSeries.Correlation(sizes, sizes, k))];
        DecayExponent = -FactSeries.SlopeOfLogs(Lags, AbsoluteCorrelation);
        double[] squares = [.. series.Returns.Select(r => r * r)];
        Leverage = Enumerable.Range(1, 10).Average(k => FactSeries.Correlation(series.Returns, squares, k));
        double[] variances = FactSeries.Blocks(squares, Block);
        VolumeVolatility = FactSeries.Correlation(variances, FactSeries.Blocks(series.Volumes, Block), 0);
        DayProfile = series.DayProfile();
        Signature = [.. Intervals.Select(series.VariancePerMinute)];
        ZeroReturns = series.Returns.Count(r => r == 0) / (double)series.Returns.Length;
    }

    /// <summary>Number of bars.</summary>
    public int Bars { get; }

    /// <summary>Fourth moment of 1-minute returns over the squared second; 3 for a normal.</summary>
    public double Kurtosis { get; }

    /// <summary>Tail index of |r| by Hill's estimator on the largest 0.5 %.</summary>
    public double Hill { get; }

    /// <summary>Autocorrelation of returns at lags 1 to 10.</summary>
    public IReadOnlyList<double> ReturnCorrelation { get; }

    /// <summary>Autocorrelation of |r| at <see cref="Lags"/>.</summary>
    public IReadOnlyList<double> AbsoluteCorrelation { get; }

    /// <summary>Exponent of the power law fitted to <see cref="AbsoluteCorrelation"/> where it is positive.</summary>
    public double DecayExponent { get; }

    /// <summary>Mean correlation of a return with the squared returns of the ten minutes after it.</summary>
    public double Leverage { get; }

    /// <summary>Correlation of volume and realized variance of half hours.</summary>
    public double VolumeVolatility { get; }

    /// <summary>Mean |r| of each UTC hour against the mean of all.</summary>
    public IReadOnlyList<double> DayProfile { get; }

    /// <summary>Realized variance per minute when sampled at <see cref="Intervals"/>, percent².</summary>
    public IReadOnlyList<double> Signature { get; }

    /// <summary>Share of returns that are exactly 0.</summary>
    public double ZeroReturns { get; }

    /// <summary>Correlation of mean spread and volatility of half hours; NaN without a book.</summary>
    public double SpreadVolatility { get; private init; } = double.NaN;

    /// <summary>Median number of trades a minute; NaN without trades.</summary>
    public double MedianTrades { get; private init; } = double.NaN;

    /// <summary>Median spread in bps; NaN without a book.</summary>
    public double MedianSpreadBps { get; private init; } = double.NaN;

    /// <summary>Skewness of ln depth: 0 when depth is log-normal; NaN without a book.</summary>
    public double LogDepthSkewness { get; private init; } = double.NaN;

    /// <summary>Kurtosis of ln depth: 3 when depth is log-normal; NaN without a book.</summary>
    public double LogDepthKurtosis { get; private init; } = double.NaN;

    /// <summary>States the facts of bars.</summary>
    /// <param name="bars">One-minute bars, oldest first; returns across a missing bar are left out. At least 3,000.</param>
    /// <exception cref="ArgumentException">There are too few bars.</exception>
    public static StylizedFacts Of(IReadOnlyList<Bar> bars)
    {
        ArgumentNullException.ThrowIfNull(bars);
        return bars.Count >= 3_000
            ? new StylizedFacts(bars)
            : throw new ArgumentException($"Found {bars.Count} bars; the facts need at least 3000.", nameof(bars));
    }

    /// <summary>States the facts of bars with their book and trades.</summary>
    /// <exception cref="ArgumentException">There are too few bars.</exception>
    public static StylizedFacts Of(FlowMinutes flow)
    {
        ArgumentNullException.ThrowIfNull(flow);
        IReadOnlyList<FlowMinute> minutes = flow.Minutes;
        if (flow.Bars.Count < 3_000)
        {
            return Of(flow.Bars);
        }

        double[] size = new double[minutes.Count];
        for (int i = 1; i < size.Length; i++)
        {
            size[i] = Math.Pow(100 * Math.Log(flow.Bars[i].Close / flow.Bars[i - 1].Close), 2);
        }

        double[] volatility = [.. FactSeries.Blocks(size, Block).Select(Math.Sqrt)];
        double[] spread = FactSeries.Blocks([.. minutes.Select(m => m.SpreadBps)], Block);
        double[] depth = [.. minutes.Select(m => Math.Log(m.DepthBase))];
        return new StylizedFacts(flow.Bars)
        {
            SpreadVolatility = FactSeries.Correlation(spread, volatility, 0),
            MedianTrades = FactSeries.Median([.. minutes.Select(m => (double)m.Trades)]),
            MedianSpreadBps = FactSeries.Median([.. minutes.Select(m => m.SpreadBps)]),
            LogDepthSkewness = FactSeries.Moment(depth, 3),
            LogDepthKurtosis = FactSeries.Moment(depth, 4),
        };
    }
}
