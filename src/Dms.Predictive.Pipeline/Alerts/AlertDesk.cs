using Dms.Predictive.Core;
using Dms.Predictive.Features.Bars;

namespace Dms.Predictive.Pipeline;

/// <summary>Where the early warning of one instrument stands.</summary>
/// <param name="Level">Level in force.</param>
/// <param name="Thresholds">Scores at which levels begin; null while there is too little history to choose them.</param>
/// <param name="Reading">Last score with its terms; NaN where something was missing.</param>
public readonly record struct AlertStanding(AlertLevel Level, AlertThresholds? Thresholds, AlertReading Reading);

/// <summary>
/// The early warning of one instrument as it runs live: scores every bar, chooses its thresholds anew at the start of
/// each quarter on the quarter before (the first ones as soon as a week of scores is there), and raises alerts. The same
/// scores, shocks and thresholds as in <see cref="AlertStudy"/>, from what is known at each bar only. One writer.
/// </summary>
public sealed class AlertDesk
{
    private const double RealizedMinutes = 10;
    private const int MinutesPerDay = 1440;

    private readonly AlertRule _rule;
    private readonly AlertScore _score;
    private readonly int _barMinutes;
    private readonly Queue<double> _window = new();
    private readonly List<long> _minutes = [];
    private readonly List<double> _scores = [];
    private readonly List<bool> _above = [];
    private readonly List<RaisedAlert> _raised = [];
    private AlertWatch? _watch;
    private AlertThresholds? _thresholds;
    private AlertReading _reading = new(double.NaN, double.NaN, double.NaN);
    private (long Minute, bool InOutage)? _pending;
    private double _lnForecast = double.NaN;
    private double _threshold = double.NaN;
    private long _lastAbove = long.MinValue / 2;
    private long _chosenFor = long.MinValue;

    /// <summary>Starts without history.</summary>
    /// <param name="barMinutes">Bar length in minutes, ≥ 1.</param>
    /// <param name="rule">Budgets, hysteresis, refractory time.</param>
    public AlertDesk(int barMinutes, AlertRule rule)
    {
        ArgumentNullException.ThrowIfNull(rule);
        (_barMinutes, _rule, _score) = (barMinutes, rule, new AlertScore(barMinutes));
    }

    /// <summary>Takes the next grid bar. Its score waits for the forecast at its end: for <see cref="Read"/> or the next
    /// bar.</summary>
    public void Append(in GridBar bar, bool inOutage)
    {
        Settle();
        _score.Append(bar.ReturnPercent);
        _window.Enqueue(bar.ReturnPercent * bar.ReturnPercent);
        if (_window.Count > Math.Max(1, (int)RealizedMinutes / _barMinutes))
        {
            _window.Dequeue();
        }

        _pending = (bar.OpenTime.Minutes + _barMinutes, inOutage);
    }

    /// <summary>Notes the forecast of a decision; it holds until the next one.</summary>
    /// <param name="lnForecast">ln of the ten-minute forecast, percent²; NaN = none.</param>
    /// <param name="thresholdPercentSquared">Spike threshold, percent²; NaN = none yet.</param>
    public void Forecast(double lnForecast, double thresholdPercentSquared) =>
        (_lnForecast, _threshold) = (lnForecast, thresholdPercentSquared);

    /// <summary>Where the warning stands after the last bar and forecast.</summary>
    public AlertStanding Read()
    {
        Settle();
        return new AlertStanding(_watch?.Level ?? AlertLevel.Calm, _thresholds, _reading);
    }

    /// <summary>Alerts raised since the last call, oldest first.</summary>
    public IReadOnlyList<RaisedAlert> TakeRaised()
    {
        RaisedAlert[] raised = [.. _raised];
        _raised.Clear();
        return raised;
    }

    private void Settle()
    {
        if (_pending is not (long minute, bool inOutage))
        {
            return;
        }

        _pending = null;
        ChooseThresholds(minute);
        bool isKnown = !double.IsNaN(_lnForecast) && !inOutage;
        _reading = isKnown ? _score.Read(_lnForecast, _threshold) : new AlertReading(double.NaN, double.NaN, double.NaN);
        bool above = _window.Sum() > _threshold;
        _lastAbove = above ? minute : _lastAbove;
        _minutes.Add(minute);
        _scores.Add(_reading.Score);
        _above.Add(above);
        if (_watch?.Take(minute, _reading, minute - _lastAbove >= _rule.CalmMinutes) is RaisedAlert alert)
        {
            _raised.Add(alert);
        }
    }

    // What is chosen for a quarter rests on scores whose hour has passed before it began.
    private void ChooseThresholds(long minute)
    {
        long quarter = QuarterOf(minute);
        bool isDue = _thresholds is null ? minute % MinutesPerDay < _barMinutes : quarter != _chosenFor;
        if (!isDue || _minutes.Count == 0)
        {
            return;
        }

        long at = _thresholds is null ? minute : quarter;
        AlertTape tape = new([.. _minutes], [.. _above], _rule);
        double[] scores = [.. _scores];
        double[] chosen = [.. _rule.Budgets.Take(3).Select(b => AlertBudget.ChosenBefore(tape, scores, b, at))];
        if (chosen.Any(double.IsNaN))
        {
            return;
        }

        _chosenFor = quarter;
        _thresholds = new AlertThresholds(chosen[2], chosen[1], chosen[0]);
        if (_watch is null)
        {
            _watch = new AlertWatch(_thresholds, _rule);
        }
        else
        {
            _watch.Use(_thresholds);
        }

        Forget(at);
    }

    private void Forget(long at)
    {
        long oldest = at - (AlertBudget.HistoryDays * MinutesPerDay);
        int count = _minutes.FindIndex(m => m >= oldest);
        if (count > 0)
        {
            _minutes.RemoveRange(0, count);
            _scores.RemoveRange(0, count);
            _above.RemoveRange(0, count);
        }
    }

    private static long QuarterOf(long minute)
    {
        DateTimeOffset date = Timestamp.FromMinutes(minute).ToDateTimeOffset();
        return Timestamp.FromDate(date.Year, ((date.Month - 1) / 3 * 3) + 1, 1).Minutes;
    }
}
