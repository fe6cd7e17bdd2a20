using Dms.Predictive.Core;

namespace Dms.Predictive.Pipeline;

/// <summary>An alert and the shock that followed, if any.</summary>
/// <param name="At">When the score crossed its threshold.</param>
/// <param name="Shock">First shock within the hour after it; null = false alarm.</param>
public sealed record Alert(Timestamp At, Timestamp? Shock);

/// <summary>Alerts of a back-test against the shocks that came.</summary>
/// <param name="Alerts">In time order.</param>
/// <param name="Shocks">All shocks of the span.</param>
/// <param name="Days">Length of the span in days.</param>
public sealed record AlertLedger(IReadOnlyList<Alert> Alerts, IReadOnlyList<Timestamp> Shocks, double Days)
{
    private const int WindowMinutes = 60;
    private const int RefractoryMinutes = 30;

    /// <summary>Shocks that an alert came before.</summary>
    public int Met => Alerts.Where(a => a.Shock is not null).Select(a => a.Shock).Distinct().Count();

    /// <summary>Alerts without a shock within the hour, per day.</summary>
    public double FalseAlarmsPerDay => Alerts.Count(a => a.Shock is null) / Math.Max(Days, 1e-9);

    /// <summary>Median minutes from the first alert before a shock to the shock; NaN without any.</summary>
    public double MedianLeadMinutes
    {
        get
        {
            double[] leads = [.. Alerts.Where(a => a.Shock is not null).GroupBy(a => a.Shock!.Value)
                .Select(g => (g.Key - g.First().At).TotalMinutes).Order()];
            return leads.Length == 0 ? double.NaN : (leads[(leads.Length - 1) / 2] + leads[leads.Length / 2]) / 2;
        }
    }

    /// <summary>Finds alerts: the score crosses a threshold from below after a calm hour, at most one in 30 minutes.</summary>
    /// <param name="points">Decisions in time order.</param>
    /// <param name="score">Score of a decision; NaN never alerts.</param>
    /// <param name="threshold">Level that raises an alert.</param>
    /// <param name="shocks">Shocks in time order.</param>
    public static AlertLedger Of(
        IReadOnlyList<BacktestPoint> points, Func<BacktestPoint, double> score, double threshold, IReadOnlyList<Timestamp> shocks)
    {
        ArgumentNullException.ThrowIfNull(points);
        ArgumentNullException.ThrowIfNull(score);
        List<Alert> alerts = [];
        bool above = false;
        foreach (BacktestPoint point in points)
        {
            bool now = score(point) >= threshold;
            if (now && !above && IsCalm(shocks, point.AsOf) && (alerts.Count == 0 || (point.AsOf - alerts[^1].At).TotalMinutes >= RefractoryMinutes))
            {
                alerts.Add(new Alert(point.AsOf, ShockAfter(shocks, point.AsOf)));
            }

            above = now;
        }

        double days = points.Count == 0 ? 0 : (points[^1].AsOf - points[0].AsOf).TotalDays;
        return new AlertLedger(alerts, shocks, days);
    }

    // After a shock everybody knows: an alert counts only when the last hour was calm.
    private static bool IsCalm(IReadOnlyList<Timestamp> shocks, Timestamp at) =>
        !shocks.Any(s => s <= at && (at - s).TotalMinutes <= WindowMinutes);

    private static Timestamp? ShockAfter(IReadOnlyList<Timestamp> shocks, Timestamp alert)
    {
        foreach (Timestamp shock in shocks)
        {
            double lead = (shock - alert).TotalMinutes;
            if (lead is > 0 and <= WindowMinutes)
            {
                return shock;
            }
        }

        return null;
    }
}
