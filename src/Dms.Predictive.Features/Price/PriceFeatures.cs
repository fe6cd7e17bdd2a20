using Dms.Predictive.Core;
using Dms.Predictive.Features.Bars;
using Dms.Predictive.Features.Rolling;

namespace Dms.Predictive.Features.Price;

/// <summary>Where the price stands against its recent past.</summary>
internal sealed class PriceFeatures : IFeatureFamily
{
    private static readonly int[] ReturnWindows = [5, 15, 60, 240, 1440];
    private const int Day = 1440;
    private const int Month = 43_200;
    private const int Week = 10_080;
    private const int BollingerBars = 20;

    private readonly int _b;
    private readonly PrefixRing _returns;
    private readonly ExtremeWindow _highDay;
    private readonly ExtremeWindow _lowDay;
    private readonly ExtremeWindow _highMonth;
    private readonly ExtremeWindow _lowMonth;
    private readonly double[] _closes = new double[BollingerBars];
    private long _count;
    private double _close;

    public PriceFeatures(int barMinutes)
    {
        _b = barMinutes;
        _returns = new PrefixRing(Day, 40);
        _highDay = new ExtremeWindow(Window.Bars(Day, barMinutes));
        _lowDay = new ExtremeWindow(Window.Bars(Day, barMinutes));
        _highMonth = new ExtremeWindow(Window.Bars(Month, barMinutes));
        _lowMonth = new ExtremeWindow(Window.Bars(Month, barMinutes));
        Definitions = [.. Define()];
    }

    public IReadOnlyList<FeatureDefinition> Definitions { get; }

    public void Append(in GridBar bar)
    {
        _returns.Append(bar.ReturnPercent);
        _highDay.Append(bar.High);
        _highMonth.Append(bar.High);
        _lowDay.Append(-bar.Low);
        _lowMonth.Append(-bar.Low);
        _closes[_count % BollingerBars] = bar.Close;
        _close = bar.Close;
        _count++;
    }

    public void Write(Timestamp asOf, Span<double> values)
    {
        int i = 0;
        foreach (int window in ReturnWindows)
        {
            values[i++] = _returns.Sum(Window.Bars(window, _b));
        }

        values[i++] = 100 * Math.Log(_close / _highDay.Maximum);
        values[i++] = 100 * Math.Log(_close / -_lowDay.Maximum);
        values[i++] = 100 * Math.Log(_close / _highMonth.Maximum);
        values[i++] = 100 * Math.Log(_close / -_lowMonth.Maximum);
        values[i++] = BollingerWidth();
        values[i] = Math.Min(_highDay.Age, _lowDay.Age);
    }

    private static IEnumerable<FeatureDefinition> Define()
    {
        foreach (int w in ReturnWindows)
        {
            yield return Make($"return_{w}", "%", $"Σ r over {w} min", w);
        }

        yield return Make("from_high_1d", "%", "100·ln(close / highest high of 1440 min)", Day);
        yield return Make("from_low_1d", "%", "100·ln(close / lowest low of 1440 min)", Day);
        yield return Make("from_high_30d", "%", "100·ln(close / highest high of up to 43200 min)", Week);
        yield return Make("from_low_30d", "%", "100·ln(close / lowest low of up to 43200 min)", Week);
        yield return Make("bollinger_width_20", "share", "4·sd / mean of the last 20 closes", BollingerBars);
        yield return Make("bars_since_extreme_1d", "bars", "bars since the nearer of the 1440-min high and low", Day);
    }

    private static FeatureDefinition Make(string name, string unit, string formula, int warmUp) =>
        new(name, unit, "price", formula, warmUp);

    private double BollingerWidth()
    {
        // Deviations from the newest close keep the sum of squares exact to rounding at any price level; walking from
        // the oldest close gives the same order of additions wherever the ring happens to start.
        double sum = 0;
        double squares = 0;
        for (int k = 0; k < BollingerBars; k++)
        {
            double d = _closes[(_count + k) % BollingerBars] - _close;
            sum += d;
            squares += d * d;
        }

        double mean = sum / BollingerBars;
        return 4 * Math.Sqrt(Math.Max(0, (squares / BollingerBars) - (mean * mean))) / (_close + mean);
    }
}
