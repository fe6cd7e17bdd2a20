using System.Numerics;
using CsCheck;

namespace Dms.Predictive.Margin.Tests.Accounts;

public sealed class MarginLedgerTests
{
    private static readonly Gen<Step> Steps = Gen.Select(
        Gen.Int[0, 5], Gen.Int[0, 5], Gen.Int[0, 5], Gen.Int[-400, 400], Gen.Int[1, 9_000],
        (kind, one, other, amount, price) => new Step(kind, one, other, amount, price));

    [Fact]
    public void Ledger_AnyTransitions_NoUnitAndNoContractIsMadeOrLost() =>
        Gen.Select(Steps.List[1, 60], Gen.Int[0, 3_000], Gen.Int[0, 3_000]).Sample((steps, insurance, pool) =>
        {
            MarginLedger ledger = new(insurance, pool);
            Market market = new(ledger);
            foreach (Step step in steps)
            {
                market.Do(step);
                Assert.Equal(ledger.Outside, ledger.Money);
                Assert.Equal(0, ledger.Contracts);
                Assert.True(ledger.Insurance >= 0 && ledger.Pool >= 0);
            }
        }, iter: Samples.Count);

    [Fact]
    public void Settle_FundTooSmall_DeleveragesAtTheBankruptcyPriceThenShares()
    {
        // a bought 100 from b at 50 with 1,000 of equity; at 35 it lacks 500 and the fund has 200.
        MarginLedger ledger = Opened(insurance: 200);
        BankruptcySettlement settled = ledger.Settle("a", new(new(35, 1), new(45, 1)), 5);

        Assert.Equal((0, 0), ((int)ledger["a"].Quantity, (int)ledger["a"].Quote));
        Assert.Equal((0, 0), ((int)ledger.Insurance, (int)ledger["b"].Quantity));
        Assert.Equal(1_200, ledger["b"].Quote);
        Assert.Single(settled.Fills);
        Assert.Equal(0, settled.Loss.Unallocated);
    }

    [Fact]
    public void Settle_NobodyToDeleverage_IsSharedByEquity()
    {
        MarginLedger ledger = Opened(insurance: 0);
        ledger.Deposit("c", 3_000);
        BankruptcySettlement settled = ledger.Settle("a", new(new(35, 1), new(45, 1)), 0);

        // b has 1,500 at 35 and c 3,000: 500 is shared 1 : 2.
        Assert.Equal([("b", 167), ("c", 333)], settled.Loss.Socialized.Select(c => (c.Member, (int)c.Amount)));
        Assert.Equal(0, ledger["a"].EquityAt(new(35, 1)));
    }

    [Fact]
    public void Closeout_Fee_GoesToTheInsuranceFund()
    {
        MarginLedger ledger = Opened(insurance: 0);
        ledger.Closeout(new("a", "b", -40, 1_800), 18);

        Assert.Equal((60, 18), ((int)ledger["a"].Quantity, (int)ledger.Insurance));
        Assert.Equal(1_000 - 5_000 + 1_800 - 18, ledger["a"].Quote);
        Assert.Equal(3_000, ledger["a"].EntryValue);
    }

    [Fact]
    public void Trade_WithItself_IsRefused() =>
        Assert.Throws<ArgumentException>(() => new MarginLedger(0, 0).Trade(new("a", "a", 1, -1)));

    private static MarginLedger Opened(int insurance)
    {
        MarginLedger ledger = new(insurance, 0);
        ledger.Deposit("a", 1_000);
        ledger.Trade(new("a", "b", 100, -5_000));
        return ledger;
    }

    private sealed record Step(int Kind, int One, int Other, int Amount, int Price);

    /// <summary>Does what a market does, in any order.</summary>
    private sealed class Market(MarginLedger ledger)
    {
        private UnitPrice _mark = new(100, 1);
        private UnitPrice _previous = new(100, 1);

        private static readonly CloseoutRules Rules = new()
        {
            Lot = 3,
            TargetPpm = 1_300_000,
            CostPpm = 4_000,
            FullBelowPpm = 300_000,
            SmallestNotional = 50,
            MostPerWindow = 150,
            WindowMinutes = 1,
            SpreadPpm = 1_500_000,
            MostFeePpm = 15_000,
        };

        public void Do(Step step)
        {
            (string one, string other) = ($"a{step.One}", $"a{step.Other}");
            switch (step.Kind)
            {
                case 0:
                    ledger.Deposit(one, step.Amount);
                    break;
                case 1:
                    (_previous, _mark) = (_mark, new(step.Price, 7));
                    break;
                case 2 when one != other:
                    ledger.Trade(new(one, other, step.Amount, -_mark.ValueOf(step.Amount)));
                    break;
                case 3 when one != other:
                    CloseOut(one, other, step.Price % 5);
                    break;
                case 4 or 5:
                    Settle(one, step.Other);
                    break;
            }
        }

        private void CloseOut(string one, string other, int worse)
        {
            UnitAccount account = ledger[one];
            BigInteger maintenance = BigInteger.Abs(_mark.ValueOf(account.Quantity)) / 10;
            if (Closeout.Next(account, new(_mark, maintenance), Rules, new(Sample.AsOf, 0), Sample.AsOf) is { } order)
            {
                BigInteger received = -_mark.ValueOf(order.Quantity) - worse;
                ledger.Closeout(new(one, other, order.Quantity, received), order.FeeOf(received, Rules));
            }
        }

        private void Settle(string one, int most)
        {
            Dictionary<string, BigInteger> before = ledger.Accounts.ToDictionary(a => a.Id, a => a.EquityAt(_mark));
            BankruptcySettlement settled = ledger.Settle(one, new(_mark, _previous), most);
            Assert.True(ledger[one].EquityAt(_mark) >= 0 || settled.Loss.Unallocated > 0);
            Assert.All(
                ledger.Accounts.Where(a => a.Id != one && before[a.Id] >= 0), a => Assert.True(a.EquityAt(_mark) >= 0));
        }
    }
}
