using CsCheck;
using Dms.Predictive.Core;

namespace Dms.Predictive.Margin.Tests.Policies;

public sealed class HistoricalPolicyTests
{
    private static readonly Account Book = Sample.Account(
        [new("BTC-PERP", 0.5m), new("ETH-PERP", -6), new("SOL-SPOT", 40)]);

    [Fact]
    public void Compute_WorkedExample_Matches()
    {
        HistoricalPolicy policy = new(new()
        {
            Confidence = 0.8,
            Lambda = 0.94,
            MaintenanceRatio = 0.8,
            Returns = [new("ETH", [0.011, -0.024, 0.037, -0.008, 0.019, 0.002, -0.031])],
        });
        MarginRequirement r = MarginCalculator.Compute(
            Sample.Request(policy, Sample.Account([new("ETH-PERP", -6)])));
        Assert.Equal((593.81m, 475.05m), (r.Initial, r.Maintenance));
        Assert.Equal((2, "history"), (r.WorstScenario!.Index, r.WorstScenario.Name));
        Assert.Equal(-693.7830649962652, r.WorstScenario.Pnl, 1e-9);
    }

    [Fact]
    public void Compute_SharesOfInstruments_SumToTheRequirementBeforeStretching() => Sample.Accounts.Sample(account =>
    {
        foreach (HistoricalPolicy policy in new[] { Sample.Historical(), With(p => p with { Measure = TailMeasure.ValueAtRisk }) })
        {
            MarginView view = MarginView.Of(account, Sample.Market);
            double initial = policy.Evaluate(view, 1).Initial;
            Assert.Equal(initial, policy.Contributions(view, 1).Sum(), 1e-9 * (1 + initial));
        }
    });

    [Fact]
    public void Compute_PortfolioShortfall_NeverAboveTheSumOfTheLegs() => Sample.Accounts.Sample(account =>
    {
        PolicyParts parts = Sample.Historical().Evaluate(MarginView.Of(account, Sample.Market), 1);
        Assert.InRange(parts.Initial, 0, parts.BaseInitial);
    });

    [Fact]
    public void Compute_OffsetCap_KeepsTheRestOfTheStandAloneSum()
    {
        PolicyParts free = Parts(p => p);
        PolicyParts capped = Parts(p => p with { OffsetCap = 0.1 });
        Assert.True(free.Initial < 0.9 * free.BaseInitial);
        Assert.Equal(0.9 * free.BaseInitial, capped.Initial, 1e-12);
        Assert.Equal(free.BaseInitial, Parts(p => p with { OffsetCap = 0 }).Initial, 1e-12);
    }

    [Fact]
    public void Compute_StressedPeriodIsWorse_DecidesWithItsWeight()
    {
        PolicyParts calm = Parts(p => p);
        HistoricalPolicy stressed = With(p => p with { StressedReturns = Sample.Returns(3, 60), StressedWeight = 0.7 });
        PolicyParts alone = Parts(p => p with { Returns = Sample.Returns(3, 60) });
        MarginRequirement r = MarginCalculator.Compute(Sample.Request(stressed, Book));
        Assert.Equal(0.7 * alone.Initial, stressed.Evaluate(View, 1).Initial, 1e-9);
        Assert.Equal("stressed", r.WorstScenario!.Name);
        Assert.Equal("stressed", Assert.IsType<HistoricalDetails>(r.Details).Leg);
        HistoricalPolicy light = With(p => p with { StressedReturns = Sample.Returns(3, 60), StressedWeight = 0.01 });
        Assert.Equal(calm.Initial, light.Evaluate(View, 1).Initial);
    }

    [Fact]
    public void Compute_UnderlyingWithoutReturns_IsRefused()
    {
        HistoricalPolicy ethOnly = With(p => p with { Returns = [p.Returns[1]] });
        InputRefusedException refusal =
            Assert.Throws<InputRefusedException>(() => MarginCalculator.Compute(Sample.Request(ethOnly, Book)));
        Assert.Equal(("UnknownUnderlying", "policy.parameters.returns"), (refusal.Code, refusal.Where));
    }

    [Fact]
    public void Compute_ReturnsThatNeverMove_RequireNothing() => Assert.Equal(
        0, Parts(p => p with { Returns = [.. p.Returns.Select(r => r with { Values = new double[50] })] }).Initial);

    private static MarginView View => MarginView.Of(Book, Sample.Market);

    private static HistoricalPolicy With(Func<HistoricalParameters, HistoricalParameters> change) =>
        new(change(Sample.HistoricalParameters()));

    private static PolicyParts Parts(Func<HistoricalParameters, HistoricalParameters> change) =>
        With(change).Evaluate(View, 1);
}
