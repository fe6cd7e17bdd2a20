using System.Numerics;
using CsCheck;

namespace Dms.Predictive.Margin.Tests.Liquidation;

public sealed class AutoDeleveragingTests
{
    [Fact]
    public void Close_AnyBook_GivesNobodyLessThanTheBankruptcyPrice()
    {
        int fills = 0;
        Gen.Select(Candidates.Bankrupt, Candidates.Many).Where((a, _) => a.Quantity != 0).Sample((account, many) =>
        {
            Deleveraging d = AutoDeleveraging.Close(account, many, 12);
            foreach (DeleveragingFill fill in d.Fills)
            {
                Interlocked.Increment(ref fills);
                BigInteger exact = account.Quote * fill.Quantity * account.Quantity.Sign;
                BigInteger got = fill.Received * BigInteger.Abs(account.Quantity);
                Assert.InRange(got - exact, BigInteger.Zero, BigInteger.Abs(account.Quantity) - 1);
            }
        });
        Assert.True(fills > 50, $"Only {fills} fills.");
    }

    [Fact]
    public void Close_AnyBook_RoundingCostsLessThanAUnitPerFill() =>
        Gen.Select(Candidates.Bankrupt, Candidates.Many).Where((a, _) => a.Quantity != 0).Sample((account, many) =>
        {
            Deleveraging d = AutoDeleveraging.Close(account, many, 12);
            BigInteger size = BigInteger.Abs(account.Quantity);
            BigInteger gap = (account.Quote * BigInteger.Abs(d.Quantity)) - (d.Quote * size);
            Assert.InRange(gap, BigInteger.Zero, Math.Max(0, d.Fills.Count) * size);
        });

    [Fact]
    public void Close_AnyBook_CounterpartiesOnlyShrinkAndStaySolvent() =>
        Gen.Select(Candidates.Bankrupt, Candidates.Many).Where((a, _) => a.Quantity != 0).Sample((account, many) =>
        {
            foreach (DeleveragingFill fill in AutoDeleveraging.Close(account, many, 12).Fills)
            {
                DeleveragingCandidate before = many.Single(c => c.Id == fill.Counterparty);
                BigInteger after = before.Quantity + fill.Quantity;
                Assert.True(after.Sign == 0 || after.Sign == before.Quantity.Sign);
                BigInteger equity = ((before.QuoteBesides + fill.Received) * account.Mark.Denominator)
                    + (after * account.Mark.Numerator);
                BigInteger was = (before.QuoteBesides * account.Mark.Denominator)
                    + (before.Quantity * account.Mark.Numerator);
                Assert.True(equity.Sign >= 0 || equity >= was, $"{fill} leaves {equity}, it had {was}.");
            }
        });

    [Fact]
    public void Close_CandidatesInAnotherOrder_SameFills() =>
        Gen.Select(Candidates.Bankrupt, Candidates.Many, Gen.Int[0, 5]).Sample((account, many, most) =>
            Assert.Equal(
                AutoDeleveraging.Close(account, many, most).Fills,
                AutoDeleveraging.Close(account, [.. many.Reverse()], most).Fills));

    // dydxprotocol/v4-chain@84d4664 protocol/x/clob/keeper/deleveraging_test.go:345 and :375.
    [Theory]
    [InlineData(-1, 54_999, 1, 50_000, 104_999)]
    [InlineData(1, -54_999, -1, 100_000, 45_001)]
    public void Close_PublishedExample_CounterpartyTakesTheQuote(
        int quantity, int quote, int offset, int offsetQuote, int after)
    {
        BankruptAccount account = new(quantity, quote, new(55_000, 1), new(55_000, 1));
        Deleveraging d = AutoDeleveraging.Close(account, [new("offset", offset, offset * 50_000, offsetQuote)], 1);
        Assert.Equal((0, 0), (d.Quantity, d.Quote));
        Assert.Equal(after, offsetQuote + d.Fills.Single().Received);
    }

    [Fact]
    public void Rank_ProfitAndLeverage_WinnersFirstLosersLast()
    {
        BankruptAccount account = new(10, -1100, new(100, 1), new(100, 1));
        DeleveragingCandidate[] many =
        [
            new("loser, low leverage", -1, -90, 1000),
            new("winner, low leverage", -1, -120, 1000),
            new("winner, high leverage", -1, -120, 150),
            new("same side", 1, 90, 1000),
            new("no equity", -1, -120, 100),
            new("loser, high leverage", -1, -90, 150),
            new("winner by another name", -1, -120, 150),
        ];
        Assert.Equal(
            ["winner by another name", "winner, high leverage", "winner, low leverage", "loser, high leverage",
                "loser, low leverage"],
            AutoDeleveraging.Rank(account, many).Select(c => c.Id));
    }

    [Fact]
    public void Rank_PreviousPrice_DecidesNotTheMark()
    {
        DeleveragingCandidate[] many = [new("a", -1, -120, 300), new("b", -1, -90, 150)];
        BankruptAccount account = new(1, -110, Mark: new(50, 1), PreviousPrice: new(100, 1));
        Assert.Equal("a", AutoDeleveraging.Rank(account, many)[0].Id);
        Assert.Equal("b", AutoDeleveraging.Rank(account with { PreviousPrice = account.Mark }, many)[0].Id);
    }
}
