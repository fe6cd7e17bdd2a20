using Dms.Predictive.Core;

namespace Dms.Predictive.Training.Tests;

public sealed class HeadStudyTests
{
    private static readonly EvaluationProtocol Protocol = new()
    {
        HorizonMinutes = [10],
        RefitDays = 3,
        RehearsalRefits = 3,
        Members = [new MemberRecipe { Trees = new BoostingRecipe { Trees = 8 } }],
    };

    private static readonly BarSeries Bars = SyntheticBars.Days(43);

    private static readonly (Timestamp Start, Timestamp End) Span =
        (SyntheticBars.Start + TimeSpan.FromDays(36), SyntheticBars.Start + TimeSpan.FromDays(43));

    private static readonly Lazy<HeadStudy> Whole = new(() => Study(Bars));

    [Fact]
    public void Run_FutureChanged_ProbabilitiesBeforeKeepEveryBit()
    {
        Timestamp cut = Span.Start + TimeSpan.FromDays(4);
        int decisions = (int)((cut.Minutes - SyntheticBars.Start.Minutes) / Protocol.StepMinutes);
        HeadStudy other = Study(SyntheticBars.ChangedFrom(Bars, cut));

        Assert.Equal(Whole.Value.Spike.Take(decisions - 1), other.Spike.Take(decisions - 1));
        Assert.Equal(Whole.Value.Onset.Take(decisions - 1), other.Onset.Take(decisions - 1));
        Assert.Contains(Whole.Value.Spike.Take(decisions), p => !double.IsNaN(p));
        Assert.NotEqual(Whole.Value.Spike.Skip(decisions + 10), other.Spike.Skip(decisions + 10));
    }

    [Fact]
    public void Score_PersistentVolatility_RanksAboveChance()
    {
        HeadOutcome outcome = Whole.Value.Score(Whole.Value.Spike, Span.Start, Span.End)!;

        Assert.True(outcome.Lift > 1.5, $"{outcome.Lift}");
        Assert.InRange(outcome.PrAuc, outcome.PrAucInterval.Lower, outcome.PrAucInterval.Upper);
    }

    private static HeadStudy Study(BarSeries bars)
    {
        DecisionTable table = DecisionTableBuilder.Build(bars, Protocol.StepMinutes, Span.End, CancellationToken.None);
        return HeadStudy.Run(WalkForwardRun.Run(table, Protocol, Span, null, CancellationToken.None), Protocol)!;
    }
}
