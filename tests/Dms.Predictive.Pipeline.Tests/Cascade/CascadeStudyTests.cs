namespace Dms.Predictive.Pipeline.Tests.Cascade;

public sealed class CascadeStudyTests
{
    private static readonly CascadePlan Small = new()
    {
        Settings = new() { Minutes = 480, Accounts = 40 },
        Seeds = 4,
        TrainingSeeds = 3,
        AdversariesPerKind = 2,
    };

    private static readonly Lazy<CascadeComparison> Compared = new(() => CascadeStudy.Run(Small));

    [Fact]
    public void Run_EveryRule_MeetsTheSameSeedsAtTheMatchedAverageMargin()
    {
        Assert.Equal(
            ["static", "EWMA", "GARCH", "GARCH with notice", "forecast from prices", "forecast"],
            Compared.Value.Rows.Select(r => r.Rule.Name));
        Assert.All(Compared.Value.Rows, row =>
        {
            Assert.Equal([1, 2, 3, 4], row.Plain.Select(o => o.Seed));
            Assert.Equal(0.05, row.Plain.Average(o => o.AverageRate), 0.002);
            Assert.Equal(0.05, row.WithAdversaries.Average(o => o.AverageRate), 0.003);
        });
    }

    [Fact]
    public void Run_InAnotherOrder_SameResult()
    {
        CascadeComparison reversed = CascadeStudy.Run(Small with
        {
            ForEach = (count, run) =>
            {
                for (int i = count - 1; i >= 0; i--)
                {
                    run(i);
                }
            },
        });

        Assert.Equal(
            Compared.Value.Rows.Select(r => (r.Rule, r.Plain.Sum(o => o.BadDebt))),
            reversed.Rows.Select(r => (r.Rule, r.Plain.Sum(o => o.BadDebt))));
    }

    [Fact]
    public void Against_PairedBySeed_IntervalHoldsTheMeanDifference() =>
        Assert.All(Compared.Value.Against(o => o.Liquidations), d =>
        {
            CascadeRow other = Compared.Value.Rows.Single(r => r.Rule.Name == d.Other);
            double mean = Compared.Value.Ours.Plain.Zip(other.Plain, (a, b) => (double)a.Liquidations - b.Liquidations).Average();
            Assert.Equal(mean, d.Difference.Mean, 9);
            Assert.InRange(mean, d.Difference.Lower, d.Difference.Upper);
        });

    // Stylized facts of minute returns (Cont 2001): heavy tails, clustered volatility, hardly any memory in the sign.
    [Fact]
    public void Facts_OfTheMarket_AreThoseOfRealMarkets()
    {
        CascadeSettings settings = new() { Minutes = 2_880 };
        StylizedFacts facts = StylizedFacts.Of([.. Enumerable.Range(20_001, 8).Select(seed =>
            new CascadeRun(settings, new(settings, seed), new StaticRule(0.05, 0.5), seed).Run())]);

        Assert.InRange(facts.Kurtosis, 8, 200);
        Assert.InRange(facts.TailIndex, 2, 5);
        Assert.All(facts.AbsoluteCorrelation, c => Assert.InRange(c, 0.08, 0.6));
        Assert.InRange(facts.ReturnCorrelation, -0.15, 0.15);
        Assert.InRange(facts.Leverage[1], 2, 20);
    }

    [Fact]
    public void Facts_OfNormalReturns_AreNormal()
    {
        Volatility.SeededGenerator random = new(3);
        CascadeOutcome outcome = Compared.Value.Rows[0].Plain[0] with
        {
            Returns = [.. Enumerable.Range(0, 60_000).Select(_ => CascadeNoise.Normal(random))],
        };
        StylizedFacts facts = StylizedFacts.Of([outcome]);

        Assert.Equal(3, facts.Kurtosis, 0.1);
        Assert.Equal(0, facts.AbsoluteCorrelation[0], 0.02);
        Assert.Equal(Math.Sqrt(525_600), facts.Volatility, 6.0);
    }

    [Theory]
    [InlineData(1, 1, 3, 0)]
    [InlineData(0, 4, 3, 0)]
    [InlineData(9_998, 4, 3, 0)]     // would reach into the training seeds
    [InlineData(1, 4, 1, 0)]
    [InlineData(1, 4, 3, 3)]
    public void Run_PlanOutOfRange_Refused(int first, int seeds, int training, int adversaries) =>
        Assert.Throws<ArgumentOutOfRangeException>(() => CascadeStudy.Run(Small with
        {
            FirstSeed = first,
            Seeds = seeds,
            TrainingSeeds = training,
            AdversariesPerKind = adversaries,
        }));
}
