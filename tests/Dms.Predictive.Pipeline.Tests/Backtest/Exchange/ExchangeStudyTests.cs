namespace Dms.Predictive.Pipeline.Tests;

public sealed class ExchangeStudyTests
{
    private const int Days = 400;
    private const int FirstStep = 200;
    private static readonly DateOnly Start = new(2020, 1, 1);
    private static readonly double[] Amounts = [.. Enumerable.Range(0, Days).Select(d => d < FirstStep ? 100.0 : d < FirstStep + 5 ? 110.0 : 130.0)];

    [Fact]
    public void Runs_TwoStepsOfThirtyPercentTogether_AreOneRun() =>
        Assert.Equal([(FirstStep, FirstStep + 5)], ExchangeStudy.Runs(Amounts));

    [Fact]
    public void Runs_SameRaiseOverThreeMonths_IsNoRun() =>
        Assert.Empty(ExchangeStudy.Runs([.. Enumerable.Range(0, Days).Select(d => 100.0 + (10 * Math.Min(3, d / 90)))]));

    [Fact]
    public void Of_RaisedThreeDaysBeforeTheExchange_LeadsByThree() =>
        Assert.Equal([3], Row(d => d >= FirstStep - 3 ? 1.3 : 1).LeadDays);

    [Fact]
    public void Of_RaisedAfterItsFirstStep_LeadIsNegative() =>
        Assert.Equal([-2], Row(d => d >= FirstStep + 2 ? 1.3 : 1).LeadDays);

    [Fact]
    public void Of_NeverRaised_HasNoLead()
    {
        ExchangeRow row = Row(_ => 1);

        Assert.Equal([null], row.LeadDays);
        Assert.Null(row.MedianLead);
    }

    [Fact]
    public void Of_EveryRow_ChargesTheExchangesAverage()
    {
        ExchangeRow row = Row(d => 7 + (d % 3));

        Assert.Equal(Amounts.Average() / 1_000, row.AverageRate, 1e-12);
        Assert.Equal(9.0 / 7, row.PeakToTrough, 1e-12);
        Assert.Equal(2.0 / 7, row.LargestFiveDayRise, 1e-12);
    }

    [Fact]
    public void Of_RaiseThatNothingFollows_IsAFalseAlarm()
    {
        Assert.Equal(252.0 / Days, Row(d => d is >= 300 and < 310 ? 1.3 : 1).FalseAlarmsPerYear, 1e-12);
        Assert.Equal(0, Row(d => d is >= 300 and < 310 ? 1.3 : 1, moveAt: 305).FalseAlarmsPerYear);
    }

    [Fact]
    public void Of_MoveBeyondTheMargin_IsABreach() => Assert.Equal(1, Row(_ => 1, moveAt: 50).Breaches);

    [Fact]
    public void DailyRates_Blend_RaisesNeverLowers()
    {
        DailyInput calm = Input(garch: 0.01, blend: 0.005), storm = Input(garch: 0.01, blend: 0.03);
        DailyRules bare = new() { StressWeight = 0, HasFloor = false };

        double[] garch = DailyRates.Of(calm, bare, isLearned: false);

        Assert.Equal(garch, DailyRates.Of(calm, bare, isLearned: true));
        Assert.All(DailyRates.Of(storm, bare, isLearned: true).Zip(garch), x => Assert.True(x.First >= x.Second));
        Assert.Equal(bare.Cap, DailyRates.Of(storm, bare, isLearned: true)[^1] / 0.01, 1e-9);
    }

    [Fact]
    public void DailyRates_LargestStep_BoundsFiveDays()
    {
        DailyRules bare = new() { StressWeight = 0, HasFloor = false };
        double[] rates = DailyRates.Of(Input(garch: 0.01, blend: 0.05), bare, isLearned: true);

        Assert.True(rates[5] / rates[0] <= 1.5);
        Assert.True(rates[5] > rates[0]);
    }

    private static DailyInput Input(double garch, double blend) => new(
        [.. Enumerable.Range(0, 300).Select(d => d % 2 == 0 ? 0.01 : -0.01)], [.. Enumerable.Repeat(garch, 300)], [.. Enumerable.Repeat(blend, 300)]);

    private static ExchangeRow Row(Func<int, double> rate, int moveAt = -1)
    {
        double[] moves = [.. Enumerable.Range(0, Days).Select(d => d == moveAt ? 0.2 : 0.001)];
        return ExchangeStudy.Of(
            [.. Enumerable.Range(0, Days).Select(Start.AddDays)], moves, [.. Amounts.Select(a => a / 1_000)], Amounts,
            [("rule", [.. Enumerable.Range(0, Days).Select(rate)])]).Rows[1];
    }
}
