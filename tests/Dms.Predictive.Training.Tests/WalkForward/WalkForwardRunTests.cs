using Dms.Predictive.Core;
using Dms.Predictive.Volatility;

namespace Dms.Predictive.Training.Tests;

public sealed class WalkForwardRunTests
{
    private static readonly EvaluationProtocol Protocol = new()
    {
        RefitDays = 3,
        RehearsalRefits = 1,
        Members =
        [
            new MemberRecipe { Trees = new BoostingRecipe { Trees = 12 } },
            new MemberRecipe
            {
                Id = "corrector",
                Target = MemberTarget.HarResidual,
                Trees = new BoostingRecipe { Trees = 8, MinimumRowsPerLeaf = 400 },
            },
        ],
        Online = new OnlineBlendOptions { Rate = 0.02, Share = 0.01, ScaleHalfLifeDays = 1 },
    };

    private static readonly BarSeries Bars = SyntheticBars.Days(37);

    private static readonly (Timestamp Start, Timestamp End) Span =
        (SyntheticBars.Start + TimeSpan.FromDays(31), SyntheticBars.Start + TimeSpan.FromDays(37));

    private static readonly Lazy<WalkForwardRun> Whole = new(() => Run(Bars));

    [Theory]
    [InlineData(0, 600)]
    [InlineData(3, 0)]
    [InlineData(3, 5)]
    [InlineData(4, 700)]
    public void Run_FutureChangedOrRemoved_IssuedValuesKeepEveryBit(int days, int minutes)
    {
        Timestamp cut = Span.Start + TimeSpan.FromMinutes((days * 1440) + minutes);
        List<(long, int, string, double)> expected = Issued(Whole.Value, cut);
        Assert.True(expected.Count > 100 || cut == Span.Start);
        Assert.Equal(expected, Issued(Run(SyntheticBars.ChangedFrom(Bars, cut)), cut));
        Assert.Equal(expected, Issued(Run(SyntheticBars.Before(Bars, cut)), cut));
    }

    [Fact]
    public void Run_BarsChanged_LaterForecastsChange()
    {
        Timestamp cut = Span.Start + TimeSpan.FromDays(1);
        WalkForwardRun other = Run(SyntheticBars.ChangedFrom(Bars, cut));
        int d = other.Table.IndexAt(cut.Minutes + 30);
        Assert.All(
            Whole.Value.Forecasts[0].Issued.Zip(other.Forecasts[0].Issued),
            pair => Assert.NotEqual(pair.First.Ln[d], pair.Second.Ln[d]));
    }

    [Fact]
    public void Run_Twice_SameBitsOnAnyNumberOfThreads()
    {
        WalkForwardRun again = WalkForwardRun.Run(Table(Bars), Protocol, Span, null, CancellationToken.None, threads: 1);
        Assert.Equal(Issued(Whole.Value, Span.End), Issued(again, Span.End));
    }

    [Fact]
    public void Run_EveryDecisionOfTheSpan_IsIssuedByEveryModel()
    {
        WalkForwardRun run = Whole.Value;
        int first = run.Table.IndexAt(Span.Start.Minutes);
        int end = run.Table.IndexAt(Span.End.Minutes);
        Assert.Equal(6 * 288, end - first);
        Assert.All(run.Forecasts.SelectMany(f => f.Issued), m => Assert.DoesNotContain(m.Ln[first..end], double.IsNaN));
    }

    [Fact]
    public void Run_Refits_TrainOnlyOnOutcomesKnownAtTheirTime()
    {
        WalkForwardRun run = Whole.Value;
        Assert.Equal(3, run.Refits.Count);
        foreach (FittedRefit fitted in run.Refits)
        {
            long warm = run.Table.FirstMinute + (Protocol.WarmUpDays * 1440);
            int known = Enumerable.Range(0, run.Table.Count).Count(d => run.Table.Minutes[d] >= warm
                && run.Table.Minutes[d] + 10 <= fitted.Refit.Minute && run.Targets[0].Eligible(d));
            Assert.Equal(known, fitted.TrainingRows);
        }
    }

    [Fact]
    public void Run_ShortHistory_SaysWhyNothingIsIssued()
    {
        BarSeries few = SyntheticBars.Days(20);
        (Timestamp Start, Timestamp End) span = (SyntheticBars.Start + TimeSpan.FromDays(18), SyntheticBars.Start + TimeSpan.FromDays(20));
        DecisionTable table = DecisionTableBuilder.Build(few, 5, span.End, CancellationToken.None);
        WalkForwardRun run = WalkForwardRun.Run(table, Protocol, span, null, CancellationToken.None);
        Assert.Contains("14 days plus 7 days", run.NothingIssuedReason, StringComparison.Ordinal);
        Assert.Empty(run.Refits);
        Assert.Empty(EvaluationSummary.Of(run, span, seed: 17));
    }

    [Fact]
    public void Run_Cancelled_Stops()
    {
        using CancellationTokenSource source = new();
        source.Cancel();
        DecisionTable table = Table(Bars);
        Assert.ThrowsAny<OperationCanceledException>(() => WalkForwardRun.Run(table, Protocol, Span, null, source.Token));
    }

    private static WalkForwardRun Run(BarSeries bars) =>
        WalkForwardRun.Run(Table(bars), Protocol, Span, null, CancellationToken.None);

    private static DecisionTable Table(BarSeries bars) =>
        DecisionTableBuilder.Build(bars, Protocol.StepMinutes, Span.End, CancellationToken.None);

    private static List<(long Minute, int Horizon, string Model, double Value)> Issued(WalkForwardRun run, Timestamp until)
    {
        List<(long, int, string, double)> issued = [];
        for (int h = 0; h < run.Forecasts.Count; h++)
        {
            IEnumerable<(string Model, double[] Ln)> columns =
                [.. run.Forecasts[h].Issued, ("spike", run.Forecasts[h].SpikeProbability)];
            foreach ((string model, double[] ln) in columns)
            {
                for (int d = run.Table.IndexAt(Span.Start.Minutes); d < run.Table.IndexAt(until.Minutes + 1); d++)
                {
                    issued.Add((run.Table.Minutes[d], h, model, ln[d]));
                }
            }
        }

        return issued;
    }
}
