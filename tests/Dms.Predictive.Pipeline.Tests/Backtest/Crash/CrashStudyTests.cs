using Dms.Predictive.Core;

namespace Dms.Predictive.Pipeline.Tests;

/// <summary>A quiet market that falls by a tenth in one bar; a margin that knew and one that did not.</summary>
public sealed class CrashStudyTests
{
    private const int Decisions = 864;
    private const int CrashAt = 500;
    private const double Fall = 0.1;
    private static readonly Timestamp Start = Timestamp.Parse("2026-01-01T00:00:00Z");
    private static readonly PipelinePolicy Policy = new() { HorizonMinutes = 10, StepMinutes = 5 };

    [Fact]
    public void Find_OneCrash_IsTheFirstWindowAndWindowsDoNotOverlap()
    {
        Timestamp[] times = Times();
        double[] moves = [.. times.Select((_, i) => i == CrashAt ? Fall : 0.001 + (i * 1e-7))];

        IReadOnlyList<CrashWindow> windows = CrashWindow.Find(times, moves, 3);

        Assert.Equal(times[CrashAt], windows[0].Worst);
        Assert.Equal(Fall, windows[0].Move);
        for (int i = 1; i < windows.Count; i++)
        {
            Assert.All(windows.Take(i), w => Assert.True(w.To <= windows[i].From || windows[i].To <= w.From));
        }
    }

    [Fact]
    public void Of_EveryRule_ChargesExistingPositionsTheSameOnAverage() => Assert.All(
        Study(leadMinutes: 120).GroupBy(r => r.NoticeMinutes),
        g => Assert.All(g, r => Assert.Equal(g.First().AverageRate, r.AverageRate, 1e-12)));

    [Fact]
    public void Of_ShortfallOfTheStaticMargin_ByHand()
    {
        CrashRow row = Row(Study(leadMinutes: 120), "static", 0);

        // Two decisions, 10 and 5 minutes before the bar of the crash, see its move within their horizon.
        Assert.Equal(10_000 * 2 * (Fall - row.AverageRate) / row.Decisions, row.Shortfall, 1e-9);
        Assert.Equal(row.Shortfall, row.ShortfallNew, 1e-12);
    }

    [Fact]
    public void Of_RaiseBeforeTheCrash_AvoidsShortfallAndBadDebt()
    {
        IReadOnlyList<CrashRow> rows = Study(leadMinutes: 120);
        CrashRow ours = Row(rows, "with forecast", 60), still = Row(rows, "static", 60);

        Assert.True(ours.Shortfall < still.Shortfall);
        Assert.True(ours.BadDebt + ours.BadDebtNew < still.BadDebt + still.BadDebtNew);
        Assert.True(still.ShortfallAvoided!.Mean > 0 && still.BadDebtAvoided!.Mean > 0);
    }

    [Fact]
    public void Of_NoticeLongerThanTheLead_HelpsOnlyNewPositions()
    {
        IReadOnlyList<CrashRow> rows = Study(leadMinutes: 120);
        CrashRow prompt = Row(rows, "with forecast", 60), late = Row(rows, "with forecast", 240);

        Assert.True(late.Shortfall > prompt.Shortfall);
        Assert.Equal(prompt.ShortfallNew, late.ShortfallNew, 1e-12);
    }

    [Fact]
    public void Of_RaiseThatNothingFollows_CountsAsUnnecessaryCalls()
    {
        CrashRow ours = Row(Study(leadMinutes: 120, crash: false), "with forecast", 0);

        Assert.True(ours.Calls > 0);
        Assert.Equal(ours.Calls, ours.UnnecessaryCalls);
        Assert.Equal(0, ours.BadDebt + ours.BadDebtNew);
    }

    [Fact]
    public void Of_TooFewDecisions_Nothing()
    {
        (IReadOnlyList<CrashWindow> windows, IReadOnlyList<CrashRow> rows) = CrashStudy.Of([], [], Series(crash: true), Policy);

        Assert.Empty(windows);
        Assert.Empty(rows);
    }

    private static CrashRow Row(IReadOnlyList<CrashRow> rows, string rule, int notice) =>
        rows.Single(r => r.Window == CrashStudy.AllWindows && r.Rule == rule && r.NoticeMinutes == notice);

    private static IReadOnlyList<CrashRow> Study(int leadMinutes, bool crash = true)
    {
        BarSeries series = Series(crash);
        BacktestPoint[] points = [.. Times().Select((at, i) =>
        {
            bool isRaised = i <= CrashAt && i > CrashAt - (leadMinutes / 5);
            double margin = isRaised ? 0.08 : 0.02;
            return new BacktestPoint(at, series.Bars[i].Open, margin, 0.75 * margin, 0.02, 0.02, 1, 0.5, new MemberVariances(1e-5, 1e-5, 1e-5), 0, "");
        })];
        return CrashStudy.Of(points, BacktestSummary.MovesAfter(points, series, Policy.HorizonMinutes), series, Policy).Rows;
    }

    // Bar i opens at decision i; the crash is in the bar of decision CrashAt, and the price stays there.
    private static BarSeries Series(bool crash) => new("T", TimeSpan.FromMinutes(5), [.. Times().Select((at, i) =>
    {
        double open = crash && i > CrashAt ? 100 * (1 - Fall) : 100;
        double close = crash && i >= CrashAt ? 100 * (1 - Fall) : 100;
        return new Bar(at, open, Math.Max(open, close), Math.Min(open, close), close, 1);
    })]);

    private static Timestamp[] Times() => [.. Enumerable.Range(0, Decisions).Select(i => Start + TimeSpan.FromMinutes(5 * i))];
}
