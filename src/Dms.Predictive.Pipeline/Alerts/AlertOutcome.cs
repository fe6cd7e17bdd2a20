using Dms.Predictive.Volatility;

namespace Dms.Predictive.Pipeline;

/// <summary>Alerts of a span against the shocks that came.</summary>
/// <param name="Alerts">Minutes of the alerts, rising.</param>
/// <param name="FalseAlarms">Those without a shock within the hour.</param>
/// <param name="Events">Shocks of the span.</param>
/// <param name="LeadMinutes">Minutes from the first alert before a shock to the shock, one per shock met.</param>
/// <param name="Days">Length of the span in days.</param>
public sealed record AlertOutcome(
    IReadOnlyList<long> Alerts, IReadOnlyList<long> FalseAlarms, int Events, IReadOnlyList<double> LeadMinutes, double Days)
{
    private const long MinutesPerDay = 1440;

    /// <summary>Share of the shocks that an alert came before; NaN without shocks.</summary>
    public double Recall => Events == 0 ? double.NaN : LeadMinutes.Count / (double)Events;

    /// <summary>False alarms per day.</summary>
    public double FalseAlarmsPerDay => FalseAlarms.Count / Math.Max(Days, 1e-9);

    /// <summary>Share of the alerts that a shock followed; NaN without alerts.</summary>
    public double Precision => Alerts.Count == 0 ? double.NaN : 1 - (FalseAlarms.Count / (double)Alerts.Count);

    /// <summary>Quantile of the lead in minutes; NaN when no shock was met.</summary>
    /// <param name="level">In [0, 1].</param>
    public double Lead(double level) => LeadMinutes.Count == 0 ? double.NaN : Quantile.Of([.. LeadMinutes], level);

    /// <summary>Judges alerts.</summary>
    /// <param name="tape">Shocks.</param>
    /// <param name="alerts">Minutes of the alerts, rising.</param>
    /// <param name="from">First minute of the span.</param>
    /// <param name="until">End, exclusive.</param>
    public static AlertOutcome Of(AlertTape tape, IReadOnlyList<long> alerts, long from, long until)
    {
        ArgumentNullException.ThrowIfNull(tape);
        ArgumentNullException.ThrowIfNull(alerts);
        List<long> wrong = [];
        Dictionary<long, double> leads = [];
        foreach (long alert in alerts)
        {
            if (tape.ShockAfter(alert) is long shock)
            {
                leads.TryAdd(shock, shock - alert);
            }
            else
            {
                wrong.Add(alert);
            }
        }

        int events = tape.Events.Count(e => e >= from && e < until);
        double[] met = [.. leads.Where(l => l.Key < until).OrderBy(l => l.Key).Select(l => l.Value)];
        return new AlertOutcome(alerts, wrong, events, met, (until - from) / (double)MinutesPerDay);
    }
}
