using System.Text;
using Dms.Predictive.Core;

namespace Dms.Predictive.Margin.Tests.Liquidation;

public sealed class TieredPerpOrderTests
{
    private const string Request = """
        {"schema":"dms.margin/1","id":"t","asOf":"2026-03-02T12:00:00Z",
        "account":{"id":"A","mode":"cross","quoteQuantums":-75000123456,
        "positions":[{"instrument":"BTC","quantity":12345678901}]},
        "market":{"underlyings":[{"id":"BTC","spot":61250.5}],
        "instruments":[{"id":"BTC","kind":"perpetual","underlying":"BTC","price":61250.5,"tick":5,
        "atomicResolution":-10,"tier":"large"}]},
        "policy":{"kind":"tiered-perp","parameters":{
        "tiers":{"large":{"initialMarginPpm":20000,"maintenanceFractionPpm":600000}},
        "liquidation":{"bankruptcyAdjustmentPpm":1100000,"spreadToMaintenancePpm":90000,
        "maxLiquidationFeePpm":7000,"minNotional":25000000,"maxPortionPpm":400000}}},
        "liquidation":QUESTION}
        """;

    [Fact]
    public void Of_Sale_FillablePriceIsRoundedUpToTheTick()
    {
        TieredPerpOrder order = Ask("""{"instrument":"BTC","deltaQuantums":-1}""").Liquidation!.Order!;
        Assert.Equal(61_230, order.FillablePrice);                   // 61,227.27 without a tick
    }

    [Theory]
    [InlineData("""{"instrument":"ETH","deltaQuantums":-1}""", "UnknownInstrument", "liquidation.instrument")]
    [InlineData("""{"instrument":"BTC","deltaQuantums":1}""", "OutOfRange", "liquidation.deltaQuantums")]
    [InlineData("""{"instrument":"BTC","deltaQuantums":0}""", "OutOfRange", "liquidation.deltaQuantums")]
    [InlineData("""{"instrument":"BTC","deltaQuantums":-12345678902}""", "OutOfRange", "liquidation.deltaQuantums")]
    [InlineData("""{"instrument":"BTC","deltaQuantums":-1.5}""", "OutOfRange", "liquidation.deltaQuantums")]
    [InlineData("""{"instrument":"BTC","deltaQuantums":-1,"fillPrice":0}""", "OutOfRange", "liquidation.fillPrice")]
    [InlineData("""{"instrument":"BTC"}""", "MissingField", "liquidation.deltaQuantums")]
    [InlineData("""{"deltaQuantums":-1}""", "MissingField", "liquidation.instrument")]
    [InlineData("""{"betas":{"ETH":1}}""", "UnknownUnderlying", "liquidation.betas.ETH")]
    [InlineData("""{"plan":{"target":"half"}}""", "OutOfRange", "liquidation.plan.target")]
    [InlineData("""{"plan":{"target":"initial","costRate":2}}""", "OutOfRange", "liquidation.plan.costRate")]
    [InlineData("""{"auction":{"bufferRate":0.1,"discount":1.1}}""", "OutOfRange", "liquidation.auction.discount")]
    [InlineData("""{"zz":1}""", "UnknownField", "liquidation.zz")]
    public void Plan_BrokenQuestion_IsNamedByItsPlace(string question, string code, string where)
    {
        InputRefusedException refusal = Ask(question).Refusal!;
        Assert.Equal((code, where), (refusal.Code, refusal.Where));
    }

    [Fact]
    public void Plan_BookInWholeQuantums_ClosesTheSmallestWholeAmount()
    {
        LiquidationAnswer answer = Ask("""{"plan":{"target":"maintenance","buffer":0.1,"costRate":0.0005}}""").Liquidation!;
        decimal quantity = answer.Plan!.Orders.Single().Quantity;
        Assert.InRange(answer.Plan.CloseFraction, 0.01, 0.99);
        Assert.Equal(decimal.Truncate(quantity), quantity);
        Assert.True(quantity < 0);
    }

    [Fact]
    public void WhatIf_TieredPerpetual_NeedsNoEntryPrice()
    {
        string text = Request.Replace(
            "\"liquidation\":QUESTION",
            """
            "changes":[{"name":"fall","shiftUnderlyings":[{"underlying":"BTC","factor":0.99}]}]
            """,
            StringComparison.Ordinal);
        WhatIfAnswer answer = MarginDocument.Answer(Encoding.UTF8.GetBytes(text), MarginQuestion.WhatIf).Items[0].WhatIf!;
        Assert.Equal(-756.179006m, answer.Changes[0].Delta.Equity, 1);
        Assert.True(answer.Changes[0].Delta.Initial < 0);
    }

    private static MarginAnswer Ask(string question) => MarginDocument.Answer(
        Encoding.UTF8.GetBytes(Request.Replace("QUESTION", question, StringComparison.Ordinal)),
        MarginQuestion.Liquidation).Items.Single();
}
