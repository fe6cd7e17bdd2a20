using Dms.Predictive.Core;
using Dms.Predictive.Features.Bars;
using Dms.Predictive.Features.Rolling;

namespace Dms.Predictive.Features.Variance;

/// <summary>Realized measures over several windows, in percent² per minute and their logs.</summary>
internal sealed class VarianceFeatures : IFeatureFamily
{
    /// <summary>Floor of a mean realized variance, percent² per minute: the target's own floor, so that ln is finite.</summary>
    public const double FloorPerMinute = 1e-5;

    /// <summary>Windows of the heterogeneous autoregression, minutes.</summary>
    public static readonly int[] MeanWindows = [5, 10, 30, 60, 120, 180, 360, 720, 1440, 2880, 4320, 10080];

    private static readonly int[] ShapeWindows = [10, 60, 1440];
    private const int Capacity = 10_082;
    private const int JumpWindow = 60;
    private const int Day = 1440;

    private readonly int _b;
    private readonly PrefixRing _squared = new(Capacity, 40);
    private readonly PrefixRing _downside = new(Capacity, 40);
    private readonly PrefixRing _bipower = new(Capacity, 40);
    private readonly PrefixRing _range = new(Capacity, 40);
    private readonly PrefixRing _fourth = new(Capacity, 36);
    private readonly PrefixRing _tripower = new(Capacity, 36);
    private readonly PrefixRing _zero = new(Capacity, 0);
    private readonly PrefixRing _logs = new(Day, 40);
    private readonly PrefixRing _squaredLogs = new(Day, 40);
    private readonly PrefixRing _jumps = new(JumpWindow, 0);
    private readonly ExtremeWindow[] _maxima;
    private readonly JumpDetector _detector;
    private double _previous;
    private double _beforePrevious;
    private long _sinceJump = Day;

    public VarianceFeatures(int barMinutes)
    {
        _b = barMinutes;
        _maxima = [.. ShapeWindows.Select(w => new ExtremeWindow(Window.Bars(w, barMinutes)))];
        _detector = new JumpDetector(Day / barMinutes);
        Definitions = [.. Define()];
    }

    public IReadOnlyList<FeatureDefinition> Definitions { get; }

    public void Append(in GridBar bar)
    {
        double r = bar.ReturnPercent;
        double a = Math.Abs(r);
        double r2 = r * r;
        double spread = Math.Min(100 * Math.Log(bar.High / bar.Low), BarGrid.ReturnLimitPercent);
        _squared.Append(r2);
        _downside.Append(r < 0 ? r2 : 0);
        _bipower.Append(a * _previous);
        _tripower.Append(Math.Pow(a * _previous * _beforePrevious, 4.0 / 3));
        _fourth.Append(r2 * r2);
        _range.Append(spread * spread);
        _zero.Append(r == 0 ? 1 : 0);
        foreach (ExtremeWindow maximum in _maxima)
        {
            maximum.Append(a);
        }

        double log = LogMean(10);
        _logs.Append(log);
        _squaredLogs.Append(log * log);
        bool jump = _detector.IsJump(a);
        _jumps.Append(jump ? 1 : 0);
        _sinceJump = jump ? 0 : Math.Min(_sinceJump + 1, Day);
        (_beforePrevious, _previous) = (_previous, a);
    }

    public void Write(Timestamp asOf, Span<double> values)
    {
        int i = 0;
        foreach (int window in MeanWindows)
        {
            values[i++] = LogMean(window);
        }

        for (int k = 0; k < ShapeWindows.Length; k++)
        {
            WriteShape(values.Slice(i, 6), k);
            i += 6;
        }

        values[i++] = VolatilityOfVolatility();
        values[i++] = LogMean(10) - LogMean(Day);
        values[i++] = JumpShare(60);
        values[i++] = JumpShare(Day);
        values[i++] = JumpStatistic();
        values[i++] = _jumps.Sum(Window.Bars(JumpWindow, _b));
        values[i] = _sinceJump;
    }

    /// <summary>Sum of squared returns over a window of minutes, percent².</summary>
    public double Realized(int minutes) => _squared.Sum(Window.Bars(minutes, _b));

    private static IEnumerable<FeatureDefinition> Define()
    {
        foreach (int w in MeanWindows)
        {
            yield return Make($"ln_rv_{w}", "ln %²/min", $"ln(mean r² per minute over {w} min + 1e-5)", w);
        }

        foreach (int w in ShapeWindows)
        {
            yield return Make($"ln_bipower_{w}", "ln %²/min", $"ln(bipower variation per minute over {w} min + 1e-5)", w);
            yield return Make($"ln_parkinson_{w}", "ln %²/min", $"ln(Σ ln(H/L)²/(4 ln 2) per minute over {w} min + 1e-5)", w);
            yield return Make($"ln_quarticity_{w}", "ln %⁴", $"ln((n/3)·Σ r⁴ over {w} min + 1e-9)", w);
            yield return Make($"ln_max_abs_{w}", "ln %", $"ln(max |r| over {w} min + 1e-3)", w);
            yield return Make($"zero_share_{w}", "share", $"share of zero returns over {w} min", w);
            yield return Make($"semivariance_balance_{w}", "[-1, 1]", $"(RS⁻ − RS⁺)/RV over {w} min, 0 without movement", w);
        }

        yield return Make("vol_of_vol", "ln", "sd of ln_rv_10 over 1440 min", Day + 10);
        yield return Make("vol_slope", "ln", "ln_rv_10 − ln_rv_1440", Day);
        yield return Make("jump_share_60", "share", "max(RV − BV, 0)/RV over 60 min", 60);
        yield return Make("jump_share_1440", "share", "max(RV − BV, 0)/RV over 1440 min", Day);
        yield return Make("bns_z_1440", "sd", "BNS ratio statistic over 1440 min", Day);
        yield return Make("jump_count_60", "bars", "Lee-Mykland jumps in 60 min, K = 270, 1 % a day", 331);
        yield return Make("bars_since_jump", "bars", "bars since the last Lee-Mykland jump, at most 1440", Day + 270);
    }

    private static FeatureDefinition Make(string name, string unit, string formula, int warmUp) =>
        new(name, unit, "variance", formula, warmUp);

    private double LogMean(int minutes)
    {
        int n = Window.Bars(minutes, _b);
        return Math.Log((_squared.Sum(n) / (n * _b)) + FloorPerMinute);
    }

    private void WriteShape(Span<double> values, int k)
    {
        int n = Window.Bars(ShapeWindows[k], _b);
        double minutes = n * _b;
        double total = _squared.Sum(n);
        double down = _downside.Sum(n);
        values[0] = n < 2 ? double.NaN : Math.Log((Bipower(n) / minutes) + FloorPerMinute);
        values[1] = Math.Log((_range.Sum(n) / (4 * Math.Log(2)) / minutes) + FloorPerMinute);
        values[2] = Math.Log((n / 3.0 * _fourth.Sum(n)) + 1e-9);
        values[3] = Math.Log(_maxima[k].Maximum + 1e-3);
        values[4] = _zero.Sum(n) / n;
        values[5] = total > 0 ? ((2 * down) - total) / total : 0;
    }

    private double Bipower(int n) => Math.PI / 2 * n / (n - 1.0) * _bipower.SumBefore(0, n - 1);

    private double VolatilityOfVolatility()
    {
        int n = Window.Bars(Day, _b);
        double mean = _logs.Sum(n) / n;
        return Math.Sqrt(Math.Max(0, (_squaredLogs.Sum(n) / n) - (mean * mean)));
    }

    private double JumpShare(int minutes)
    {
        int n = Window.Bars(minutes, _b);
        double total = _squared.Sum(n);
        return n < 2 ? double.NaN : total > 0 ? Math.Max(0, total - Bipower(n)) / total : 0;
    }

    private double JumpStatistic()
    {
        int n = Window.Bars(Day, _b);
        double total = _squared.Sum(n);
        double bipower = Bipower(n);
        if (total <= 0 || bipower <= 0)
        {
            return 0;
        }

        double tripower = n * RealizedAccumulator.TripowerScale * n / (n - 2.0) * _tripower.SumBefore(0, n - 2);
        return BnsJumpTest.StatisticOf(n, total, bipower, tripower);
    }
}
