using CsCheck;
using Dms.Predictive.Core;

namespace Dms.Predictive.Margin.Tests.AntiProcyclicality;

public sealed class MarginOperatorTests
{
    private static readonly Account LongEth = Sample.Account([new("ETH-PERP", 10)], 50_000);

    [Fact]
    public void Compute_OperatorsInOrder_EachReportsItsOwnEffect()
    {
        MarginRequirement r = With(new StabilityBuffer(0.25m, 0.4m), new StressWeight(0.25m, 9000), new MarginFloor(5000));
        Assert.Equal(3012.75m, With().Initial);
        Assert.Equal([451.91m, 1383.83m, 151.50m], r.Operators.Select(o => o.Effect));
        Assert.Equal(5000, r.Initial);
        Assert.Equal(1987.25m, r.Components[(int)MarginComponentName.AntiProcyclicality].Initial);
        Assert.Equal(With().Maintenance, r.Maintenance);
    }

    [Fact]
    public void Compute_StressedMarginIsTiny_InitialStaysAtMaintenance()
    {
        MarginRequirement r = With(new StressWeight(1, 0));
        Assert.Equal(r.Maintenance, r.Initial);
        Assert.Equal(r.Initial, r.Components.Sum(c => c.Initial));
    }

    [Theory]
    [InlineData(0, 0)]
    [InlineData(1.5, 0)]
    [InlineData(2.25, 0.5)]
    [InlineData(3, 1)]
    [InlineData(9, 1)]
    public void ReleasedAt_VolatilityRatio_FollowsThePublishedRule(double ratio, double released) =>
        Assert.Equal(released, StabilityBuffer.ReleasedAt(ratio));

    [Fact]
    public void Compute_AnyBufferOrFloor_NeverLowersAndPartsSum() =>
        Gen.Select(Sample.Accounts, Gen.Int[0, 100], Gen.Int[0, 100], Gen.Int[0, 40_000]).Sample((account, rate, released, floor) =>
        {
            MarginRequest plain = Sample.Request(Sample.Parametric(), account);
            MarginRequirement raised = MarginCalculator.Compute(plain with
            {
                Operators = [new StabilityBuffer(rate / 100m, released / 100m), new MarginFloor(floor)],
            });
            Assert.True(raised.Initial >= MarginCalculator.Compute(plain).Initial);
            Assert.True(raised.Initial >= floor);
            Assert.Equal(raised.Initial, raised.Components.Sum(c => c.Initial));
        });

    [Fact]
    public void Compute_AnyOverride_RaisesByItsFactorOrStaysAboveBaselineAndMaintenance() =>
        Gen.Select(Sample.Accounts, Gen.Int[10, 1000], Gen.Double[1, 3]).Sample((account, percent, ratio) =>
        {
            MarginRequest plain = Sample.Request(Sample.Parametric(), account);
            MarginRequest uplifted = plain with
            {
                Overlay = MarginOverlay.Holding(new OverlayState(ratio, 1, plain.AsOf)),
            };
            (decimal baseline, MarginRequirement ruled) = (MarginCalculator.Compute(plain).Initial, MarginCalculator.Compute(uplifted));
            decimal factor = percent / 100m;
            MarginRequest set = uplifted with { Operators = [new MarginOverride(factor)] };
            MarginRequirement r = MarginCalculator.Compute(set);

            Assert.Equal(ruled.Maintenance, r.Maintenance);
            Assert.True(r.Initial >= baseline && r.Initial >= r.Maintenance);
            Assert.True(factor >= 1 ? r.Initial >= ruled.Initial : r.Initial <= ruled.Initial);
            Assert.InRange(r.Initial - Math.Max(ruled.Initial * factor, factor < 1 ? Math.Max(baseline, r.Maintenance) : 0), -0.01m * factor - 0.01m, 0.01m);
            Assert.Equal(r.Initial, r.Components.Sum(c => c.Initial));
            Assert.Equal(r.Initial, new InitialMargins().Of(set));
        });

    private static MarginRequirement With(params MarginOperator[] operators) =>
        MarginCalculator.Compute(Sample.Request(Sample.Static(), LongEth) with { Operators = operators });
}
