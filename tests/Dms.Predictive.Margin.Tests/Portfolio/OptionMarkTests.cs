using CsCheck;
using Dms.Predictive.Core;

namespace Dms.Predictive.Margin.Tests.Portfolio;

public sealed class OptionMarkTests
{
    private const double Days10 = 864_000;

    [Fact]
    public void Compute_LongOption_IsWorthItsMarkInEquity()
    {
        MarginMarket market = One(OptionSample.Option("O", "ETH", Days10, 3000, true, 0.7), new ExpiryForward("ETH", Days10, 3020, 0.05));
        double price = Black76.Price(new(3020, 3000, 0.7, 10 / 365.0, true), 0.05);
        decimal expected = Money.FromDouble(10_000 + (2 * price), 0.01m, MoneyRounding.Down);
        Assert.Equal(expected, Compute(market, SpanSample.Policy(), new Position("O", 2)).Equity);
        Assert.Equal(10_000, Compute(market, ScenarioSample.Standard(), new Position("O", 2)).Equity);
    }

    [Fact]
    public void Compute_NegativeRate_CountsAsZeroUnderScenarioPortfolioOnly()
    {
        Instrument put = OptionSample.Option("O", "ETH", Days10, 3000, false, 0.7);
        MarginMarket market = One(put, new ExpiryForward("ETH", Days10, 3020, -0.5));
        MarginMarket floored = One(put, new ExpiryForward("ETH", Days10, 3020, 0));
        Position position = new("O", 2);
        Assert.Equal(
            Compute(floored, ScenarioSample.Policy(), position).Equity,
            Compute(market, ScenarioSample.Policy(), position).Equity);
        Assert.True(
            Compute(market, SpanSample.Policy(), position).Equity > Compute(floored, SpanSample.Policy(), position).Equity);
    }

    [Fact]
    public void Compute_PutCallParity_HoldsInEquity() => Gen.Select(Gen.Double[0.05, 3], Gen.Int[1, 90_000]).Sample(
        (volatility, strike) =>
        {
            MarginMarket market = Sample.Market with
            {
                Instruments =
                [
                    OptionSample.Option("C", "ETH", Days10, strike, true, volatility),
                    OptionSample.Option("P", "ETH", Days10, strike, false, volatility),
                ],
                Expiries = [new("ETH", Days10, 3020, 0)],
            };
            decimal equity = Compute(market, SpanSample.Policy(), new Position("C", 1), new Position("P", -1)).Equity;
            Assert.InRange(equity - (10_000 + 3020 - strike), -0.01m, 0.01m);
        });

    [Theory]
    [InlineData(1800, null, 1.0)]
    [InlineData(900, null, 0.5)]
    [InlineData(0, null, 0.0)]
    [InlineData(-60, null, 0.0)]
    [InlineData(900, 0, 1.0)]
    [InlineData(86_400, 1510, 0.5)]
    public void Shift_InsideTheSettlementWindow_MovesTheOpenPartOnly(double seconds, int? settled, double open)
    {
        // Far inside the money a call is worth the forward less the strike.
        MarginMarket market = One(
            OptionSample.Option("O", "ETH", seconds, 1, true, 0.1),
            new ExpiryForward("ETH", seconds, 3020, 0) { ForwardFixed = settled });
        MarginRequest request = Request(market, SpanSample.Policy(), new Position("O", 1));
        WhatIfAnswer answer = MarginWhatIf.Compute(request, [new("up") { Shifts = [new("ETH", 1.1m)] }]);
        Assert.Equal(302 * open, (double)answer.Changes[0].Delta.Equity, 0.011);
    }

    [Fact]
    public void WhatIf_VolatilityFactor_RevaluesOptionsAtTheNewVolatility()
    {
        ExpiryForward expiry = new("ETH", Days10, 3020, 0.05);
        MarginMarket market = One(OptionSample.Option("O", "ETH", Days10, 3000, true, 0.7), expiry);
        MarginMarket wild = One(OptionSample.Option("O", "ETH", Days10, 3000, true, 1.4), expiry);
        Position position = new("O", -2);
        WhatIfAnswer answer = MarginWhatIf.Compute(
            Request(market, ScenarioSample.Policy(), position), [new("wild") { VolatilityFactor = 2 }]);
        MarginRequirement there = Compute(wild, ScenarioSample.Policy(), position);
        Assert.Equal(there.Equity, answer.Changes[0].After.Equity);
        Assert.Equal(there.Components, answer.Changes[0].After.Components);
    }

    [Fact]
    public void Compute_ExpiryRowsThatContradict_AreRefused()
    {
        ExpiryForward row = new("ETH", Days10, 3020, 0.05);
        Assert.Equal(("DuplicateId", "market.expiries"), Refusal(row, row with { Rate = 0.01 }));
        Assert.Equal(("OutOfRange", "market.expiries[0].forwardFixed"), Refusal(row with { ForwardFixed = 3021 }));
        Assert.Equal(("OutOfRange", "market.expiries[0].forwardFixed"), Refusal(row with { ForwardFixed = -1 }));
    }

    [Fact]
    public void Compute_PolicyThatTakesNoOptions_RefusesThemAtThePosition()
    {
        MarginMarket market = One(OptionSample.Option("O", "ETH", Days10, 3000, true, 0.7), new ExpiryForward("ETH", Days10, 3020, 0));
        Assert.All(
            new IMarginPolicy[] { Sample.Static(), Sample.Parametric() },
            policy =>
            {
                InputRefusedException refusal = Assert.Throws<InputRefusedException>(
                    () => Compute(market, policy, new Position("O", 1)));
                Assert.Equal(("NotSupported", "account.positions[0].instrument"), (refusal.Code, refusal.Where));
            });
    }

    [Fact]
    public void Compute_AmountsThatNoDecimalHolds_AreRefusedAsOverflow()
    {
        MarginMarket market = One(
            OptionSample.Option("O", "ETH", Days10, 3000, false, 0.7), new ExpiryForward("ETH", Days10, 3020, -1e6));
        InputRefusedException refusal = Assert.Throws<InputRefusedException>(
            () => Compute(market, SpanSample.Policy(), new Position("O", -1)));
        Assert.Equal("Overflow", refusal.Code);
    }

    private static (string, string) Refusal(params ExpiryForward[] rows)
    {
        MarginMarket market = One(OptionSample.Option("O", "ETH", Days10, 3000, true, 0.7), rows);
        InputRefusedException refusal = Assert.Throws<InputRefusedException>(
            () => Compute(market, SpanSample.Policy(), new Position("O", 1)));
        return (refusal.Code, refusal.Where);
    }

    private static MarginMarket One(Instrument option, params ExpiryForward[] expiries) =>
        Sample.Market with { Instruments = [option], Expiries = expiries };

    private static MarginRequest Request(MarginMarket market, IMarginPolicy policy, params Position[] positions) =>
        new("r", Sample.AsOf, Sample.Account(positions), market, policy);

    private static MarginRequirement Compute(MarginMarket market, IMarginPolicy policy, params Position[] positions) =>
        MarginCalculator.Compute(Request(market, policy, positions));
}
