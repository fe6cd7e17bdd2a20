using CsCheck;
using Dms.Predictive.Core;

namespace Dms.Predictive.Margin.Tests.Contracts;

/// <summary>Laws about positions.</summary>
public abstract class PortfolioLaws : UnderlyingOverlayLaws
{
    private const decimal Cent = 0.01m;

    [Fact]
    public void Compute_PositionsInAnotherOrder_SameBits() => Accounts.Sample(
        account =>
        {
            MarginRequirement one = Compute(account);
            MarginRequirement other = Compute(account with { Positions = [.. account.Positions.Reverse()] });
            AssertSameMoney(one, other);
            Assert.Equal(one.LiquidationPrices, other.LiquidationPrices);
        },
        iter: Samples.Count);

    [Fact]
    public void Compute_FlatPositionAdded_NothingChanges() => Accounts.Sample(
        account => AssertSameMoney(
            Compute(account), Compute(account with { Positions = [.. account.Positions, new(Market.Instruments[2].Id, 0)] })),
        iter: Samples.Count);

    [Fact]
    public void Compute_LongAndShortAdded_NetOrAreBothMargined() => Accounts.Sample(
        account =>
        {
            string id = Market.Instruments[1].Id;
            MarginRequirement one = Compute(account);
            MarginRequirement other = Compute(account with
            {
                Positions = [.. account.Positions, PositionOf(id, 2.125m * Unit), PositionOf(id, -2.125m * Unit)],
            });
            if (Policy.NetsPositions)
            {
                AssertSameMoney(one, other);
            }
            else
            {
                Assert.True(other.Initial > one.Initial && other.Maintenance > one.Maintenance);
            }
        },
        iter: Samples.Count);

    [Fact]
    public void Compute_TwiceTheBook_TwiceTheRequirementOrMore() => Accounts.Sample(
        account =>
        {
            MarginRequirement one = Compute(account);
            MarginRequirement two = Compute(account with { Positions = [.. account.Positions.Select(Doubled)] });
            decimal above = IsHomogeneous ? 2 * Cent : decimal.MaxValue / 2;
            decimal below = IsHomogeneous ? -2 * Cent : -one.Initial;        // fixed amounts do not double
            Assert.InRange(two.Initial - (2 * one.Initial), below, above);
            Assert.InRange(two.Maintenance - (2 * one.Maintenance), below, above);
        },
        iter: Samples.Count);

    [Fact]
    public void Compute_DriverRaised_NeverLess() =>
        Gen.Select(Accounts, Gen.Double[1, 3]).Sample(
            (account, driver) =>
            {
                MarginRequirement calm = Compute(account);
                MarginRequirement wild = MarginCalculator.Compute(
                    new("r", Sample.AsOf, account, MarketAt(driver), PolicyAt(driver)));
                Assert.True(
                    !IsMonotoneInDriver || (wild.Initial >= calm.Initial && wild.Maintenance >= calm.Maintenance));
            },
            iter: Samples.Count);

    [Fact]
    public void Compute_LonePositionGrows_NeverLess() =>
        Gen.Select(Gen.Int[0, Market.Instruments.Count - 1], Gen.Int[-400, 400], Gen.Int[0, 100]).Sample(
            (index, size, more) =>
            {
                Account Lone(int contracts) => Holding([PositionOf(Market.Instruments[index].Id, contracts * Unit)]);
                MarginRequirement small = Compute(Lone(size));
                MarginRequirement large = Compute(Lone(size + (Math.Sign(size) * more)));
                Assert.True(large.Initial >= small.Initial && large.Maintenance >= small.Maintenance);
            },
            iter: Samples.Count);

    [Fact]
    public void Compute_IsolatedMode_NeverLessThanPortfolioOrIsRefused() => Accounts.Sample(
        account =>
        {
            Account isolated = account with { Mode = MarginMode.Isolated };
            MarginMode[] refused = [.. Enum.GetValues<MarginMode>().Where(m => !Policy.Honors(m))];
            foreach (MarginMode mode in refused)
            {
                InputRefusedException refusal =
                    Assert.Throws<InputRefusedException>(() => Compute(account with { Mode = mode }));
                Assert.Equal(("ModeNotSupported", "account.mode"), (refusal.Code, refusal.Where));
            }

            if (refused.Length > 0)
            {
                return;
            }

            MarginRequirement together = Compute(account with { Mode = MarginMode.Portfolio });
            Assert.True(together.Initial <= Compute(isolated).Initial);
        },
        iter: Samples.Count);

    [Fact]
    public void Compute_IsolatedMode_IsTheSumOfItsInstruments() => Accounts.Sample(
        account =>
        {
            if (!Policy.Honors(MarginMode.Isolated))
            {
                return;
            }

            MarginRequirement all = Compute(account with { Mode = MarginMode.Isolated });
            Assert.Equal(all.Initial, all.Contributions.Sum(c => c.Initial));
            foreach (IGrouping<string, MarginContribution> part in all.Contributions.GroupBy(c => c.Instrument))
            {
                MarginRequirement alone = Compute(account with
                {
                    Mode = MarginMode.Isolated,
                    Positions = [.. account.Positions.Where(p => p.Instrument == part.Key)],
                });
                Assert.InRange(alone.Initial - part.Sum(c => c.Initial), -6 * Cent, 6 * Cent);
            }
        },
        iter: Samples.Count);

    [Fact]
    public void Compute_MarketMovedToTheLiquidationPrice_EquityMeetsMaintenance()
    {
        int found = 0;
        Accounts.Sample(
            account =>
            {
                LiquidationAnswer answer = LiquidationPlanner.Plan(Request(account), new());
                foreach (LiquidationPrices p in answer.Prices!)
                {
                    foreach (double price in new[] { p.Down, p.Up }.OfType<double>())
                    {
                        Interlocked.Increment(ref found);
                        AssertMeets(account, p.Underlying, price);
                    }
                }
            },
            iter: Policy.Revalues ? Samples.Count / 10 : Samples.Count);
        Assert.True(found > 0 || !Policy.HasLiquidationPrices, "No price was found.");
    }

    private void AssertMeets(Account account, string underlying, double price)
    {
        decimal factor = (decimal)price / Market.Underlyings.Single(u => u.Id == underlying).Spot;
        MarginMarket moved = MarketShift.Apply(Market, [new(underlying, factor)]);
        MarginRequirement there = MarginCalculator.Compute(Request(account) with { Market = moved });
        double notional = MarginView.Of(account, moved).Exposures.ToArray().Sum(Math.Abs);
        Assert.InRange((double)Math.Abs(there.Equity - there.Maintenance), 0, 0.02 + (1e-9 * notional));
    }
}
