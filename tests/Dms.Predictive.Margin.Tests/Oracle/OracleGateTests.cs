using System.Buffers;
using System.Text;
using System.Text.Json;
using Dms.Predictive.Core;

namespace Dms.Predictive.Margin.Tests.Oracle;

public sealed class OracleGateTests
{
    private static readonly FeedLimits Limits = new()
    {
        MaxAgeSeconds = 60,
        MaxConfidenceRatio = 0.005m,
        MaxDeviation = 0.03m,
        MinimumSources = 3,
        DegradedAgeFraction = 0.5,
        DegradedConfidenceFraction = 0.5m,
        MaxFutureSeconds = 2,
    };

    private static readonly PriceObservation Good = new("ETH", 3000, Sample.AsOf + TimeSpan.FromSeconds(-10))
    {
        ConfidenceInterval = 1,
        Sources = 5,
        Reference = 3000,
    };

    private static readonly Account LongEth = Sample.Account([new("ETH-PERP", 10)], 50_000);

    [Fact]
    public void Judge_EveryLimitBrokenAtOnce_NamesEveryReasonInOrder()
    {
        PriceObservation bad = Good with
        {
            PublishTime = Sample.AsOf + TimeSpan.FromSeconds(-61),
            ConfidenceInterval = 100,
            Sources = 1,
            Reference = 2000,
        };
        MarginOracle oracle = new(Limits, [bad]) { Sequencer = new(false, Sample.AsOf, 60) };
        Assert.Equal(
            [
                FeedReason.Stale, FeedReason.Unconfident, FeedReason.Deviates, FeedReason.TooFewSources,
                FeedReason.SequencerGrace,
            ],
            OracleGate.Judge(oracle, Sample.AsOf).Single().Reasons);
    }

    [Theory]
    [InlineData(0.0, FeedVerdict.Ok)]
    [InlineData(30.0, FeedVerdict.Ok)]
    [InlineData(30.000000001, FeedVerdict.Degraded)]
    [InlineData(60.0, FeedVerdict.Degraded)]
    [InlineData(60.000000001, FeedVerdict.Rejected)]
    [InlineData(-2.0, FeedVerdict.Ok)]
    [InlineData(-2.000000001, FeedVerdict.Rejected)]
    public void Judge_AgeAroundALimit_TheLimitItselfIsStillAccepted(double ageSeconds, FeedVerdict verdict)
    {
        Timestamp published = new(Sample.AsOf.Nanoseconds - (long)Math.Round(ageSeconds * 1e9));
        Assert.Equal(verdict, Verdict(Good with { PublishTime = published }));
    }

    [Theory]
    [InlineData(7.5, 3000, 3, FeedVerdict.Ok)]
    [InlineData(7.51, 3000, 3, FeedVerdict.Degraded)]
    [InlineData(15, 3000, 3, FeedVerdict.Degraded)]
    [InlineData(15.01, 3000, 3, FeedVerdict.Rejected)]
    [InlineData(1, 2912.7, 3, FeedVerdict.Ok)]
    [InlineData(1, 2912.6, 3, FeedVerdict.Rejected)]
    [InlineData(1, 3000, 2, FeedVerdict.Rejected)]
    public void Judge_PriceAroundALimit_TheLimitItselfIsStillAccepted(
        double interval, double reference, int sources, FeedVerdict verdict) => Assert.Equal(
            verdict,
            Verdict(Good with
            {
                ConfidenceInterval = (decimal)interval,
                Reference = (decimal)reference,
                Sources = sources,
            }));

    [Fact]
    public void Compute_PriceIsDegraded_SameMoneyButNoNewRisk()
    {
        MarginRequest plain = Sample.Request(Sample.Static(), LongEth);
        PriceObservation aging = Good with { PublishTime = Sample.AsOf + TimeSpan.FromSeconds(-40) };
        MarginRequirement r = MarginCalculator.Compute(plain with { Oracle = new(Limits, [aging]) });
        Assert.Equal(MarginCalculator.Compute(plain).Components, r.Components);
        Assert.False(r.RiskIncreaseAllowed);
        Assert.True(r.LiquidationAllowed);
    }

    [Fact]
    public void Compute_SequencerRestsWithoutAnyObservation_Holds()
    {
        MarginOracle oracle = new(Limits, []) { Sequencer = new(true, Sample.AsOf + TimeSpan.FromSeconds(-59), 60) };
        MarginRequest request = Sample.Request(Sample.Static(), LongEth) with { Oracle = oracle };
        Assert.Equal("OracleRejected", Assert.Throws<InputRefusedException>(() => MarginCalculator.Compute(request)).Code);
        Assert.Empty(MarginCalculator.ComputeOrHold(request).Refused!);
    }

    [Fact]
    public void Write_PriceIsRejected_AnswersNothingAndForbidsBoth()
    {
        MarginOracle oracle = new(Limits, [Good with { Price = null }]);
        MarginRequest request = Sample.Request(Sample.Static(), LongEth) with { Oracle = oracle };
        ArrayBufferWriter<byte> output = new();
        using (Utf8JsonWriter writer = new(output))
        {
            MarginDocument.Answer(Encoding.UTF8.GetBytes(WireFormat.Write(request))).Write(writer);
        }

        Assert.Equal(
            """
            {"id":"r","status":"refused","initial":null,"maintenance":null,"equity":null,"reason":"OracleRejected",
            "quality":[{"feed":"ETH","verdict":"Rejected","reasons":["NotPositive"]}],"liquidationAllowed":false,
            "riskIncreaseAllowed":false}
            """.ReplaceLineEndings(""),
            Encoding.UTF8.GetString(output.WrittenSpan));
    }

    [Fact]
    public void Of_Sources_MedianOrTheWorseOne()
    {
        Assert.Equal(2, SourcePrice.Of([9, 1, 2], higherIsWorse: true));
        Assert.Equal(2.5m, SourcePrice.Of([3, 1, 9, 2], higherIsWorse: false));
        Assert.Equal(3, SourcePrice.Of([3, 1], higherIsWorse: true));
        Assert.Equal(1, SourcePrice.Of([3, 1], higherIsWorse: false));
    }

    private static FeedVerdict Verdict(PriceObservation observation) =>
        OracleGate.Judge(new(Limits, [observation]), Sample.AsOf).Single().Verdict;
}
