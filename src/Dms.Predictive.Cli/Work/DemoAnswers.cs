using System.Globalization;
using Dms.Predictive.Explanation.Report;
using Dms.Predictive.Pipeline;

namespace Dms.Predictive.Cli.Work;

/// <summary>The demo's answers to the four questions of a reader in a hurry.</summary>
internal static class DemoAnswers
{
    /// <summary>What happened, how sure, when wrong, can I trust it.</summary>
    public static IEnumerable<NamedText> Of(DemoResult r)
    {
        CoveragePeriod all = r.Backtest.Summary.Coverage[^1];
        AlertSummary alerts = r.Backtest.Summary.Alerts!;
        yield return new("What happened?", r.Shock?.AlertAt is null
            ? "On the held-out day no shock was seen coming; margin followed the market as it would have without the forecast."
            : $"A shock hit the held-out day, and {DemoTable.Story(r)}. The forecast asked for more before the price moved; it never asked for less "
                + "than the policy alone.");
        yield return new("How sure is it?",
            $"Over {r.Backtest.Summary.Coverage[^1].Outcomes} hourly moves the margin held {F(100 * all.CoverageRate.Value, "F1")} % of the time (aim 99 %). "
            + $"Of {alerts.Events} shocks, {alerts.Met} were announced beforehand, typically {F(alerts.MedianLeadMinutes.IsPresent ? alerts.MedianLeadMinutes.Value : null, "F0")} minutes ahead.");
        yield return new("When is it wrong?",
            $"Often: {alerts.Events - alerts.Met} of {alerts.Events} shocks came without a warning, and there were {F(alerts.FalseAlarmsPerDay.Value, "F1")} false alarms a day. "
            + "A missed shock leaves the margin where the policy has it; a false alarm costs collateral until the raise has decayed.");
        yield return new("Can I trust this page?",
            (r.Verified.IsSound ? $"All {r.Verified.Records} records verify" : "The record does NOT verify")
            + $", and {r.Replay.Identical} of {r.Replay.Figures} margins came out again bit for bit. The signing key was made for this run: it shows that nothing "
            + "was changed, not who wrote it. The market is simulated; real markets are harder.");
    }

    private static string F(double? value, string format) =>
        value is double v ? v.ToString(format, CultureInfo.InvariantCulture) : "n/a";
}
