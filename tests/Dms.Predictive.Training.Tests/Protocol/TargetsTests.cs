using Dms.Predictive.Core;

namespace Dms.Predictive.Training.Tests;

/// <summary>Targets, eligibility, outages and thresholds against the words of the data protocol.</summary>
public sealed class TargetsTests
{
    private static readonly Timestamp Start = Timestamp.FromDate(2026, 1, 1);

    [Fact]
    public void Targets_CraftedBars_SumSquaredPercentReturnsAfterTheDecision()
    {
        DecisionTable table = Table(100, _ => true, i => i >= 20 ? 101 : 100);
        Targets targets = new(table, 10);
        double jump = 100 * Math.Log(1.01);
        int before = table.IndexAt(Start.Minutes + 15), at = table.IndexAt(Start.Minutes + 20);
        int after = table.IndexAt(Start.Minutes + 25);
        Assert.Equal(1e-4, targets.Floor, 1e-18);
        Assert.Equal((jump * jump) + 1e-4, targets[before], 1e-12);
        Assert.Equal((jump * jump) + 1e-4, targets[at], 1e-12);
        Assert.Equal(1e-4, targets[after], 1e-12);
    }

    [Fact]
    public void Targets_NearTheEnd_DoNotExistAndAreNotEligible()
    {
        DecisionTable table = Table(100, _ => true);
        Targets targets = new(table, 10);
        int last = table.IndexAt(Start.Minutes + 90);
        Assert.True(targets.Eligible(last));
        Assert.False(targets.Eligible(last + 1));
        Assert.True(double.IsNaN(targets[last + 1]));
    }

    [Fact]
    public void Table_FirstDecision_KnowsTenMinutesAndLiesOnTheUtcGrid()
    {
        DecisionTable table = DecisionTableBuilder.Build(
            Crafted(100, _ => true, _ => 100, Start + TimeSpan.FromMinutes(4)), 5, Start + TimeSpan.FromDays(1), default);
        Assert.Equal(Start.Minutes + 15, table.Minutes[0]);
        Assert.Equal(10, table.LastBar[0]);
        Assert.True(new Targets(table, 10).Eligible(0));
        Assert.All(table.Minutes, m => Assert.Equal(0, m % 5));
    }

    [Fact]
    public void Targets_ReturnBeyondTheLimit_IsClippedAndCounted()
    {
        DecisionTable table = Table(100, _ => true, i => i >= 20 ? 150 : 100);
        Assert.Equal(1, table.ClippedReturns);
        Assert.Equal(100 + 1e-4, new Targets(table, 10)[table.IndexAt(Start.Minutes + 15)], 1e-9);
    }

    [Theory]
    [InlineData(9, false)]
    [InlineData(10, true)]
    public void Outage_TenMissingMinutes_StopDecisionsAndEligibility(int missing, bool outage)
    {
        DecisionTable table = Table(200, i => i < 91 || i >= 91 + missing);
        int inside = table.IndexAt(Start.Minutes + 100), end = table.IndexAt(Start.Minutes + 105);
        Targets targets = new(table, 10);
        Assert.False(table.InOutage(inside));
        Assert.Equal(!outage, targets.Eligible(inside));
        Assert.Equal(!outage, targets.Eligible(table.IndexAt(Start.Minutes + 95)));
        Assert.True(targets.Eligible(table.IndexAt(Start.Minutes + 90)));
        Assert.True(targets.Eligible(end));
        Assert.Equal(outage, table.OutagesIn(100, 100));
    }

    [Fact]
    public void Outage_LastKnownBarInIt_IsSeenAtTheDecision()
    {
        DecisionTable table = Table(200, i => i is < 90 or >= 100);
        Assert.True(table.InOutage(table.IndexAt(Start.Minutes + 100)));
        Assert.False(table.InOutage(table.IndexAt(Start.Minutes + 95)));
        Assert.False(table.InOutage(table.IndexAt(Start.Minutes + 105)));
    }

    [Fact]
    public void Thresholds_TrailingTenMinuteVariance_BeginAfterFiveDaysWithTheLinearQuantile()
    {
        BarSeries bars = SyntheticBars.Days(7);
        DecisionTable table = DecisionTableBuilder.Build(bars, 5, SyntheticBars.Start + TimeSpan.FromDays(7), default);
        int first = Array.FindIndex(table.Thresholds, t => !double.IsNaN(t));
        int ten = table.IndexAt(SyntheticBars.Start.Minutes + 10);
        Assert.Equal(ten + (5 * 288) - 1, first);
        int d = first + 100;
        double[] ordered = [.. Enumerable.Range(ten, d - ten + 1).Select(k => Realized(bars, table.Minutes[k])).Order()];
        double position = 0.99 * (ordered.Length - 1);
        int below = (int)position;
        double expected = ordered[below] + ((position - below) * (ordered[below + 1] - ordered[below]));
        Assert.Equal(expected, table.Thresholds[d], 1e-9 * expected);
        Assert.Equal(Realized(bars, table.Minutes[d]), table.Realized10[d], 1e-10);
    }

    private static double Realized(BarSeries bars, long minute)
    {
        int end = (int)(minute - SyntheticBars.Start.Minutes);
        double sum = 0;
        for (int i = Math.Max(1, end - 10); i < end; i++)
        {
            double r = 100 * Math.Log(bars.Bars[i].Close / bars.Bars[i - 1].Close);
            sum += r * r;
        }

        return sum;
    }

    private static DecisionTable Table(int minutes, Func<int, bool> present, Func<int, double>? close = null) =>
        DecisionTableBuilder.Build(
            Crafted(minutes, present, close ?? (_ => 100), Start), 5, Start + TimeSpan.FromDays(1), default);

    private static BarSeries Crafted(int minutes, Func<int, bool> present, Func<int, double> close, Timestamp start) =>
        SyntheticBars.Series([.. Enumerable.Range(0, minutes).Where(present).Select(i =>
            new Bar(start + TimeSpan.FromMinutes(i), close(i), close(i), close(i), close(i), 1))]);
}
