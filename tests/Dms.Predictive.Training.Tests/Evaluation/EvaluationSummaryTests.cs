namespace Dms.Predictive.Training.Tests;

/// <summary>What the summary of a small run must say about itself.</summary>
public sealed class EvaluationSummaryTests(EvaluationSummaryTests.Fixture made) : IClassFixture<EvaluationSummaryTests.Fixture>
{
    private HorizonSummary Summary => made.Summaries[0];

    [Fact]
    public void Gains_FirstIsAgainstTheStrongestBaseline()
    {
        string strongest = Summary.Models.Where(m => m.Model is "ewma" or "garch" or "har").MinBy(m => m.Qlike)!.Model;
        Assert.Equal(strongest, Summary.Gains[0].Baseline);
        Assert.Equal(["ewma", "garch", "har"], Summary.Gains.Select(g => g.Baseline).Order());
        Assert.Equal(Summary.Gains.Select(g => g.GainPercent).Order(), Summary.Gains.Select(g => g.GainPercent));
        Assert.All(Summary.Gains, g => Assert.InRange(g.GainPercent, g.GainLow, g.GainHigh));
        Assert.All(Summary.Gains, g => Assert.InRange(g.SuperiorPValue, 0, 1));
    }

    [Fact]
    public void Models_AreThoseThatIssued_EachWithIntervalAndPlaceInTheSet()
    {
        Assert.Equal(made.Run.Forecasts[0].Issued.Select(m => m.Model), Summary.Models.Select(m => m.Model));
        Assert.All(Summary.Models, m => Assert.InRange(m.Qlike, m.QlikeInterval.Lower, m.QlikeInterval.Upper));
        Assert.Equal(1, Summary.Models.MinBy(m => m.Qlike)!.ConfidenceSetPValue);
        Assert.Contains(Summary.Models, m => m.InConfidenceSet);
        Assert.All(Summary.Models, m => Assert.NotNull(m.Levels));
    }

    [Fact]
    public void Slices_AllRowsOnce_AndTheWorstIsAgainstTheBetterBaselineThere()
    {
        Assert.Equal(Summary.Rows, Summary.Months.Sum(s => s.Rows));
        Assert.Equal(Summary.Rows, Summary.Regimes.Sum(s => s.Rows));
        double worst = Summary.Regimes.Min(s =>
            100 * (1 - (s.Qlike["blend"] / new[] { "ewma", "garch", "har" }.Min(b => s.Qlike[b]))));
        Assert.Equal(worst, Summary.WorstRegime!.GainPercent, 12);
        Assert.Equal("2026-02", Summary.WorstMonth!.Slice);
    }

    [Fact]
    public void Proxies_EveryModelRankedOnBoth()
    {
        Assert.Equal(2, Summary.Proxies.Count);
        Assert.All(Summary.Proxies, p => Assert.Equal(Summary.Models.Select(m => m.Model).Order(), p.Order.Order()));
        Assert.All(Summary.Proxies, p => Assert.Equal(p.Qlike.OrderBy(q => q.Value).Select(q => q.Key), p.Order));
    }

    [Fact]
    public void Proxies_ConstantAndBouncingReturns_MeasureWhatTheyShould()
    {
        double[] constant = [.. Enumerable.Repeat(0.1, 10)];
        Assert.Equal(5 * 10 * 0.01, VarianceProxies.Subsampled(constant), 12);
        double[] bounce = [.. Enumerable.Range(0, 60).Select(i => i % 2 == 0 ? 0.1 : -0.1)];
        Assert.Equal(60 * 0.01 / 5, VarianceProxies.Subsampled(bounce), 12);
        Assert.InRange(VarianceProxies.Kernel(bounce), 0, 0.1 * 60 * 0.01);
        Assert.Equal(0.04, VarianceProxies.Kernel([0.2]), 12);
        Assert.InRange(VarianceProxies.Kernel(constant), 10 * 0.01, 10 * 10 * 0.01);
    }

    [Fact]
    public void CalmLevels_EqualTheQuantileOfTheTrailingWindow()
    {
        DecisionTable table = made.Run.Table;
        double[] levels = CalmLevels.Of(table);
        Assert.All(levels[..1439], l => Assert.True(double.IsNaN(l)));
        foreach (int d in new[] { 1439, 3000, table.Count - 1 })
        {
            int from = Math.Max(0, d + 1 - 8640);
            Assert.Equal(Volatility.Quantile.Of(table.Realized10.AsSpan(from..(d + 1)), 0.9), levels[d]);
        }
    }

    [Fact]
    public void Onsets_AreJudgedAtCalmDecisionsOnly()
    {
        OnsetQuality? onset = Summary.Onset;
        Assert.NotNull(onset);
        Assert.InRange(onset.Rows, 1, Summary.Rows);
        Assert.All(onset.Scores, s => Assert.Equal(s.PrAuc.Mean / onset.BaseRate, s.Lift.Mean, 9));
        Assert.True(Summary.Spike is null || Summary.Spike.BaseRate >= onset.BaseRate);
    }

    public sealed class Fixture
    {
        public Fixture()
        {
            EvaluationProtocol protocol = new()
            {
                HorizonMinutes = [10],
                RehearsalRefits = 1,
                Trees = new BoostingRecipe { Trees = 8 },
            };
            (Core.Timestamp Start, Core.Timestamp End) span =
                (SyntheticBars.Start + TimeSpan.FromDays(30), SyntheticBars.Start + TimeSpan.FromDays(38));
            DecisionTable table = DecisionTableBuilder.Build(SyntheticBars.Days(38), 5, span.End, CancellationToken.None);
            Run = WalkForwardRun.Run(table, protocol, span, null, CancellationToken.None);
            Summaries = EvaluationSummary.Of(Run, span, 17);
        }

        internal WalkForwardRun Run { get; }

        internal IReadOnlyList<HorizonSummary> Summaries { get; }
    }
}
