using System.Globalization;
using System.Text;
using System.Text.Json;
using Dms.Predictive.Explanation.Report;
using Dms.Predictive.Pipeline;
using Spectre.Console;

namespace Dms.Predictive.Cli.Work;

/// <summary>A comparison with an exchange, for machines and people.</summary>
internal static class ExchangeReport
{
    private static readonly JsonSerializerOptions Indented = new() { WriteIndented = true };

    /// <summary>One JSON document.</summary>
    public static string Json(ExchangeResult r, DailyRules rules) => JsonSerializer.Serialize(
        new
        {
            schema = "dms-exchange-backtest/1",
            span = new { first = Day(r.Days[0]), last = Day(r.Days[^1]), days = r.Days.Count },
            rules,
            exchangeRaises = r.Runs.Select(x => new { first = Day(x.First), last = Day(x.Last), rise = x.Rise }),
            rows = r.Rows.Select(x => new
            {
                margin = x.Name,
                averageRate = x.AverageRate,
                breaches = x.Breaches,
                shortfallPer10000 = x.ShortfallPerTenThousand,
                leadDays = x.LeadDays,
                medianLeadDays = x.MedianLead,
                peakToTrough = x.PeakToTrough,
                largestFiveDayRise = x.LargestFiveDayRise,
                falseAlarmsPerYear = x.FalseAlarmsPerYear,
            }),
        },
        Indented);

    /// <summary>Rates of the exchange, ours and EWMA's over time.</summary>
    public static byte[] Picture(ExchangeResult r)
    {
        double[] minutes = [.. r.Days.Select(d => d.ToDateTime(TimeOnly.MinValue).Subtract(DateTime.UnixEpoch).TotalMinutes)];
        ChartLine[] lines = [.. new[] { ExchangeStudy.Exchange, ExchangeWork.Deployed, "ewma" }
            .Select(n => new ChartLine(n, minutes, [.. r.Rates.First(x => x.Name == n).Rates.Select(x => 100 * x)]))];
        ExchangeRow ours = r.Rows.First(x => x.Name == ExchangeWork.Deployed);
        return Encoding.UTF8.GetBytes(SvgChart.Times(
            "Initial margin, the exchange's and ours at the same average",
            string.Create(CultureInfo.InvariantCulture, $"{ours.Breaches} moves beyond ours, {r.Rows[0].Breaches} beyond the exchange's."),
            [new ChartPanel("initial margin, % of notional", lines) { HoldsZero = true }]));
    }

    /// <summary>Table for people.</summary>
    public static void Table(ExchangeResult r)
    {
        AnsiConsole.WriteLine($"{r.Days.Count} days, {Day(r.Days[0])} to {Day(r.Days[^1])}; raises of the exchange by a fifth or more: "
            + string.Join(", ", r.Runs.Select(x => string.Create(CultureInfo.InvariantCulture, $"{Day(x.First)} to {Day(x.Last)} (+{100 * x.Rise:F0} %)"))));
        Table table = new Table().Title("All at the exchange's average margin")
            .AddColumns("margin by", "breaches", "shortfall", "days ahead", "peak ÷ trough", "5-day rise %", "false alarms a year");
        foreach (ExchangeRow x in r.Rows)
        {
            table.AddRow(
                x.Name, x.Breaches.ToString(CultureInfo.InvariantCulture), F(x.ShortfallPerTenThousand, "F2"),
                string.Join(' ', x.LeadDays.Select(l => l?.ToString(CultureInfo.InvariantCulture) ?? "never")), F(x.PeakToTrough, "F2"),
                F(100 * x.LargestFiveDayRise, "F0"), F(x.FalseAlarmsPerYear, "F1"));
        }

        AnsiConsole.Write(table);
    }

    private static string Day(DateOnly day) => day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);

    private static string F(double value, string format) => value.ToString(format, CultureInfo.InvariantCulture);
}
