using CsCheck;
using Dms.Predictive.Core;

namespace Dms.Predictive.Margin.Tests.Policies;

public sealed class StandardOptionsPolicyTests
{
    [Fact]
    public void Compute_LongOptions_NeedNothingAndAreWorthNothing()
    {
        MarginRequirement r = Compute(ScenarioSample.Standard(), new("ETH-W-3000-C", 5), new("ETH-Q-2400-P", 3));
        Assert.Equal((0m, 0m, 10_000m), (r.Initial, r.Maintenance, r.Equity));
    }

    [Fact]
    public void Compute_CoveredSpread_NeedsItsLargestLoss()
    {
        MarginRequirement r = Compute(ScenarioSample.Standard(), new("ETH-W-3000-C", -10), new("ETH-W-3300-C", 1));
        Assert.Equal((3000m, 3000m), (r.Initial, r.Maintenance));    // ten contracts of one unit against one of ten
        Assert.True(r.Components.Single(c => c.Name == MarginComponentName.OffsetCredit).Initial < 0);
    }

    [Fact]
    public void Compute_OtherExpiry_CoversNothing() => Assert.Equal(
        Compute(ScenarioSample.Standard(), new Position("ETH-W-3000-C", -1)).Initial,
        Compute(ScenarioSample.Standard(), new("ETH-W-3000-C", -1), new("ETH-Q-3000-C", 1)).Initial);

    [Fact]
    public void Compute_NakedCall_LosesAtMostTheForwardTimesItsFactor()
    {
        StandardOptionDetailsRow row = Assert.Single(((StandardOptionDetails)Compute(
            ScenarioSample.Standard(), new Position("ETH-W-3000-C", -2)).Details).Expiries);
        Assert.Equal(2 * 3014.5 * 1.2, row.MaximumLossInitial!.Value, 1e-9);
        Assert.Equal(2 * 3014.5 * 1.1, row.MaximumLossMaintenance!.Value, 1e-9);
        Assert.Equal((0.15 - 0) * 3012.75 * 2, row.IsolatedInitial - MarkOf(3000, 0.66, 2), 1e-9);
    }

    [Fact]
    public void Compute_PerOption_OffsetsNothingAndNeverStartsBelowMaintenance() =>
        OptionSample.Accounts.Sample(account =>
        {
            MarginRequirement alone = MarginCalculator.Compute(
                new("r", Sample.AsOf, account, OptionSample.Market, ScenarioSample.Standard(isStrategy: false)));
            Assert.Equal(0, alone.Components.Single(c => c.Name == MarginComponentName.OffsetCredit).Initial);
            Assert.All(((StandardOptionDetails)alone.Details).Expiries, e =>
            {
                Assert.Null(e.MaximumLossInitial);
                Assert.True(e.IsolatedInitial >= e.IsolatedMaintenance);
            });
        });

    [Fact]
    public void Compute_Depeg_RaisesInitialMarginOfShortOptionsAndContractsOnly()
    {
        Position[] book = [new("ETH-W-3000-C", -2), new("ETH-Q-3000-C", 5), new("ETH-PERP", 3)];
        MarginRequirement calm = Compute(ScenarioSample.Standard(), book);
        MarginRequirement broken = MarginCalculator.Compute(Request(ScenarioSample.Standard(), book) with
        {
            Market = OptionSample.Market with { Quote = new("USDC", 0.88m) },
        });
        Assert.Equal(0.1m * 1.2m * 3012.75m * 5, broken.Initial - calm.Initial);
        Assert.Equal(calm.Maintenance, broken.Maintenance);
    }

    [Fact]
    public void Compute_ExpiredShortOption_NeedsItsIntrinsicValueOnTop()
    {
        MarginMarket market = OptionSample.Market with
        {
            Instruments = [OptionSample.Option("OLD", "ETH", 0, 2500, true, 0.4)],
            Expiries = [new("ETH", 0, 3000, 0.04)],
        };
        MarginRequirement r = MarginCalculator.Compute(Request(ScenarioSample.Standard(), new Position("OLD", -1)) with
        {
            Market = market,
        });
        Assert.Equal(Up(500 + (0.075m * 3012.75m)), r.Maintenance);
    }

    [Fact]
    public void Plan_ShortOptions_PaysTheMarksItCloses()
    {
        MarginRequest request = Request(ScenarioSample.Standard(), new Position("ETH-W-3000-C", -20)) with
        {
            Account = Sample.Account([new("ETH-W-3000-C", -20)], 5_500),
        };
        LiquidationAnswer answer = LiquidationPlanner.Plan(request, new() { Plan = new(CureTarget.Maintenance) });
        CureOrder order = Assert.Single(answer.Plan!.Orders);
        decimal paid = (decimal)MarkOf(3000, 0.66, (double)order.Quantity);
        MarginRequirement after = MarginCalculator.Compute(request with
        {
            Account = Sample.Account([new("ETH-W-3000-C", -20 + order.Quantity)], 5_500 - paid),
        });
        Assert.InRange(order.Quantity, 0.001m, 19.999m);
        Assert.InRange(after.Equity - after.Maintenance, -0.02m, 0.02m);
    }

    [Fact]
    public void Compute_Shares_AreTheMarginBeforeRounding() => OptionSample.Accounts.Sample(account =>
    {
        MarginView view = MarginView.Of(account, OptionSample.Market);
        double initial = ScenarioSample.Standard().Evaluate(view, 1).Initial;
        Assert.Equal(
            initial, ScenarioSample.Standard().Contributions(view, 1).Sum(), 1e-9 * Math.Max(1, initial));
    });

    [Theory]
    [InlineData("maximumSpotRate")]
    [InlineData("putInitialFactor")]
    [InlineData("depegFactor")]
    public void Read_FieldOutOfRange_IsRefusedWithItsPath(string field)
    {
        string json = WireFormat.Write(Request(ScenarioSample.Standard()));
        int at = json.IndexOf($"\"{field}\":", StringComparison.Ordinal) + field.Length + 3;
        InputRefusedException refusal = Assert.Throws<InputRefusedException>(
            () => WireFormat.Read(json[..at] + "-" + json[at..]));
        Assert.Equal(("OutOfRange", "policy.parameters." + field), (refusal.Code, refusal.Where));
    }

    private static double MarkOf(double strike, double volatility, double size) =>
        size * Black76.Price(new(3014.5, strike, volatility, 7 / 365.0, true), 0);

    private static decimal Up(decimal amount) => Money.RoundTo(amount, 0.01m, MoneyRounding.Up);

    private static MarginRequest Request(IMarginPolicy policy, params Position[] positions) =>
        new("r", Sample.AsOf, Sample.Account(positions), OptionSample.Market, policy);

    private static MarginRequirement Compute(IMarginPolicy policy, params Position[] positions) =>
        MarginCalculator.Compute(Request(policy, positions));
}
