using System.Numerics;
using CsCheck;
using Dms.Predictive.Core;

namespace Dms.Predictive.Margin.Tests.Accounts;

public sealed class CloseoutTests
{
    private static readonly CloseoutRules Rules = new()
    {
        Lot = 1,
        TargetPpm = 1_200_000,
        CostPpm = 5_000,
        FullBelowPpm = 200_000,
        SmallestNotional = 100,
        MostPerWindow = 1_000_000,
        WindowMinutes = 5,
        SpreadPpm = 1_500_000,
        MostFeePpm = 10_000,
    };

    private static readonly CloseoutWindow Unused = new(Sample.AsOf, 0);

    // Long 1,000 contracts at 100, maintenance margin 5,000.
    private static readonly MarkedPosition Marked = new(new(100, 1), 5_000);

    [Fact]
    public void Next_BelowMaintenance_ClosesTheAmountThatCures()
    {
        // E = 4,000, T = 6,000, C = 500: 1,000 · 2,000 / 5,500 = 363.6 contracts.
        CloseoutOrder order = Next(Long(4_000))!;

        Assert.Equal((-364, false), ((int)order.Quantity, order.IsFull));
    }

    [Theory]
    [InlineData(999, true)]       // below 20 % of maintenance margin
    [InlineData(1_000, false)]
    [InlineData(400, true)]       // does not even pay for closing
    public void Next_LittleEquity_ClosesEverythingBelowTheThreshold(int equity, bool isFull) =>
        Assert.Equal(isFull, Next(Long(equity))!.IsFull);

    [Fact]
    public void Next_TargetMetOrNothingHeld_NoOrder()
    {
        Assert.Null(Next(Long(6_000)));
        Assert.Null(Closeout.Next(new("a", 0, -5, 0), Marked with { Maintenance = 0 }, Rules, Unused, Sample.AsOf));
    }

    [Fact]
    public void Next_Throttled_StaysWithinTheWindowAndGoesOnInTheNext()
    {
        CloseoutRules slow = Rules with { MostPerWindow = 100 };
        CloseoutOrder first = Closeout.Next(Long(4_000), Marked, slow, Unused, Sample.AsOf)!;
        CloseoutWindow used = Unused.After(slow, first.Quantity, Sample.AsOf);

        Assert.Equal(-100, first.Quantity);
        Assert.Null(Closeout.Next(Long(4_000), Marked, slow, used, Sample.AsOf + TimeSpan.FromMinutes(4)));
        Assert.NotNull(Closeout.Next(Long(4_000), Marked, slow, used, Sample.AsOf + TimeSpan.FromMinutes(5)));
    }

    [Fact]
    public void Next_PricesOfAFullClose_MarkAtMaintenanceAndBeyondItAtZeroEquity()
    {
        // E = 500: missing 90 % of maintenance margin, spread 1.5 · 4,500 = 6,750 below the mark's 100,000.
        CloseoutOrder order = Next(Long(500))!;

        Assert.Equal((93_250, 99_500), ((int)order.FillableQuote, (int)order.BankruptcyQuote));
        Assert.Equal(500, order.FeeOf(100_000, Rules));
        Assert.Equal(0, order.FeeOf(99_000, Rules));
    }

    [Fact]
    public void Next_AnyAccount_OrderCuresAndOneLotLessDoesNot() =>
        Gen.Select(Gen.Int[-5_000, 5_000], Gen.Int[-2_000, 40_000], Gen.Int[1, 400], Gen.Int[1, 20]).Sample(
            (size, equity, mark, lot) =>
            {
                CloseoutRules rules = Rules with { Lot = lot, FullBelowPpm = 0, SmallestNotional = 0 };
                UnitAccount account = new("a", size, equity - ((BigInteger)size * mark), 0);
                BigInteger notional = BigInteger.Abs((BigInteger)size * mark);
                MarkedPosition position = new(new(mark, 1), notional / 20);
                BigInteger target = Up(position.Maintenance * rules.TargetPpm);
                BigInteger cost = Up(notional * rules.CostPpm);
                if (Closeout.Next(account, position, rules, Unused, Sample.AsOf) is not CloseoutOrder order)
                {
                    Assert.True(size == 0 || equity >= target);
                    return;
                }

                BigInteger closed = BigInteger.Abs(order.Quantity);
                BigInteger whole = Math.Abs(size);
                Assert.True(closed <= whole && order.Quantity.Sign == -Math.Sign(size));
                bool Cures(BigInteger n) => (equity * whole) - (cost * n) >= target * (whole - n);
                Assert.True(closed == whole || Cures(closed));
                Assert.True(order.IsFull || !Cures(closed - lot));
            }, iter: Samples.Count);

    private static BigInteger Up(BigInteger millionths) => (millionths + 999_999) / 1_000_000;

    private static UnitAccount Long(int equity) => new("a", 1_000, equity - 100_000, 100_000);

    private static CloseoutOrder? Next(UnitAccount account) =>
        Closeout.Next(account, Marked, Rules, Unused, Sample.AsOf);
}
