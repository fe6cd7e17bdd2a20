using Dms.Predictive.Core;
using Dms.Predictive.MarketData;

namespace Dms.Predictive.Pipeline.Tests.Quality;

/// <summary>Sources that stand still, jump alone, or contradict each other.</summary>
public sealed class DoubtfulSourceTests
{
    private static readonly Timestamp Start = Timestamp.Parse("2026-03-02T12:00:00Z");

    [Theory]
    [InlineData(60_000, 100_060, 100, false)]                        // not yet more than a minute
    [InlineData(60_001, 100_060, 100, true)]
    [InlineData(60_001, 100_050, 100, false)]                        // the others moved 5 bps, not more
    [InlineData(60_001, 100_060, 101, false)]                        // its book moved
    public void FrozenWatch_SourceStandsStill_IsFrozenOnlyBeyondBothLimits(
        int milliseconds, int other, int bid, bool frozen)
    {
        FrozenWatch watch = new(new());
        watch.Take("a", 100_000, Top(0, 100));
        watch.Take("b", 100_000, Top(0, 100));
        watch.Take("b", other, Top(30_000, 100));
        watch.Take("a", 100_000, Top(40_000, bid));
        FeedCondition condition = watch.Condition("a", At(milliseconds));
        Assert.Equal(frozen ? FeedVerdict.Degraded : FeedVerdict.Ok, condition.Verdict);
        Assert.Equal(frozen ? [QualityIssue.Frozen] : [], condition.Issues);
        Assert.Equal(FeedVerdict.Ok, watch.Condition("b", At(milliseconds)).Verdict);
    }

    [Theory]
    [InlineData(110, 110, 1, 110)]                                   // at the limit: believed at once
    [InlineData(120, 111, 250, 111)]                                 // within half the jump
    [InlineData(120, 110.5, 250, 110.5)]
    [InlineData(120, 120, 249, 100)]                                 // too soon
    [InlineData(120, 131, 250, 100)]                                 // further off than half the jump
    public void Index_LoneSourceJumps_IsHeldUntilConfirmed(double jump, double second, int after, double expected)
    {
        IndexPrice index = new(new() { LeastSources = 1 });
        Assert.Equal(100, Read(index, 0, 100).Price);
        IndexReading first = Read(index, 100, (decimal)jump);
        Assert.Equal(jump <= 110, first.MayLower);
        Assert.Equal(jump <= 110 ? [] : ["s0"], first.Suspects);
        IndexReading last = Read(index, 100 + after, (decimal)second);
        Assert.Equal((decimal)expected, last.Price);
        Assert.Equal(expected > 100, last.MayLower);
    }

    [Theory]
    [InlineData(101, 100.5, 100.5, false)]                           // 1 % is still agreement
    [InlineData(102, 100, 102, true)]
    public void Index_TwoSourcesDisagree_OffersTheWorseSide(double other, double low, double high, bool split)
    {
        IndexReading reading = Read(new(), 0, 100, (decimal)other);
        Assert.Equal(FeedVerdict.Degraded, reading.Verdict);
        Assert.Equal(((decimal?)low, (decimal?)high), (reading.Low, reading.High));
        Assert.Equal(split ? ["s0", "s1"] : [], reading.Suspects);
        Assert.Equal(split, reading.Issues.Contains(QualityIssue.Outlier));
    }

    private static IndexReading Read(IndexPrice index, int milliseconds, params decimal[] prices)
    {
        for (int s = 0; s < prices.Length; s++)
        {
            index.Take($"s{s}", prices[s], At(milliseconds));
        }

        return index.Read(At(milliseconds));
    }

    private static Timestamp At(int milliseconds) => Start + TimeSpan.FromMilliseconds(milliseconds);

    private static TopOfBook Top(int milliseconds, long bid) =>
        new(new(At(milliseconds), At(milliseconds), 0), bid, 1, 200, 1);
}
