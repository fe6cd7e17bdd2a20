using CsCheck;
using Dms.Predictive.Core;

namespace Dms.Predictive.Margin.Tests.Policies;

public sealed class ScenarioPortfolioPolicyTests
{
    [Fact]
    public void Compute_NothingHeld_NeedsNothingAndNamesTheBasis()
    {
        MarginRequirement r = Compute(Sample.Account([]));
        Assert.Equal((0m, 0m), (r.Initial, r.Maintenance));
        Assert.Equal(new WorstScenario(-1, "basis", 0), r.WorstScenario);
    }

    [Fact]
    public void Compute_LinearContract_LosesTheFarthestMoveAndPaysItsRates()
    {
        MarginRequirement r = Compute(Sample.Account([new("ETH-PERP", -2)]));
        const decimal Notional = 2 * 3012.75m;
        Assert.Equal(Up((Notional * 0.16m * 1.1m) + (Notional * 0.02m)), r.Initial);
        Assert.Equal(Up((Notional * 0.16m * 0.8m) + (Notional * 0.014m)), r.Maintenance);
    }

    [Fact]
    public void Compute_EqualScenarios_NameTheFirst()
    {
        WorstScenario worst = Compute(Sample.Account([new("ETH-PERP", 2)])).WorstScenario!;
        Assert.Equal((0, "0.84/Up"), (worst.Index, worst.Name));
    }

    [Fact]
    public void Compute_RiskCancellingCollateral_CoversAShortContract()
    {
        Account Holding(bool cancels) => Sample.Account([new("ETH-PERP", -2)]) with
        {
            Collateral = [new("ETH", 2) { RiskCancelling = cancels }],
        };
        MarginMarket market = OptionSample.Market with { Assets = [new("ETH", 3012.75m)] };
        MarginRequirement plain = MarginCalculator.Compute(Request(Holding(false), market));
        MarginRequirement covered = MarginCalculator.Compute(Request(Holding(true), market));
        Assert.Equal(Up(2 * 3012.75m * 0.02m), covered.Initial);
        Assert.True(plain.Initial > 5 * covered.Initial);
    }

    [Fact]
    public void Compute_CallAndPutOfOneStrike_SetEachOtherOffAsNakedOptions()
    {
        decimal Naked(params Position[] positions) => Compute(Sample.Account(positions)).Components
            .Single(c => c.Name == MarginComponentName.ShortOptionMinimum).Maintenance;
        decimal one = Naked(new Position("ETH-W-3000-C", -4));
        Assert.Equal(Math.Round(4 * 3012.75m * 0.0035m, 2), one);
        Assert.Equal(0, Naked(new("ETH-W-3000-C", -4), new("ETH-W-3000-P", 4)));
        Assert.Equal(one, Naked(new("ETH-W-3000-C", -4), new("ETH-Q-3000-C", 4)));
    }

    [Fact]
    public void Compute_WorstOfTheSmile_StandsInSkew()
    {
        // A risk reversal against its forward: spot and level hardly matter, the tilt does.
        ScenarioPortfolioParameters p = ScenarioSample.Parameters() with
        {
            Scenarios = [new("tilt", 1, VolatilityMove.Linear), new("bend", 1, VolatilityMove.Absolute)],
            Basis = new(1, 1, 0, 0),
        };
        MarginRequirement r = MarginCalculator.Compute(Request(
            Sample.Account([new("ETH-W-3300-C", 1), new("ETH-W-2900-P", -10)]), OptionSample.Market) with
        {
            Policy = new ScenarioPortfolioPolicy(p),
        });
        Assert.Equal(
            Math.Round(-(decimal)r.WorstScenario!.Pnl * 1.1m, 2),
            r.Components.Single(c => c.Name == MarginComponentName.Skew).Initial);
        Assert.All(((ScenarioDetails)r.Details).Underlyings, u => Assert.All(u.ScenarioPnl, pnl => Assert.True(pnl <= 0)));
    }

    [Fact]
    public void Compute_LessTrustDeeperDepegOrHigherHaircut_NeverLowersInitialAndNeverTouchesMaintenance() =>
        Gen.Select(OptionSample.SharedAccounts, Gen.Double[0, 1], Gen.Double[0, 1], Gen.Double[0, 1]).Sample(
            (account, trust, less, haircut) =>
            {
                MarginRequirement calm = MarginCalculator.Compute(Stressed(account, trust, 0.99m, haircut * less));
                MarginRequirement doubted = MarginCalculator.Compute(Stressed(account, trust * less, 0.99m, haircut * less));
                MarginRequirement pegged = MarginCalculator.Compute(Stressed(account, trust, 0.99m, haircut * less, cancels: false));
                MarginRequirement depegged = MarginCalculator.Compute(Stressed(account, trust, 0.9m, haircut * less, cancels: false));
                MarginRequirement cut = MarginCalculator.Compute(Stressed(account, trust, 0.99m, haircut));
                Assert.True(doubted.Initial >= calm.Initial && depegged.Initial >= pegged.Initial);
                Assert.True(cut.Initial >= calm.Initial && cut.Maintenance >= calm.Maintenance);
                Assert.Equal(calm.Maintenance, doubted.Maintenance);
            });

    [Fact]
    public void Compute_TwoUnderlyings_AddUpWithoutCredit()
    {
        MarginRequirement eth = Compute(Sample.Account([new("ETH-PERP", 3), new("ETH-W-3000-C", -2)]));
        MarginRequirement btc = Compute(Sample.Account([new("BTC-W-60000-P", -7)]));
        MarginRequirement both = Compute(
            Sample.Account([new("ETH-PERP", 3), new("ETH-W-3000-C", -2), new("BTC-W-60000-P", -7)]));
        Assert.InRange(both.Initial - eth.Initial - btc.Initial, -0.02m, 0.02m);
        Assert.Equal(Math.Min(eth.WorstScenario!.Pnl, btc.WorstScenario!.Pnl), both.WorstScenario!.Pnl);
    }

    [Fact]
    public void Compute_SingleExpiry_ContributionsAreEulerShares() => OptionSample.SharedAccounts.Sample(account =>
    {
        // Margin is homogeneous: the sum of shares must be margin before any of it is spread.
        MarginView view = MarginView.Of(account, OptionSample.Market);
        ScenarioPortfolioPolicy policy = ScenarioSample.Policy();
        double initial = policy.Evaluate(view, 1).Initial;
        Assert.Equal(initial, policy.Contributions(view, 1).Sum(), 1e-9 * Math.Max(1, initial));
    });

    [Fact]
    public void Evaluate_ForecastScale_ScalesSpotAndVolatilityOnlyWhenAsked()
    {
        MarginView view = MarginView.Of(Sample.Account([new("ETH-Q-3000-C", -3)]), OptionSample.Market);
        ScenarioPortfolioParameters wide = ScenarioSample.Parameters(driver: 1.5);
        double scaled = ScenarioSample.Policy().Evaluate(view, 1.5).Initial;
        ScenarioPortfolioParameters all = wide with
        {
            Scenarios = [.. wide.Scenarios.Select(s => s.Dampening == 1 ? s : s with { Spot = 1 + (1.5 * (s.Spot - 1)) })],
            Basis = new(1.075, 0.925, 0.4, 1.8),
        };
        Assert.Equal(new ScenarioPortfolioPolicy(all).Evaluate(view, 1).Initial, scaled, 1e-6);
        ScenarioPortfolioPolicy both = new(ScenarioSample.Parameters() with { ScaleVolatility = true });
        Assert.True(both.Evaluate(view, 1.5).Initial > scaled);
    }

    [Fact]
    public void Compute_ProfitThatIsNoNumber_IsRefusedInsteadOfPassedOver()
    {
        ScenarioPortfolioParameters p = ScenarioSample.Parameters();
        MarginRequest request = Request(Sample.Account([new("ETH-W-3000-C", -3)]), OptionSample.Market) with
        {
            Policy = new ScenarioPortfolioPolicy(p with { VolatilityShock = p.VolatilityShock with { ShortTermPower = 1e4 } }),
        };
        Assert.Equal("Overflow", Assert.Throws<InputRefusedException>(() => MarginCalculator.Compute(request)).Code);
    }

    [Fact]
    public void Compute_IsolatedAccount_IsRefused() => Assert.Equal(
        "ModeNotSupported",
        Assert.Throws<InputRefusedException>(
            () => Compute(Sample.Account([]) with { Mode = MarginMode.Isolated })).Code);

    [Theory]
    [InlineData("settlementWindowSeconds", 0, "settlementWindowSeconds")]
    [InlineData("daysFloor", 0, "volatilityShock.daysFloor")]
    [InlineData("rangeUp", -1, "volatilityShock.rangeUp")]
    [InlineData("positiveDiscount", 2, "lossFactors.positiveDiscount")]
    [InlineData("spotDown", 0, "basis.spotDown")]
    [InlineData("confidenceThreshold", 2, "contingencies.confidenceThreshold")]
    [InlineData("nakedInitialRate", -1, "contingencies.nakedInitialRate")]
    [InlineData("minimumWidth", 0, "skewShock.minimumWidth")]
    [InlineData("dampening", 2, "scenarios[0].dampening")]
    [InlineData("spot", 0, "scenarios[0].spot")]
    public void Read_FieldOutOfRange_IsRefusedWithItsPath(string field, int value, string where)
    {
        string json = WireFormat.Write(Request(Sample.Account([]), OptionSample.Market));
        int parameters = json.IndexOf("\"parameters\"", StringComparison.Ordinal);
        int at = json.IndexOf($"\"{field}\":", parameters, StringComparison.Ordinal) + field.Length + 3;
        string broken = json[..at] + value + json[json.IndexOfAny([',', '}'], at)..];
        InputRefusedException refusal = Assert.Throws<InputRefusedException>(() => WireFormat.Read(broken));
        Assert.Equal(("OutOfRange", "policy.parameters." + where), (refusal.Code, refusal.Where));
    }

    [Fact]
    public void Create_SmileScenarioWithoutSkewShock_IsRefused()
    {
        InputRefusedException refusal = Assert.Throws<InputRefusedException>(
            () => new ScenarioPortfolioPolicy(ScenarioSample.Parameters() with { SkewShock = null }));
        Assert.Equal("policy.parameters.scenarios[17].volatility", refusal.Where);
    }

    private static decimal Up(decimal amount) => Money.RoundTo(amount, 0.01m, MoneyRounding.Up);

    // Collateral that cancels risk is worth more of a quote coin off its peg, and hedges more.
    private static MarginRequest Stressed(Account account, double confidence, decimal peg, double haircut, bool cancels = true) => Request(
        account with
        {
            Collateral =
            [
                new("ETH", 1.5m) { InitialHaircut = haircut, MaintenanceHaircut = haircut / 2, RiskCancelling = cancels },
            ],
        },
        OptionSample.Market with
        {
            Underlyings = [.. OptionSample.Market.Underlyings.Select(u => u with { Confidence = confidence })],
            Quote = new("USDC", peg),
            Assets = [new("ETH", 3012.75m)],
        });

    private static MarginRequest Request(Account account, MarginMarket market) =>
        new("r", Sample.AsOf, account, market, ScenarioSample.Policy());

    private static MarginRequirement Compute(Account account) =>
        MarginCalculator.Compute(Request(account, OptionSample.Market));
}
