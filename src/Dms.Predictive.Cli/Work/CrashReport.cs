using System.Globalization;
using System.Text;
using Dms.Predictive.Explanation.Report;
using Dms.Predictive.Pipeline;
using Dms.Predictive.Volatility;
using Spectre.Console;

namespace Dms.Predictive.Cli.Work;

/// <summary>Margins through crashes, by notice, for machines and people.</summary>
internal static class CrashReport
{
    /// <summary>Windows and rows as one JSON object.</summary>
    public static object Json((IReadOnlyList<CrashWindow> Windows, IReadOnlyList<CrashRow> Rows) crashes) => new
    {
        windows = crashes.Windows.Select(w => new { from = w.From.ToString(), to = w.To.ToString(), worst = w.Worst.ToString(), move = w.Move }),
        accounts = $"opened each 30 min, held {HeldAccountsText}",
        rows = crashes.Rows.Select(r => new
        {
            window = r.Window,
            margin = r.Rule,
            noticeMinutes = r.NoticeMinutes,
            averageRate = r.AverageRate,
            decisions = r.Decisions,
            shortfallPer10000 = r.Shortfall,
            shortfallNewPer10000 = r.ShortfallNew,
            shortfallAvoided = Interval(r.ShortfallAvoided),
            badDebtPer10000 = r.BadDebt,
            badDebtNewPer10000 = r.BadDebtNew,
            badDebtAvoided = Interval(r.BadDebtAvoided),
            closeOuts = r.CloseOuts,
            callsPerAccountMonth = r.Calls,
            unnecessaryCallsPerAccountMonth = r.UnnecessaryCalls,
        }),
    };

    /// <summary>Shortfall and bad debt by notice, all crashes together; null when there are no rows.</summary>
    public static byte[]? Picture(IReadOnlyList<CrashRow> rows)
    {
        CrashRow[] all = [.. rows.Where(r => r.Window == CrashStudy.AllWindows)];
        return all.Length == 0
            ? null
            : Encoding.UTF8.GetBytes(SvgChart.Lines(
                "Crashes: what margins did not hold, by notice", Says(all), "notice for existing positions, minutes",
                [Panel("shortfall, per 10,000 of notional", all, r => r.Shortfall), Panel("bad debt, per 10,000 of notional opened", all, r => r.BadDebt + r.BadDebtNew)]));
    }

    /// <summary>Table of all crashes together.</summary>
    public static void Table(IReadOnlyList<CrashRow> rows)
    {
        if (rows.Count == 0)
        {
            return;
        }

        CrashRow[] all = [.. rows.Where(r => r.Window == CrashStudy.AllWindows)];
        Table uncovered = new Table().Title("The largest moves together, at the same average margin: moves beyond the margin in force, per 10,000")
            .AddColumns("notice", "margin by", "average %", "existing", "new", "avoided, 95 %");
        Table lost = new Table().Title("Bad debt of accounts that answer no call, per 10,000 opened; calls to accounts that do, a month")
            .AddColumns("notice", "margin by", "existing", "new", "avoided, 95 %", "calls", "for nothing");
        foreach (CrashRow r in all)
        {
            string notice = r.NoticeMinutes.ToString(CultureInfo.InvariantCulture);
            uncovered.AddRow(notice, r.Rule, F(100 * r.AverageRate, "F3"), F(r.Shortfall, "F3"), F(r.ShortfallNew, "F3"), Words(r.ShortfallAvoided));
            lost.AddRow(notice, r.Rule, F(r.BadDebt, "F3"), F(r.BadDebtNew, "F3"), Words(r.BadDebtAvoided), F(r.Calls, "F1"), F(r.UnnecessaryCalls, "F1"));
        }

        AnsiConsole.Write(uncovered);
        AnsiConsole.Write(lost);
    }

    private static string HeldAccountsText => "a day with exactly the initial margin posted; gone 10 min after falling below maintenance margin";

    private static ChartPanel Panel(string title, CrashRow[] rows, Func<CrashRow, double> value) => new(
        title,
        [.. rows.GroupBy(r => r.Rule).Where(g => !HasVenue(rows) || g.Key != "static").Select(g => new ChartLine(g.Key, [.. g.Select(r => (double)r.NoticeMinutes)], [.. g.Select(value)]))])
    {
        HoldsZero = true,
    };

    // Four lines fit a picture: the venue's own margin is worth more than a fixed one.
    private static bool HasVenue(CrashRow[] rows) => rows.Any(r => r.Rule == MarginEconomics.Venue);

    private static string Says(CrashRow[] all)
    {
        CrashRow ours = all[0], still = all.First(r => r.Rule == "static" && r.NoticeMinutes == ours.NoticeMinutes);
        return string.Create(CultureInfo.InvariantCulture,
            $"Without notice the margin with forecast leaves {ours.Shortfall:F2} per 10,000 uncovered in crashes, a fixed margin {still.Shortfall:F2}.");
    }

    private static object? Interval(MeanInterval? i) => i is null ? null : new { mean = i.Mean, low = i.Lower, high = i.Upper };

    private static string Words(MeanInterval? i) => i is null ? "" : $"{F(i.Mean, "F2")} ({F(i.Lower, "F2")} to {F(i.Upper, "F2")})";

    private static string F(double value, string format) => value.ToString(format, CultureInfo.InvariantCulture);
}
