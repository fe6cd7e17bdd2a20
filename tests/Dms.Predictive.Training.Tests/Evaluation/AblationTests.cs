using Dms.Predictive.Core;
using Dms.Predictive.Features;

namespace Dms.Predictive.Training.Tests;

public sealed class AblationTests
{
    private const int BarMinutes = 5;
    private const int Days = 45;

    private static readonly Timestamp Start = Timestamp.FromDate(2026, 1, 1);
    private static readonly SlowSeriesKind Announced = SlowSeriesKind.Find("custom:announced")!;

    [Fact]
    public void Plan_BarsAlone_EachFamilyLeavesOnce() => Assert.Equal(
        AblationPlan.PriceFamilies.Order(), AblationPlan.Of(FeatureCatalog.Bars).Select(s => s.Family).Order());

    [Fact]
    public void Plan_TwoSeriesFamilies_EachLeavesAllAndJoinsBars()
    {
        IReadOnlyList<AblationStep> plan = AblationPlan.Of(new FeatureEngine(5, new EngineInputs { Series = [SlowSeriesKind.Vix, SlowSeriesKind.Funding] }).Schema);

        Assert.Equal(["derivatives", "macro"], plan.Where(s => s.FromPriceAlone).Select(s => s.Family));
        Assert.Equal(7, plan.Count(s => !s.FromPriceAlone));
        Assert.All(plan, s => Assert.Equal([s.Family], s.With.Except(s.Without)));
        Assert.All(plan.Where(s => s.FromPriceAlone), s => Assert.Equal(AblationPlan.PriceFamilies.Order(), s.Without.Order()));
    }

    [Fact]
    public void Run_SeriesThatAnnouncesTheRegimeAndOneOfNoise_OnlyTheFirstHelps()
    {
        IReadOnlyList<AblationGain> gains = Gains();

        Assert.All(
            gains.Where(g => g.Step.Family == "macro"), g => Assert.True(g is { Verdict: "helps", GainPercent: > 5, PValue: < 0.01 }, $"{g}"));
        Assert.All(
            gains.Where(g => g.Step.Family == "derivatives"), g => Assert.True(g.Verdict != "helps" && g.GainPercent < 1, $"{g}"));
        Assert.Equal(["blend", "gbdt"], gains.Select(g => g.Model).Distinct().Order());
    }

    [Fact]
    public void Plan_OnlyOneFamily_AsksOfItAloneAndRefusesAbsentOnes()
    {
        FeatureSchema schema = new FeatureEngine(5, new EngineInputs { Series = [SlowSeriesKind.Vix, SlowSeriesKind.Funding] }).Schema;

        Assert.Equal(["macro", "macro"], AblationPlan.Of(schema, ["macro"]).Select(s => s.Family));
        Assert.Throws<ArgumentException>(() => AblationPlan.Of(schema, ["trades"]));
    }

    [Fact]
    public void Run_MemberThatSeesOneFamilyOnly_Throws()
    {
        DecisionTable table = Table();

        Assert.Throws<ArgumentException>(() => AblationRun.Run(
            table, Protocol() with { Members = [new MemberRecipe { Families = ["variance"] }] }, Span, AblationPlan.Of(table.Schema), null, default));
    }

    private static (Timestamp Start, Timestamp End) Span => (Start + TimeSpan.FromDays(30), Start + TimeSpan.FromDays(Days));

    private static IReadOnlyList<AblationGain> Gains()
    {
        DecisionTable table = Table();
        return AblationRun.Run(table, Protocol(), Span, [.. AblationPlan.Of(table.Schema).Where(s => s.FromPriceAlone)], null, CancellationToken.None);
    }

    private static EvaluationProtocol Protocol() => new()
    {
        HorizonMinutes = [10],
        StepMinutes = 10,
        RehearsalRefits = 1,
        Trees = new BoostingRecipe { Trees = 40, MinimumRowsPerLeaf = 40 },
    };

    // Volatility is drawn anew every two hours; one series states it, the other is noise.
    private static DecisionTable Table()
    {
        Random random = new(7);
        List<Bar> bars = [];
        List<SlowObservation> regimes = [];
        List<SlowObservation> noise = [];
        double price = 100;
        double sigma = 0;
        for (int i = 0; i < Days * 1440 / BarMinutes; i++)
        {
            Timestamp at = Start + TimeSpan.FromMinutes(i * BarMinutes);
            if (i % (120 / BarMinutes) == 0)
            {
                sigma = random.NextDouble() < 0.5 ? 0.05 : 0.25;
                regimes.Add(new SlowObservation(sigma, at, at));
                noise.Add(new SlowObservation(random.NextDouble() / 100, at, at));
            }

            double open = price;
            price *= Math.Exp(sigma / 100 * 1.7 * (random.NextDouble() + random.NextDouble() + random.NextDouble() + random.NextDouble() - 2));
            bars.Add(new Bar(at, open, Math.Max(open, price), Math.Min(open, price), price, 1));
        }

        return DecisionTableBuilder.Build(
            SyntheticBars.Series(bars, BarMinutes), 10, Span.End, CancellationToken.None,
            new SideHistory { Series = [new SlowSeries(Announced, regimes), new SlowSeries(SlowSeriesKind.Funding, noise)] });
    }
}
