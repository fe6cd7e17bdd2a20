using CsCheck;
using Dms.Predictive.Core;

namespace Dms.Predictive.Margin.Tests.Liquidation;

public sealed class LiquidationPriceTests
{
    [Fact]
    public void Compute_MarketMovedToTheLiquidationPrice_EquityMeetsMaintenance()
    {
        int found = 0;
        Gen.Select(Sample.Accounts, Gen.Bool).Sample(
            (account, isStatic) =>
            {
                IMarginPolicy policy = isStatic ? Sample.Static() : Sample.Parametric();
                MarginRequest request = Sample.Request(policy, account);
                foreach (LiquidationPrices p in MarginCalculator.Compute(request).LiquidationPrices)
                {
                    foreach (double price in new[] { p.Down, p.Up }.OfType<double>())
                    {
                        Interlocked.Increment(ref found);
                        AssertMeets(request, p.Underlying, price);
                    }
                }
            },
            iter: 400);
        Assert.True(found > 100, $"Only {found} prices were found.");
    }

    [Fact]
    public void Compute_LonePosition_AgreesWithTheClosedForm()
    {
        int found = 0;
        Gen.Select(Gen.Int[-80, 80], Gen.Int[0, 60_000]).Where((q, _) => q != 0).Sample(
            (eighths, cash) =>
            {
                decimal quantity = eighths / 8m;
                Account account = Sample.Account([new("ETH-PERP", quantity)], cash);
                MarginRequirement r = MarginCalculator.Compute(Sample.Request(Sample.Static(), account));
                LiquidationPrices eth = r.LiquidationPrices.Single(p => p.Underlying == "ETH");
                double? closed = LinearLiquidationPrice.Solve(((double)quantity, 3012.75), cash, 0.06);
                bool reachable = r.Equity >= r.Maintenance && closed > 0.0025 * 3012.75 && closed < 10 * 3012.75;
                double? searched = quantity > 0 ? eth.Down : eth.Up;
                Assert.Null(quantity > 0 ? eth.Up : eth.Down);
                Assert.Equal(reachable, searched is not null);
                if (searched is double price)
                {
                    Interlocked.Increment(ref found);
                    Assert.Equal(closed!.Value, price, 1e-11 * price);
                }
            },
            iter: 500);
        Assert.True(found > 50, $"Only {found} prices were found.");
    }

    [Fact]
    public void Compute_SteppingOrBisecting_FindTheSamePrice() => Sample.Accounts.Sample(
        account =>
        {
            IMarginPolicy policy = Sample.Parametric();
            MarginRequirement fast = MarginCalculator.Compute(Sample.Request(policy, account));
            IReadOnlyList<LiquidationPrices> slow = new LiquidationPriceSearchProbe(policy, account).Find();
            foreach ((LiquidationPrices a, LiquidationPrices b) in fast.LiquidationPrices.Zip(slow))
            {
                Assert.Equal(a.Down.HasValue, b.Down.HasValue);
                Assert.Equal(a.Up.HasValue, b.Up.HasValue);
                Assert.Equal(a.Down ?? 0, b.Down ?? 0, 1e-9 * (a.Down ?? 1));
                Assert.Equal(a.Up ?? 0, b.Up ?? 0, 1e-9 * (a.Up ?? 1));
            }
        },
        iter: 40);

    [Fact]
    public void Solve_KnownLong_MatchesTheWorkedExample() =>
        Assert.Equal(2566.7553191489, LinearLiquidationPrice.Solve((10, 3012.75), 6000, 0.06)!.Value, 1e-9);

    [Fact]
    public void Solve_SlopeIsZero_HasNoPrice() => Assert.Null(LinearLiquidationPrice.Solve((10, 100), 50, 1));

    [Fact]
    public void Compute_AlreadyBelowMaintenance_HasNoPrices()
    {
        Account account = Sample.Account([new("ETH-PERP", 10)], 100);
        MarginRequirement r = MarginCalculator.Compute(Sample.Request(Sample.Static(), account));
        Assert.Equal(MarginStatus.Liquidatable, r.Status);
        Assert.All(r.LiquidationPrices, p => Assert.Equal((null, null), (p.Down, p.Up)));
    }

    private static void AssertMeets(MarginRequest request, string underlying, double price)
    {
        decimal factor = (decimal)price / request.Market.Underlyings.Single(u => u.Id == underlying).Spot;
        MarginMarket moved = request.Market with
        {
            Underlyings = [.. request.Market.Underlyings.Select(u =>
                u.Id == underlying ? u with { Spot = u.Spot * factor } : u)],
            Instruments = [.. request.Market.Instruments.Select(i =>
                i.Underlying == underlying ? i with { Price = i.Price * factor } : i)],
        };
        MarginRequirement there = MarginCalculator.Compute(request with { Market = moved });
        double notional = MarginView.Of(request.Account, moved).Exposures.ToArray().Sum(Math.Abs);
        Assert.InRange((double)Math.Abs(there.Equity - there.Maintenance), 0, 0.02 + (1e-9 * notional));
    }
}

/// <summary>The same policy, searched in steps as if its margin were not convex in the price.</summary>
internal sealed class LiquidationPriceSearchProbe(IMarginPolicy policy, Account account) : IMarginPolicy
{
    public string Kind => policy.Kind;

    public decimal Quantum => policy.Quantum;

    public bool IsConvexInPrice => false;

    public bool Honors(MarginMode mode) => policy.Honors(mode);

    public PolicyParts Evaluate(MarginView view, double scale) => policy.Evaluate(view, scale);

    public IReadOnlyList<double> Contributions(MarginView view, double scale) => policy.Contributions(view, scale);

    public MarginDetails Explain(MarginView view) => policy.Explain(view);

    public IReadOnlyList<LiquidationPrices> Find()
    {
        MarginView view = MarginView.Of(account, Sample.Market);
        AccountEquity equity = AccountEquity.Of(account, Sample.Market);
        return LiquidationPriceSearch.Find(this, view, equity, Sample.Market);
    }
}
