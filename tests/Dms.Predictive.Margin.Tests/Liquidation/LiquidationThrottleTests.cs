using CsCheck;

namespace Dms.Predictive.Margin.Tests.Liquidation;

public sealed class LiquidationThrottleTests
{
    // Synthetixio/synthetix-v3@23585f7 Liquidation.maxLiquidationAmount.test.ts:90-180.
    [Fact]
    public void Run_PublishedExample_Matches()
    {
        decimal capacity = LiquidationThrottle.Capacity(0.007m, 0.003m, (1000, 1), 10);
        LiquidationAttempt[] attempts = [new(0, 150), new(0, 50), new(6, 50), new(11, 50), new(11, 150), new(23, 100)];
        Assert.Equal(100, capacity);
        Assert.Equal([50, 50, 50, 0, 100, 0], LiquidationThrottle.Run(capacity, 10, attempts).Select(r => r.Remaining));
    }

    [Fact]
    public void Run_AnyAttempts_NoWindowHoldsMoreThanTheCapacity() =>
        Gen.Select(Gen.Int[0, 20], Gen.Int[0, 100]).List[0, 30].Sample(rows =>
        {
            decimal at = 0;
            LiquidationAttempt[] attempts = [.. rows.Select(r => new LiquidationAttempt(at += r.Item1, r.Item2))];
            IReadOnlyList<ThrottledAttempt> results = LiquidationThrottle.Run(120, 30, attempts);
            for (int i = 0; i < attempts.Length; i++)
            {
                Assert.Equal(attempts[i].Size, results[i].Liquidated + results[i].Remaining);
                decimal within = attempts.Zip(results)
                    .Where(p => p.First.At <= attempts[i].At && p.First.At > attempts[i].At - 30)
                    .Sum(p => p.Second.Liquidated);
                Assert.InRange(within, 0, 120);
            }
        });

    [Fact]
    public void Run_AttemptExactlyOneWindowOld_IsForgotten() => Assert.Equal(
        [100, 0, 100],
        LiquidationThrottle.Run(100, 10, [new(0, 100), new(9.999m, 1), new(10, 100)]).Select(r => r.Liquidated));

    [Fact]
    public void Run_TimeRunsBackward_IsRefused() =>
        Assert.Throws<ArgumentException>(() => LiquidationThrottle.Run(1, 1, [new(1, 1), new(0, 1)]));

    [Theory]
    [InlineData(null, true)]
    [InlineData(40, true)]
    [InlineData(41, false)]
    public void HasCooledDown_ExactlyThePause_IsEnough(int? last, bool expected) =>
        Assert.Equal(expected, LiquidationThrottle.HasCooledDown(100, last, 60));

    [Fact]
    public void AdmitBlock_SecondOrderOrCapReached_IsHeldBack() => Assert.Equal(
        [true, false, true, false, true],
        LiquidationThrottle.AdmitBlock(
            [new("a", "x", -60), new("a", "x", 5), new("a", "y", -40), new("b", "x", -1), new("c", "x", 0)], 100));

    [Fact]
    public void StagedPortion_FirstThenAll() => Assert.Equal(
        [0.2m, 1, 1], Enumerable.Range(0, 3).Select(n => LiquidationTiers.StagedPortion(n)));

    [Theory]
    [InlineData(0, 1)]
    [InlineData(1000, 1)]
    [InlineData(1000.01, 0.5)]
    [InlineData(9999999, 0.2)]
    public void BracketPortion_UpperEnd_BelongsToItsBracket(double notional, double expected) => Assert.Equal(
        (decimal)expected,
        LiquidationTiers.BracketPortion((decimal)notional, [new(1000, 1), new(5000, 0.5m), new(null, 0.2m)]));

    [Fact]
    public void BracketPortion_NoOpenEndOrUnsorted_IsRefused()
    {
        Assert.Throws<ArgumentException>(() => LiquidationTiers.BracketPortion(1, []));
        Assert.Throws<ArgumentException>(() => LiquidationTiers.BracketPortion(1, [new(1, 1)]));
        Assert.Throws<ArgumentException>(() => LiquidationTiers.BracketPortion(1, [new(5, 1), new(5, 1), new(null, 1)]));
    }
}
