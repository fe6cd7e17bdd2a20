using Dms.Predictive.Core;
using Dms.Predictive.Features.Bars;

namespace Dms.Predictive.Features.Series;

/// <summary>Who crosses the spread: signed share and size of taker orders over several windows.</summary>
internal sealed class TakerFeatures : IFeatureFamily
{
    private static readonly int[] Windows = [15, 60, 240, 1440];

    private readonly AsOfSeries _buys;
    private readonly AsOfSeries _sells;
    private readonly double[] _values = new double[2 * Windows.Length];
    private (int Buys, int Sells) _versions = (-1, -1);

    public TakerFeatures(AsOfSeries buys, AsOfSeries sells)
    {
        (_buys, _sells) = (buys, sells);
        string carried = SeriesText.Carried(buys.Kind);
        Definitions =
        [
            .. Windows.Select(w => new FeatureDefinition($"taker_imbalance_{w}", "[-1, 1]", "trades",
                $"(B − S)/(B + S) of taker notional over {w} min of events, 0 without any{carried}", 0)),
            .. Windows.Select(w => new FeatureDefinition($"ln_taker_{w}", "ln quote", "trades",
                $"ln(1 + B + S) of taker notional over {w} min of events{carried}", 0)),
        ];
    }

    public IReadOnlyList<FeatureDefinition> Definitions { get; }

    public void Append(in GridBar bar)
    {
        // Series come by themselves, not with bars.
    }

    public void Write(Timestamp asOf, Span<double> values)
    {
        values.Fill(double.NaN);
        if (!_buys.IsFresh(asOf) || !_sells.IsFresh(asOf) || _buys.Latest.EventTime != _sells.Latest.EventTime)
        {
            return;
        }

        if (_versions != (_buys.Version, _sells.Version))
        {
            Measure();
            _versions = (_buys.Version, _sells.Version);
        }

        _values.CopyTo(values);
    }

    private void Measure()
    {
        _values.AsSpan().Fill(double.NaN);
        TimeSpan step = Step();
        for (int i = 0; i < Windows.Length; i++)
        {
            TimeSpan length = TimeSpan.FromMinutes(Windows[i]);
            ReadOnlySpan<SlowObservation> buys = _buys.Window(length);
            ReadOnlySpan<SlowObservation> sells = _sells.Window(length);
            if (step <= length && buys.Length >= length / step && buys.Length == sells.Length)
            {
                double all = Sum(buys) + Sum(sells);
                _values[i] = all == 0 ? 0 : (Sum(buys) - Sum(sells)) / all;
                _values[Windows.Length + i] = Math.Log(1 + all);
            }
        }
    }

    // Length of one flow bar: the shortest distance of events in the longest window. A window with a hole is missing.
    private TimeSpan Step()
    {
        ReadOnlySpan<SlowObservation> day = _buys.Window(TimeSpan.FromMinutes(Windows[^1]));
        TimeSpan step = TimeSpan.MaxValue;
        for (int i = 1; i < day.Length; i++)
        {
            TimeSpan between = day[i].EventTime - day[i - 1].EventTime;
            step = between < step ? between : step;
        }

        return step;
    }

    // Summed anew each time, in order of events: running sums would depend on when the stream began.
    private static double Sum(ReadOnlySpan<SlowObservation> window)
    {
        double sum = 0;
        foreach (SlowObservation o in window)
        {
            sum += o.Value;
        }

        return sum;
    }
}
