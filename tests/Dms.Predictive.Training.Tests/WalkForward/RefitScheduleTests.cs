using Dms.Predictive.Core;

namespace Dms.Predictive.Training.Tests;

public sealed class RefitScheduleTests
{
    private static readonly EvaluationProtocol Monthly = new();

    [Fact]
    public void Make_MidMonthStart_RefitsAtTheStartAndOnEachFirst()
    {
        IReadOnlyList<Refit> refits = Make(Monthly, Day(2018, 1, 1), "2019-01-17T10:00:00Z", "2019-03-15T00:00:00Z");
        Assert.Equal(
            ["2019-01-17T10:00:00Z", "2019-02-01T00:00:00Z", "2019-03-01T00:00:00Z"],
            refits.Where(r => !r.Rehearsal).Select(r => Timestamp.FromMinutes(r.Minute).ToString()));
        Assert.Equal(Timestamp.Parse("2019-03-15T00:00:00Z").Minutes, refits[^1].UntilMinute);
    }

    [Fact]
    public void Make_StartOnAFirst_RefitsThereOnce() => Assert.Single(
        Make(Monthly, Day(2018, 1, 1), "2019-01-01", "2019-02-01"), r => !r.Rehearsal);

    [Fact]
    public void Make_YearEnd_GoesOnInJanuary() => Assert.Equal(
        ["2018-12-05T00:00:00Z", "2019-01-01T00:00:00Z"],
        Make(Monthly, Day(2018, 1, 1), "2018-12-05", "2019-01-31")
            .Where(r => !r.Rehearsal).Select(r => Timestamp.FromMinutes(r.Minute).ToString()));

    [Fact]
    public void Make_Days_RefitsEveryFewDays() => Assert.Equal(
        [0, 7, 14],
        Make(Monthly with { RefitDays = 7 }, Day(2018, 1, 1), "2019-01-01", "2019-01-20")
            .Where(r => !r.Rehearsal).Select(r => (int)((r.Minute - Day(2019, 1, 1)) / 1440)));

    [Fact]
    public void Make_Refits_FollowWithoutHoleOrOverlap()
    {
        IReadOnlyList<Refit> refits = Make(Monthly, Day(2018, 1, 1), "2019-01-17", "2019-06-15");
        Assert.Equal(Monthly.RehearsalRefits, refits.Count(r => r.Rehearsal));
        Assert.All(refits.Zip(refits.Skip(1)), p => Assert.Equal(p.First.UntilMinute, p.Second.Minute));
        Assert.All(refits, r => Assert.True(r.Minute < r.UntilMinute));
    }

    [Theory]
    [InlineData("2019-01-21T23:55:00Z", 0)]
    [InlineData("2019-01-22T00:00:00Z", 1)]
    public void Make_HistoryAroundTwentyOneDays_IssuesFromThenOn(string start, int expected) => Assert.Equal(
        expected, Make(Monthly, Day(2019, 1, 1), start, "2019-01-31").Count);

    [Fact]
    public void Make_StartTooEarly_BeginsAtTheFirstRefitWithEnoughHistory() => Assert.Equal(
        Day(2019, 2, 1), Make(Monthly, Day(2019, 1, 1), "2019-01-05", "2019-03-01").First(r => !r.Rehearsal).Minute);

    private static IReadOnlyList<Refit> Make(EvaluationProtocol protocol, long firstBar, string start, string end) =>
        RefitSchedule.Make(protocol, firstBar, Timestamp.Parse(start), Timestamp.Parse(end));

    private static long Day(int year, int month, int day) => Timestamp.FromDate(year, month, day).Minutes;
}
