using Dms.Predictive.Core;
using Dms.Predictive.MarketData.Tests.Books;

namespace Dms.Predictive.MarketData.Tests.Quality;

public sealed class FeedGuardTests
{
    [SharedFact(RecordedFeed.Folder)]
    public void FeedGuard_RecordedFeed_VenueClockIsAheadAndSaidOnce()
    {
        FeedTap tap = new();
        FeedGuard guard = new(new(), tap);
        RecordedFeed.Play(RecordedFeed.Bytes(), RecordedFeed.Open(guard));
        double[] skews = [.. tap.Updates.Where(u => !u.Update.IsSnapshot).Select(u =>
            (u.Update.Stamp.ReceivedTime - u.Update.Stamp.EventTime).TotalMilliseconds)];

        Assert.Single(tap.Verdicts, v => v.Issue == QualityIssue.ClockSkew);
        Assert.Equal(0, guard.Quarantine.Total);
        Assert.Equal((-1_274.8, -1_265.6), (Math.Round(skews.Min(), 1), Math.Round(skews.Max(), 1)));
        Timestamp end = tap.Tops[^1].Stamp.ReceivedTime;
        Assert.Equal(FeedVerdict.Degraded, guard.Condition(end).Verdict);
        Assert.Contains(QualityIssue.Stale, guard.Condition(end + TimeSpan.FromSeconds(6)).Issues);
        Assert.Equal(FeedVerdict.Rejected, guard.Condition(end + TimeSpan.FromSeconds(21)).Verdict);
    }

    [Fact]
    public void FeedGuard_UnsoundTrades_AreKeptOutAndForgivenAfterFiveEvents()
    {
        FeedTap tap = new();
        FeedGuard guard = new(new() { MostQuarantined = 2 }, tap);
        guard.OnTrade(Trade(1, 100));
        guard.OnTrade(Trade(1, 100));
        guard.OnTrade(Trade(2, 0));
        guard.OnTrade(Trade(3, 100, eventLead: 6_000));
        Assert.Equal((3L, 2), (guard.Quarantine.Total, guard.Quarantine.Events.Count));
        Assert.Equal(
            [QualityIssue.Duplicate, QualityIssue.NotPositive, QualityIssue.Future], tap.Verdicts.Select(v => v.Issue));
        for (int id = 4; id < 9; id++)
        {
            Assert.Equal(FeedVerdict.Degraded, guard.Condition(At(id)).Verdict);
            guard.OnTrade(Trade(id, 100));
        }

        Assert.Equal(FeedVerdict.Ok, guard.Condition(At(9)).Verdict);
        Assert.Equal(6, tap.Trades.Count);
    }

    private static Timestamp At(int id) => new(1_700_000_000_000_000_000 + (id * 10_000_000L));

    private static Trade Trade(int id, long price, int eventLead = 0) =>
        new(new(At(id) + TimeSpan.FromMilliseconds(eventLead), At(id), id), price, 1, AggressorSide.Buy, id);
}
