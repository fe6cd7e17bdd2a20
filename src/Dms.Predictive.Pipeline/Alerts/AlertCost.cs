using Dms.Predictive.Core;

namespace Dms.Predictive.Pipeline;

/// <summary>What a false alarm costs: margin that the forecast asked for above the margin without it, in the hour
/// after the alarm.</summary>
/// <param name="FalseAlarms">False alarms with decisions after them.</param>
/// <param name="ExtraRate">Mean extra margin during that hour, fraction of notional.</param>
/// <param name="RateMinutes">Extra margin × minutes per false alarm, fraction of notional × minutes.</param>
public sealed record AlertCost(int FalseAlarms, double ExtraRate, double RateMinutes)
{
    /// <summary>Notional that costs in money refer to.</summary>
    public const double ReferenceNotional = 1_000_000;

    /// <summary>Mean extra margin per 1 million of notional, quote currency.</summary>
    public double ExtraPerMillion => ExtraRate * ReferenceNotional;

    /// <summary>Adds up the extra margin after each false alarm.</summary>
    /// <param name="outcome">Alerts.</param>
    /// <param name="points">Decisions in time order.</param>
    /// <param name="rule">Length of the window.</param>
    /// <param name="stepMinutes">Spacing of decisions.</param>
    public static AlertCost Of(AlertOutcome outcome, IReadOnlyList<BacktestPoint> points, AlertRule rule, int stepMinutes)
    {
        ArgumentNullException.ThrowIfNull(outcome);
        ArgumentNullException.ThrowIfNull(points);
        ArgumentNullException.ThrowIfNull(rule);
        long[] times = [.. points.Select(p => p.AsOf.Minutes)];
        (int alarms, double extra, long decisions) = (0, 0, 0);
        foreach (long alarm in outcome.FalseAlarms)
        {
            int at = Array.BinarySearch(times, alarm);
            at = at < 0 ? ~at : at;
            alarms += at < times.Length && times[at] < alarm + rule.WindowMinutes ? 1 : 0;
            for (; at < times.Length && times[at] < alarm + rule.WindowMinutes; at++)
            {
                extra += points[at].Initial - points[at].Reactive;
                decisions++;
            }
        }

        return new AlertCost(
            alarms, decisions == 0 ? double.NaN : extra / decisions, alarms == 0 ? double.NaN : extra * stepMinutes / alarms);
    }
}
