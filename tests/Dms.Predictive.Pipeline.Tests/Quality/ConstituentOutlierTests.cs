using Dms.Predictive.Core;
using Dms.Predictive.Margin;
using Dms.Predictive.MarketData;

namespace Dms.Predictive.Pipeline.Tests.Quality;

/// <summary>The pattern of 31 October 2019: constituents of an index print far from the rest for a minute.</summary>
public sealed class ConstituentOutlierTests
{
    private static readonly Timestamp Start = Timestamp.Parse("2026-03-02T12:00:00Z");
    private static readonly decimal[] Prices = [9_155, 9_158, 9_160, 9_162, 9_165];

    private static readonly FeedLimits Limits = new()
    {
        MaxAgeSeconds = 60,
        MaxConfidenceRatio = 0.005m,
        MaxDeviation = 0.05m,
        MinimumSources = 2,
    };

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public void Index_OneConstituentCollapses_NothingIsLiquidated(int collapsing)
    {
        IndexPrice index = new();
        decimal first = Settle(index).Price!.Value;
        MarginRequirement before = Decide(index.Read(Start)).Requirement!;
        decimal initial = before.Initial;
        Assert.True(before.Equity > initial, $"{before.Equity} does not fund {initial}");
        decimal bad = Prices[0];
        int held = 0;
        for (int second = 1; second <= 60; second++)
        {
            Timestamp now = Start + TimeSpan.FromSeconds(second);
            bad = Math.Max(7_700, bad * 0.87m);
            for (int s = 0; s < Prices.Length; s++)
            {
                index.Take($"s{s}", s < collapsing ? bad : Prices[s], now);
            }

            IndexReading reading = index.Read(now);
            Assert.True(Math.Abs((reading.Price!.Value / first) - 1) < 0.0005m, $"{second} s: {reading}");
            Assert.Contains(QualityIssue.Outlier, reading.Issues);   // within one event
            Assert.Equal(collapsing == 3 ? FeedVerdict.Rejected : FeedVerdict.Degraded, reading.Verdict);
            Assert.False(reading.MayLiquidate);
            held += Check(reading, now, initial);
        }

        Assert.Equal(collapsing == 3 ? 60 : 0, held);
        decimal mean = ((collapsing * bad) + Prices.Skip(collapsing).Sum()) / Prices.Length;
        Assert.Equal(MarginStatus.Liquidatable, Unguarded(mean).Status);      // what a plain mean would have done
        Assert.Equal(MarginStatus.Liquidatable, Unguarded(bad).Status);
        IndexReading after = Settle(index, from: 61, to: 75);
        Assert.Equal((FeedVerdict.Ok, first, true), (after.Verdict, after.Price!.Value, after.MayLiquidate));
    }

    [Fact]
    public void Index_AllConstituentsMove_IsFollowedWithinASecond()
    {
        IndexPrice index = new();
        _ = Settle(index);
        for (int tick = 1; tick <= 300; tick++)                      // −13 % in 30 s, ten prices a second
        {
            Timestamp now = Start + TimeSpan.FromMilliseconds(100 * tick);
            decimal scale = 1 - (0.13m * tick / 300);
            for (int s = 0; s < Prices.Length; s++)
            {
                index.Take($"s{s}", Prices[s] * scale, now);
                Assert.DoesNotContain(QualityIssue.Outlier, index.Read(now).Issues);
            }

            Assert.Equal(Prices[2] * scale, index.Read(now).Price);
        }
    }

    private static IndexReading Settle(IndexPrice index, int from = -30, int to = 0)
    {
        IndexReading? reading = null;
        for (int second = from; second <= to; second++)
        {
            Timestamp now = Start + TimeSpan.FromSeconds(second);
            for (int s = 0; s < Prices.Length; s++)
            {
                index.Take($"s{s}", Prices[s], now);
            }

            reading = index.Read(now);
        }

        return reading!;
    }

    // 1 when the request is refused, so that the requirement before holds.
    private static int Check(IndexReading reading, Timestamp now, decimal initial)
    {
        (MarginRequirement? requirement, IReadOnlyList<FeedQuality>? refused) = Decide(reading, now);
        if (requirement is null)
        {
            Assert.Contains(FeedReason.TooFewSources, Assert.Single(refused!).Reasons);
            return 1;
        }

        Assert.NotEqual(MarginStatus.Liquidatable, requirement.Status);
        Assert.True(requirement.Initial >= initial * 0.9995m, $"{requirement.Initial} fell from {initial}");
        return 0;
    }

    private static MarginRequirement Unguarded(decimal price) =>
        MarginCalculator.ComputeOrHold(Request(price)).Requirement!;

    private static (MarginRequirement? Requirement, IReadOnlyList<FeedQuality>? Refused) Decide(
        IndexReading reading, Timestamp? asOf = null)
    {
        PriceObservation seen = new("BTC", reading.Price!.Value, reading.PriceTime)
        {
            ConfidenceInterval = reading.Confidence,
            Sources = reading.Sources,
            Reference = reading.TimeWeighted,
        };
        return MarginCalculator.ComputeOrHold(
            Request(reading.Price.Value, asOf) with { Oracle = new(Limits, [seen]) });
    }

    // Long one coin from 9,160: funded there, liquidated by a fall of 3 %.
    private static MarginRequest Request(decimal price, Timestamp? asOf = null)
    {
        MarginMarket market = new(
            [new("BTC", price)], [new("BTC-PERP", InstrumentKind.Perpetual, "BTC", price)]);
        ParametricPolicy policy = new(new()
        {
            Confidence = 0.99,
            HorizonDays = 1,
            MaintenanceRatio = 0.75,
            Volatilities = [new("BTC", 0.6)],
            Correlation = [[1]],
        });
        Account account = new("A", MarginMode.Cross, 800, [new("BTC-PERP", 1, 9_160)]);
        return new("r", asOf ?? Start, account, market, policy);
    }
}
