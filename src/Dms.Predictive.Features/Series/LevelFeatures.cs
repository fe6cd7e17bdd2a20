using Dms.Predictive.Core;
using Dms.Predictive.Features.Bars;

namespace Dms.Predictive.Features.Series;

/// <summary>What is made of a value before anything else.</summary>
internal enum LevelScale
{
    /// <summary>As published.</summary>
    Plain,

    /// <summary>Divided by 100.</summary>
    Percent,

    /// <summary>ln(1 + value): sizes that grow over the years.</summary>
    Logarithm,
}

/// <summary>Level, changes, standing in its last 90 days and age of a series that is published about once a day.</summary>
internal sealed class LevelFeatures : IFeatureFamily
{
    private const int StandingDays = 90;
    private const int FewestValues = 45;
    private const int MinutesPerHour = 60;

    private readonly AsOfSeries _series;
    private readonly LevelScale _scale;
    private readonly double[] _values = new double[4];
    private int _version = -1;

    public LevelFeatures(AsOfSeries series, string family, LevelScale scale)
    {
        (_series, _scale) = (series, scale);
        string name = SeriesText.FeatureName(series.Kind);
        string x = scale switch { LevelScale.Percent => $"{name}/100", LevelScale.Logarithm => $"ln(1 + {name})", _ => name };
        string unit = scale == LevelScale.Logarithm ? "ln" : scale == LevelScale.Percent ? "fraction" : series.Kind.Unit;
        FeatureDefinition Make(string suffix, string of, string formula) =>
            new(name + suffix, of, family, formula + SeriesText.Carried(series.Kind), 0);
        Definitions =
        [
            Make("", unit, x),
            Make("_change_1d", unit, $"{x} minus its value one day of events before"),
            Make("_change_5d", unit, $"{x} minus its value five days of events before"),
            Make("_z_90d", "sd", $"({x} − mean)/sd over {StandingDays} days of events, at least {FewestValues} values"),
            Make("_age", "h", "hours since the value was published"),
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
        if (!_series.IsFresh(asOf))
        {
            return;
        }

        if (_version != _series.Version)
        {
            Measure();
            _version = _series.Version;
        }

        _values.CopyTo(values);
        values[4] = (asOf - _series.Latest.PublishedAt).TotalMinutes / MinutesPerHour;
    }

    private void Measure()
    {
        SlowObservation latest = _series.Latest;
        double level = Scaled(latest.Value);
        _values[0] = level;
        _values[1] = level - Scaled(_series.ValueAt(latest.EventTime - TimeSpan.FromDays(1)));
        _values[2] = level - Scaled(_series.ValueAt(latest.EventTime - TimeSpan.FromDays(5)));
        _values[3] = Standing(level, _series.Window(TimeSpan.FromDays(StandingDays)));
    }

    private double Standing(double level, ReadOnlySpan<SlowObservation> window)
    {
        if (window.Length < FewestValues)
        {
            return double.NaN;
        }

        double sum = 0;
        foreach (SlowObservation o in window)
        {
            sum += Scaled(o.Value);
        }

        double mean = sum / window.Length;
        double squares = 0;
        foreach (SlowObservation o in window)
        {
            double d = Scaled(o.Value) - mean;
            squares += d * d;
        }

        double deviation = Math.Sqrt(squares / (window.Length - 1));
        return deviation > 0 ? (level - mean) / deviation : double.NaN;
    }

    private double Scaled(double value) => _scale switch
    {
        LevelScale.Percent => value / 100,
        LevelScale.Logarithm => Math.Log(1 + value),
        _ => value,
    };
}
