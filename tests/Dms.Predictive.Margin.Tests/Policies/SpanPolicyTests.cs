using CsCheck;
using Dms.Predictive.Core;

namespace Dms.Predictive.Margin.Tests.Policies;

public sealed class SpanPolicyTests
{
    [Fact]
    public void Compute_Future_LosesOneScanRangePerUnit()
    {
        MarginRequirement r = Compute(SpanSample.Policy(), new Position("ETH-JUN", 2));
        Assert.Equal((8400m, 7560m), (r.Initial, r.Maintenance));
        Assert.Equal((13, -8400.0), (r.WorstScenario!.Index, r.WorstScenario.Pnl));
    }

    [Fact]
    public void Compute_InversePerpetual_LosesLikeALinearOneOfTheSameNotional()
    {
        decimal price = OptionSample.Market.Instruments.Single(i => i.Id == "BTC-PERP").Price!.Value;
        Assert.Equal(
            Compute(SpanSample.Policy(), new Position("BTC-PERP", -2)).Initial,
            Compute(SpanSample.Policy(), new Position("BTC-INV", -2 * price)).Initial);
    }

    [Fact]
    public void Compute_TwoTiers_ChargesTheSmallerDeltaOnceAndTheNearTierForDelivery()
    {
        SpanDetailsRow row = Row(new SpanPolicy(SpanSample.Tiered), new("ETH-JUN", 4), new("ETH-PERP", -50));
        Assert.Equal((40.0 * 30) + (50 * 3), row.IntraCharge);       // a perpetual never expires: tier 1
        Assert.Equal(-10, row.CompositeDelta);
    }

    [Fact]
    public void Compute_DeltasOfTheSameSign_NoChargeBetweenTiers() =>
        Assert.Equal(50 * 3, Row(new SpanPolicy(SpanSample.Tiered), new("ETH-JUN", 4), new("ETH-PERP", 50)).IntraCharge);

    [Fact]
    public void Compute_OppositeDeltasInTwoUnderlyings_CreditsBothLegs()
    {
        SpanDetails d = (SpanDetails)Compute(
            SpanSample.Policy(), new Position("ETH-PERP", -80), new Position("BTC-PERP", 0.5m)).Details;
        Assert.Equal([0.5 * 7500 * 0.6, 0.5 * 20 * 420 * 0.6], d.Underlyings.Select(u => u.InterCredit));
        SpanDetails same = (SpanDetails)Compute(
            SpanSample.Policy(), new Position("ETH-PERP", 80), new Position("BTC-PERP", 0.5m)).Details;
        Assert.All(same.Underlyings, u => Assert.Equal(0, u.InterCredit));
    }

    [Fact]
    public void Compute_FarShortOption_NeedsTheMinimumPerContract()
    {
        MarginMarket market = OptionSample.Market with
        {
            Instruments = [OptionSample.Option("ETH-FAR", "ETH", 604_800, 90_000, true, 0.3)],
        };
        MarginRequirement r = MarginCalculator.Compute(
            new("r", Sample.AsOf, Sample.Account([new("ETH-FAR", -7)]), market, SpanSample.Policy()));
        Assert.Equal(35m, r.Initial);
        Assert.Equal(35m, r.Components.Single(c => c.Name == MarginComponentName.ShortOptionMinimum).Initial);
    }

    [Fact]
    public void Compute_ExpiredOption_IsWorthItsIntrinsicValueInEveryScenario()
    {
        MarginMarket market = OptionSample.Market with
        {
            Instruments = [OptionSample.Option("ETH-OLD", "ETH", -5, 3000, true, 0.3)],
            Expiries = [new("ETH", -5, 3050, 0.04)],
        };
        MarginRequirement r = MarginCalculator.Compute(
            new("r", Sample.AsOf, Sample.Account([new("ETH-OLD", 2)]), market, SpanSample.Policy()));
        Assert.Equal((0m, 10_100m), (r.Initial, r.Equity));          // all of the forward is fixed
    }

    [Fact]
    public void Compute_GivenArray_ReplacesTheComputedOneAndItsMultiplier()
    {
        double[] profits = [.. Enumerable.Range(1, 16).Select(i => i == 5 ? -123.0 : i)];
        MarginMarket market = new(
            [new("ETH", 3000)],
            [new("X", InstrumentKind.Future, "ETH", 0) { Multiplier = 10, Span = new(profits, 0.4) }]);
        MarginRequest request = new("r", Sample.AsOf, Sample.Account([new("X", 2)]), market, SpanSample.Policy());
        MarginRequirement r = MarginCalculator.Compute(WireFormat.RoundTrip(request));
        SpanDetailsRow row = Assert.Single(((SpanDetails)r.Details).Underlyings);
        Assert.Equal((246m, 5, 0.8), (r.Initial, row.Scenario, row.CompositeDelta));
    }

    [Fact]
    public void Compute_AnyBook_IsTheScanOfTheSumOfItsParts() => OptionSample.SharedAccounts.Sample(account =>
    {
        SpanDetails d = (SpanDetails)Compute(SpanSample.Policy(), [.. account.Positions]).Details;
        foreach (SpanDetailsRow row in d.Underlyings)
        {
            Assert.Equal(Math.Max(0, -row.Profits.Min()), row.ScanRisk);
            Assert.True(row.InterCredit <= row.ScanRisk + row.IntraCharge);
        }
    });

    [Theory]
    [InlineData("priceScanRange", "-1", "OutOfRange")]
    [InlineData("volScanRange", "-0.1", "OutOfRange")]
    [InlineData("extremeCover", "1.5", "OutOfRange")]
    [InlineData("lookAheadDays", "-1", "OutOfRange")]
    [InlineData("shortOptionMinimum", "-5", "OutOfRange")]
    [InlineData("zz", "1", "UnknownField")]
    public void Read_FieldOutOfRange_IsRefusedWithItsPath(string field, string value, string code)
    {
        string json = WireFormat.Write(Request(SpanSample.Policy(), new Position("ETH-PERP", 1)));
        int at = json.IndexOf("\"underlying\":\"BTC\",\"priceScanRange\"", StringComparison.Ordinal);
        int old = json.IndexOf($"\"{field}\":", at, StringComparison.Ordinal);
        json = old < 0
            ? json.Insert(at, $"\"{field}\":{value},")
            : json[..old] + $"\"{field}\":{value}" + json[json.IndexOfAny([',', '}'], old)..];
        InputRefusedException refusal = Assert.Throws<InputRefusedException>(() => WireFormat.Read(json));
        Assert.Equal((code, "policy.parameters.underlyings[0]." + field), (refusal.Code, refusal.Where));
    }

    [Fact]
    public void Compute_UnderlyingWithoutRanges_IsRefused() => Assert.Equal(
        "UnknownUnderlying",
        Assert.Throws<InputRefusedException>(
            () => Compute(new SpanPolicy(SpanSample.Tiered), new Position("SOL-SPOT", 1))).Code);

    private static SpanDetailsRow Row(IMarginPolicy policy, params Position[] positions) =>
        Assert.Single(((SpanDetails)Compute(policy, positions).Details).Underlyings);

    private static MarginRequirement Compute(IMarginPolicy policy, params Position[] positions) =>
        MarginCalculator.Compute(Request(policy, positions));

    private static MarginRequest Request(IMarginPolicy policy, params Position[] positions) =>
        new("r", Sample.AsOf, Sample.Account(positions), OptionSample.Market, policy);
}
