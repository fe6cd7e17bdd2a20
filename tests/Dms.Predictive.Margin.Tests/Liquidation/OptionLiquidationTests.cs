using CsCheck;
using Dms.Predictive.Core;

namespace Dms.Predictive.Margin.Tests.Liquidation;

public sealed class OptionLiquidationTests
{
    public static TheoryData<string> Policies => ["span", "scenario-portfolio", "standard-options"];

    [Theory]
    [MemberData(nameof(Policies))]
    public void Plan_BookWithOptions_RestoresTheTargetAndLessDoesNot(string kind)
    {
        int partial = 0;
        OptionSample.SharedAccounts.Sample(
            account =>
            {
                MarginRequest request = Short(account, kind);
                MarginRequirement before = MarginCalculator.Compute(request);
                CurePlan plan = LiquidationPlanner.Plan(request, new() { Prices = false, Plan = new(CureTarget.Initial) }).Plan!;
                if (plan.CloseFraction is 0 or 1)
                {
                    return;
                }

                Interlocked.Increment(ref partial);
                Assert.True(before.Equity < before.Initial);
                MarginRequirement after = MarginCalculator.Compute(Closed(request, plan.Orders, 1));
                Assert.InRange(after.Equity - after.Initial, -0.02m, decimal.MaxValue);
                MarginRequirement less = MarginCalculator.Compute(Closed(request, plan.Orders, 0.999m));
                Assert.True(less.Equity < less.Initial + 0.02m);
            },
            iter: 60);
        Assert.True(partial > 0, "No account needed a partial close.");
    }

    [Fact]
    public void Compute_BookWithOptions_LeavesTheLongSearchToTheLiquidationQuestion()
    {
        MarginRequest request = RequestOf(Sample.Account([new("ETH-W-3000-C", -10)], 6_000), "span");
        Assert.Empty(MarginCalculator.Compute(request).LiquidationPrices);
        LiquidationPrices eth = LiquidationPlanner.Plan(request, new()).Prices!.Single(p => p.Underlying == "ETH");
        Assert.Null(eth.Down);
        Assert.InRange(eth.Up!.Value, 3012.75, 3500);
    }

    [Fact]
    public void Stress_BookWithOptions_FindsWhereEquityIsZero()
    {
        MarginRequest request = RequestOf(Sample.Account([new("ETH-W-3000-C", -10)], 6_000), "scenario-portfolio");
        ReverseStress reverse = MarginStress.Compute(request, []).Reverse;
        double up = reverse.UpToZero!.Value;
        Assert.True(reverse.UpToMaintenance < up);
        Assert.Null(reverse.DownToZero);
        MarginRequest there = MarginWhatIf.Apply(request, new("zero")
        {
            Shifts = [.. OptionSample.Market.Underlyings.Select(u => new PriceShift(u.Id, (decimal)(1 + up)))],
        });
        Assert.InRange(MarginCalculator.Compute(there).Equity, -0.02m, 0.02m);
    }

    private static MarginRequest Short(Account account, string kind)
    {
        MarginRequirement r = MarginCalculator.Compute(RequestOf(account, kind));
        decimal missing = (r.Initial * 0.8m) - r.Equity;             // equity at four fifths of the target
        return RequestOf(account with { Cash = account.Cash + Money.RoundTo(missing, 0.01m, MoneyRounding.Down) }, kind);
    }

    // Closed at marks and prices of now, without cost: only options whose marks equity leaves out move cash.
    private static MarginRequest Closed(MarginRequest request, IReadOnlyList<CureOrder> orders, decimal part)
    {
        Dictionary<string, Instrument> instruments = OptionSample.Market.Instruments.ToDictionary(i => i.Id);
        decimal paid = 0;
        foreach (CureOrder order in orders)
        {
            if (instruments[order.Instrument].Option is not null)
            {
                paid += MarkOf(request, instruments[order.Instrument]) * order.Quantity * part;
            }
        }

        return request with
        {
            Account = request.Account with
            {
                Cash = request.Account.Cash - paid,
                Positions = [.. request.Account.Positions, .. orders.Select(o => new Position(o.Instrument, o.Quantity * part))],
            },
        };
    }

    private static decimal MarkOf(MarginRequest request, Instrument instrument)
    {
        ExpiryForward e = request.Market.Expiries.Single(
            x => x.Underlying == instrument.Underlying && x.SecondsToExpiry == instrument.SecondsToExpiry);
        OptionConvention convention = request.Policy.Options!;
        double rate = !convention.Discounts ? 0 : convention.FloorsRates ? Math.Max(0, e.Rate) : e.Rate;
        OptionTerms terms = instrument.Option!;
        OptionQuote quote = new(
            (double)e.Forward, (double)terms.Strike, terms.Volatility, e.SecondsToExpiry / 31_536_000, terms.IsCall);
        return (decimal)Black76.Price(quote, rate) * instrument.Multiplier;
    }

    private static MarginRequest RequestOf(Account account, string kind) => new(
        "r", Sample.AsOf, account, OptionSample.Market,
        kind switch
        {
            "span" => SpanSample.Policy(),
            "scenario-portfolio" => ScenarioSample.Policy(),
            _ => ScenarioSample.Standard(),
        });
}
