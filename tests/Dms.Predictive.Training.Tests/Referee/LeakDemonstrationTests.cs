using Dms.Predictive.Core;
using Dms.Predictive.Volatility;

namespace Dms.Predictive.Training.Tests;

/// <summary>The demonstration on bars whose volatility comes in waves: what leaks looks good, what is honest does not.</summary>
public sealed class LeakDemonstrationTests(LeakDemonstrationTests.Fixture made) : IClassFixture<LeakDemonstrationTests.Fixture>
{
    private LeakFindings Found => made.Findings;

    [Fact]
    public void Schemes_ShuffledFolds_FlatterTheSameTrees()
    {
        Assert.Equal(4, Found.Schemes.Count);
        Assert.True(
            Found.Schemes[0].LogRSquared > Found.Schemes[^1].LogRSquared + 0.1,
            string.Join("; ", Found.Schemes.Select(s => s.ToString())));
        Assert.True(Found.Schemes[0].LogRSquared > Found.Schemes[1].LogRSquared + 0.1);
        Assert.Equal(Found.Schemes[0].Rows, Found.Schemes[1].Rows);
        Assert.InRange(Found.Schemes[2].Rows / (double)Found.Schemes[0].Rows, 0.74, 0.76);
    }

    [Fact]
    public void ShuffledLabels_GainNothing_WhileTrueLabelsDo()
    {
        Assert.True(Found.PlaceboPasses, Found.ShuffledLabels.ToString());
        Assert.True(Found.TrueLabels.Low > 0, Found.TrueLabels.ToString());
        Assert.False((Found with { ShuffledLabels = Found.TrueLabels }).PlaceboPasses);
    }

    [Fact]
    public void Features_OneHourOld_LoseSkill() => Assert.True(Found.Freshness.Low > 0, Found.Freshness.ToString());

    [Fact]
    public void Perturbation_FindsThePlantedLeakAndNothingElse()
    {
        Assert.Empty(Found.LookingAhead);
        Assert.True(Found.PlantedLeakCaught);
    }

    [Fact]
    public void Probe_WithoutThePlant_FindsNothing()
    {
        BarSeries bars = SyntheticBars.Days(9);
        Timestamp cut = SyntheticBars.Start + TimeSpan.FromDays(8);
        Assert.Empty(PerturbationProbe.LookingAhead(bars, 5, [cut], plant: false, CancellationToken.None));
        Assert.Throws<ArgumentException>(() => PerturbationProbe.LookingAhead(bars, 5, [], true, CancellationToken.None));
    }

    [Fact]
    public void Run_ShortHistory_SaysWhatItNeeds()
    {
        BarSeries bars = SyntheticBars.Days(12);
        (Timestamp, Timestamp) span = (SyntheticBars.Start + TimeSpan.FromDays(10), SyntheticBars.Start + TimeSpan.FromDays(12));
        DecisionTable table = DecisionTableBuilder.Build(bars, 5, span.Item2, CancellationToken.None);
        InputRefusedException e = Assert.Throws<InputRefusedException>(
            () => LeakDemonstration.Run(bars, table, new EvaluationProtocol(), span, CancellationToken.None));
        Assert.Equal("too-short", e.Code);
        Assert.Contains("eight days", e.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Folds_Contiguous_KeepHorizonAndEmbargoApart()
    {
        long[] minutes = [.. Enumerable.Range(0, 4000).Select(i => 5L * i)];
        foreach (Fold fold in FoldPlan.Contiguous(minutes, 4, (60, 1440)))
        {
            (long first, long last) = (minutes[fold.Test[0]], minutes[fold.Test[^1]]);
            Assert.Equal(1000, fold.Test.Length);
            Assert.NotEmpty(fold.Train);
            Assert.All(fold.Train, i => Assert.True(minutes[i] + 60 <= first || minutes[i] >= last + 60 + 1440));
        }
    }

    [Fact]
    public void Folds_WalkForward_TrainOnlyOnWhatWasKnown()
    {
        long[] minutes = [.. Enumerable.Range(0, 4000).Select(i => 5L * i)];
        List<Fold> folds = FoldPlan.WalkForward(minutes, 4, (60, 1440));
        Assert.Equal(3, folds.Count);
        Assert.All(folds, f => Assert.True(minutes[f.Train[^1]] + 60 + 1440 <= minutes[f.Test[0]]));
    }

    [Fact]
    public void Folds_Shuffled_DealEveryRowOnce()
    {
        List<Fold> folds = FoldPlan.Shuffled(1003, 4, 17);
        Assert.Equal(Enumerable.Range(0, 1003), folds.SelectMany(f => f.Test).Order());
        Assert.All(folds, f => Assert.Empty(f.Test.Intersect(f.Train)));
        Assert.NotEqual(FoldPlan.Permutation(50, 1), FoldPlan.Permutation(50, 2));
        Assert.Equal(Enumerable.Range(0, 50), FoldPlan.Permutation(50, 1).Order());
    }

    public sealed class Fixture
    {
        public Fixture()
        {
            BarSeries bars = Waves(34);
            EvaluationProtocol protocol = new() { Trees = new BoostingRecipe { Trees = 60, MinimumRowsPerLeaf = 60 } };
            (Timestamp Start, Timestamp End) span =
                (SyntheticBars.Start + TimeSpan.FromDays(28), SyntheticBars.Start + TimeSpan.FromDays(34));
            DecisionTable table = DecisionTableBuilder.Build(bars, 5, span.End, CancellationToken.None);
            Findings = LeakDemonstration.Run(bars, table, protocol, span, CancellationToken.None);
        }

        internal LeakFindings Findings { get; }

        // Log-variance with a half-life of six hours: an hour ahead can be foreseen, a month cannot.
        private static BarSeries Waves(int days)
        {
            SeededGenerator dice = new(21);
            List<Bar> bars = [];
            double price = 100, level = 0;
            for (int i = 0; i < days * 1440; i++)
            {
                level = (0.998 * level) + (0.063 * Gauss(dice));
                double close = price * Math.Exp(0.001 * Math.Exp(level / 2) * Gauss(dice));
                bars.Add(new Bar(
                    SyntheticBars.Start + TimeSpan.FromMinutes(i), price, Math.Max(price, close), Math.Min(price, close), close,
                    1 + dice.NextUniform()));
                price = close;
            }

            return SyntheticBars.Series(bars);
        }

        private static double Gauss(SeededGenerator dice) =>
            Math.Sqrt(-2 * Math.Log(1 - dice.NextUniform())) * Math.Cos(2 * Math.PI * dice.NextUniform());
    }
}
