using Dms.Predictive.Core;
using Dms.Predictive.Features.Bars;

namespace Dms.Predictive.Features.Series;

/// <summary>
/// How far the bars' price stands from the index, or from the mark price where no index is given. Both prices are of
/// the same moment: the newest event of the slow series at which a bar closed.
/// </summary>
internal sealed class BasisFeatures : IFeatureFamily
{
    private const int KeptMinutes = 1440;
    private const double BasisPoints = 1e4;

    private readonly AsOfSeries _series;
    private readonly int _barMinutes;
    private readonly double[] _closes;
    private long _lastClose;
    private long _count;

    public BasisFeatures(AsOfSeries series, int barMinutes)
    {
        (_series, _barMinutes) = (series, barMinutes);
        _closes = new double[(KeptMinutes / barMinutes) + 1];
        string name = "basis_" + SeriesText.FeatureName(series.Kind);
        string note = SeriesText.Carried(series.Kind);
        string other = series.Kind == SlowSeriesKind.Mark ? "mark price, which is not the index" : "index price";
        Definitions =
        [
            new(name + "_bps", "bps", "derivatives", $"1e4·(close ÷ {series.Kind.Name} − 1) at the newest event; {other}{note}", barMinutes),
            new(name + "_change_1h", "bps", "derivatives", $"{name}_bps minus that of 1 h of events before{note}", 60 + barMinutes),
        ];
    }

    public IReadOnlyList<FeatureDefinition> Definitions { get; }

    public void Append(in GridBar bar)
    {
        _lastClose = bar.OpenTime.Minutes + _barMinutes;
        _closes[_count++ % _closes.Length] = bar.Missing ? double.NaN : bar.Close;
    }

    public void Write(Timestamp asOf, Span<double> values)
    {
        values.Fill(double.NaN);
        if (_series.IsFresh(asOf))
        {
            SlowObservation latest = _series.Latest;
            Timestamp before = latest.EventTime - TimeSpan.FromHours(1);
            values[0] = Basis(latest.EventTime, latest.Value);
            values[1] = values[0] - Basis(before, _series.ValueAt(before));
        }
    }

    private double Basis(Timestamp at, double price)
    {
        long back = _lastClose - at.Minutes;
        if (at.Nanoseconds % Timestamp.NanosecondsPerMinute != 0 || back < 0 || back % _barMinutes != 0)
        {
            return double.NaN;
        }

        long steps = back / _barMinutes;
        return steps < Math.Min(_count, _closes.Length)
            ? BasisPoints * ((_closes[(_count - 1 - steps) % _closes.Length] / price) - 1)
            : double.NaN;
    }
}
