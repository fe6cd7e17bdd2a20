using System.Globalization;
using Dms.Predictive.Core;
using Dms.Predictive.Explanation.Report;
using Spectre.Console;

namespace Dms.Predictive.Cli.Work;

/// <summary>The one table that the demo prints.</summary>
internal static class DemoTable
{
    /// <summary>Writes the table and where to look next.</summary>
    public static void Print(DemoResult r, string folder, TimeSpan elapsed)
    {
        Table table = new Table().Title("Forecasts on two weeks the models had not seen (lower QLIKE and higher PR-AUC are better)")
            .AddColumns("model", "QLIKE 10 min", "QLIKE 60 min", "spike PR-AUC");
        for (int m = 0; m < r.Scores[0].Count; m++)
        {
            table.AddRow(r.Scores[0][m].Model, F(r.Scores[0][m].Qlike, "F4"), F(r.Scores[1][m].Qlike, "F4"), F(r.Scores[0][m].PrAuc, "F3"));
        }

        AnsiConsole.Write(table);
        Table margin = new Table().Title("Margin").HideHeaders().AddColumns("what", "figure");
        foreach ((string what, string figure) in Rows(r))
        {
            margin.AddRow(what, figure);
        }

        AnsiConsole.Write(margin);
        AnsiConsole.WriteLine($"Open {Path.Combine(folder, "report.html")}. Check the record: dms audit verify --log {Path.Combine(folder, "audit")} --key {Path.Combine(folder, "audit-key.json")}");
        AnsiConsole.WriteLine(string.Create(CultureInfo.InvariantCulture, $"Done in {elapsed.TotalSeconds:F0} s."));
    }

    /// <summary>Figures about margin, alerts and record.</summary>
    public static IEnumerable<(string What, string Figure)> Rows(DemoResult r)
    {
        CoveragePeriod all = r.Backtest.Summary.Coverage[^1];
        yield return ("coverage of initial margin", $"{F(100 * all.CoverageRate.Value, "F2")} % of {all.Outcomes} hourly moves (target 99 %)");
        foreach (MarginCost cost in r.Backtest.Summary.Costs.Where(c => c.Model is "static" or "garch" or "blend" or "with forecast"))
        {
            yield return ($"average margin, {cost.Model}", $"{F(100 * cost.AverageRate.Value, "F2")} % of notional at matched 99 % coverage");
        }

        AlertSummary alerts = r.Backtest.Summary.Alerts!;
        yield return ("alerts", $"{alerts.Alerts}, met {alerts.Met} of {alerts.Events} shocks beforehand, median lead {F(alerts.MedianLeadMinutes.IsPresent ? alerts.MedianLeadMinutes.Value : null, "F0")} min, {F(alerts.FalseAlarmsPerDay.Value, "F1")} false a day");
        yield return ("the held-out shock", Story(r));
        yield return ("record", $"{r.Verified.Records} records, {(r.Verified.IsSound ? "verified" : "NOT verified")}, {r.Replay.Identical} of {r.Replay.Figures} margins replayed bit for bit");
        yield return ("model bundle", $"{r.Model.Identity.Id} {r.Model.Identity.Version}, verified, signed with a throw-away key");
    }

    /// <summary>What happened before the shock of the held-out day, in one sentence.</summary>
    public static string Story(DemoResult r)
    {
        if (r.Shock?.AlertAt is not Timestamp alert)
        {
            return "no shock of the held-out day was seen coming";
        }

        double before = r.Day.Last(p => p.AsOf <= alert - TimeSpan.FromMinutes(15)).Initial;
        double peak = r.Day.Where(p => p.AsOf >= alert && p.AsOf < r.Shock.At).Max(p => p.Initial);
        return $"margin rose {F(r.Shock.LeadMinutes, "F0")} min before it, from {F(100 * before, "F2")} % to {F(100 * peak, "F2")} % of notional";
    }

    private static string F(double? value, string format) =>
        value is double v ? v.ToString(format, CultureInfo.InvariantCulture) : "-";
}
