using Dms.Predictive.Core;

namespace Dms.Predictive.Pipeline;

/// <summary>Scores at which levels begin.</summary>
/// <param name="Watch">Lowest.</param>
/// <param name="Raise">At least the watch threshold.</param>
/// <param name="Cap">At least the raise threshold.</param>
public sealed record AlertThresholds(double Watch, double Raise, double Cap)
{
    /// <summary>Threshold of a level above calm.</summary>
    public double Of(AlertLevel level) => level switch
    {
        AlertLevel.Watch => Watch,
        AlertLevel.Raise => Raise,
        AlertLevel.Cap => Cap,
        _ => throw new ArgumentOutOfRangeException(nameof(level), level, "Expected Watch, Raise or Cap."),
    };
}

/// <summary>An alert as it was raised.</summary>
/// <param name="Minute">Minute since the epoch.</param>
/// <param name="Level">Level that began.</param>
/// <param name="Reading">Score with its terms: why.</param>
public sealed record RaisedAlert(long Minute, AlertLevel Level, AlertReading Reading);

/// <summary>Levels of one instrument with hysteresis: a level begins at its threshold and ends below 0.7 of it. One
/// writer.</summary>
public sealed class AlertWatch
{
    private readonly AlertRule _rule;
    private readonly double _lnOff;
    private AlertThresholds _thresholds;
    private long _lastAlert = long.MinValue / 2;

    /// <summary>Starts calm.</summary>
    /// <param name="thresholds">Scores at which levels begin, rising.</param>
    /// <param name="rule">Hysteresis and refractory time.</param>
    /// <exception cref="ArgumentException">Thresholds do not rise, or the share is not in (0, 1].</exception>
    public AlertWatch(AlertThresholds thresholds, AlertRule rule)
    {
        ArgumentNullException.ThrowIfNull(thresholds);
        ArgumentNullException.ThrowIfNull(rule);
        _rule = rule.OffShare is > 0 and <= 1
            ? rule
            : throw new ArgumentException($"Found off share {rule.OffShare}; it lies in (0, 1].", nameof(rule));
        _thresholds = Rising(thresholds);
        _lnOff = PinnedMath.Log(rule.OffShare);
    }

    /// <summary>Level in force.</summary>
    public AlertLevel Level { get; private set; }

    /// <summary>Goes on with other thresholds; the level follows with the next reading.</summary>
    /// <exception cref="ArgumentException">Thresholds do not rise.</exception>
    public void Use(AlertThresholds thresholds) => _thresholds = Rising(thresholds);

    /// <summary>Takes the next reading.</summary>
    /// <param name="minute">Minute since the epoch.</param>
    /// <param name="reading">Score with its terms; a missing score holds the level, it never calms.</param>
    /// <param name="isCalm">Whether the last hour had no shock: inside one a level may rise, and it is no warning.</param>
    /// <returns>The alert when a higher level began in calm, outside the refractory time; else null.</returns>
    public RaisedAlert? Take(long minute, AlertReading reading, bool isCalm = true)
    {
        if (double.IsNaN(reading.Score))
        {
            return null;
        }

        AlertLevel before = Level;
        while (Level > AlertLevel.Calm && reading.Score < _thresholds.Of(Level) + _lnOff)
        {
            Level--;
        }

        while (Level < AlertLevel.Cap && reading.Score >= _thresholds.Of(Level + 1))
        {
            Level++;
        }

        if (Level <= before || !isCalm || minute - _lastAlert < _rule.RefractoryMinutes)
        {
            return null;
        }

        _lastAlert = minute;
        return new RaisedAlert(minute, Level, reading);
    }

    private static AlertThresholds Rising(AlertThresholds t)
    {
        ArgumentNullException.ThrowIfNull(t);
        return t.Watch <= t.Raise && t.Raise <= t.Cap
            ? t
            : throw new ArgumentException(
                $"Found thresholds {t.Watch}, {t.Raise}, {t.Cap}; they must not fall from watch to raise to cap.", nameof(t));
    }
}
