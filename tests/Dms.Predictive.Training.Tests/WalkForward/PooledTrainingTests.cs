using Dms.Predictive.Core;

namespace Dms.Predictive.Training.Tests;

public sealed class PooledTrainingTests
{
    private static readonly EvaluationProtocol Protocol = new()
    {
        HorizonMinutes = [10],
        RefitDays = 10,
        RehearsalRefits = 1,
        Trees = new BoostingRecipe { Trees = 12 },
    };

    private static readonly (Timestamp Start, Timestamp End) Span =
        (SyntheticBars.Start + TimeSpan.FromDays(31), SyntheticBars.Start + TimeSpan.FromDays(33));

    private static readonly Lazy<DecisionTable> Own = new(() => Table(SyntheticBars.Days(33)));
    private static readonly Lazy<DecisionTable> Other = new(() => Table(SyntheticBars.Days(33, seed: 8)));

    [Fact]
    public void Run_WithPool_TreesSeeBothMarketsAndBaselinesStayTheMarketsOwn()
    {
        WalkForwardRun alone = Run([]);
        WalkForwardRun pooled = Run([Other.Value]);

        Assert.Equal(2 * alone.Refits[^1].TrainingRows, pooled.Refits[^1].TrainingRows);
        Assert.Equal(alone.Forecasts[0].LnHar, pooled.Forecasts[0].LnHar);
        Assert.Equal(alone.Forecasts[0].LnGarch, pooled.Forecasts[0].LnGarch);
        Assert.NotEqual(alone.Forecasts[0].LnLearned[0], pooled.Forecasts[0].LnLearned[0]);
    }

    [Fact]
    public void Run_PooledMarketsFutureChanges_NothingIssuedChanges()
    {
        Timestamp cut = Span.Start + TimeSpan.FromHours(20);
        DecisionTable changed = Table(SyntheticBars.ChangedFrom(SyntheticBars.Days(33, seed: 8), Span.Start));
        int until = Own.Value.IndexAt(cut.Minutes);

        Assert.Equal(
            Run([Other.Value]).Forecasts[0].LnBlend[..until], Run([changed]).Forecasts[0].LnBlend[..until]);
    }

    [Fact]
    public void Run_PooledMarketListedTooLate_TakesNoPart()
    {
        BarSeries late = SyntheticBars.Series([.. SyntheticBars.Days(33, seed: 8).Bars
            .Where(b => b.OpenTime >= Span.Start - TimeSpan.FromDays(20))]);

        Assert.Equal(Run([]).Forecasts[0].LnBlend, Run([Table(late)]).Forecasts[0].LnBlend);
    }

    [Fact]
    public void Run_PooledMarketWithOtherBars_IsRefused() => Assert.Contains(
        "Pool markets of one kind", Assert.Throws<ArgumentException>(() => Run([Table(SyntheticBars.Series([], 5), 10)])).Message);

    private static WalkForwardRun Run(IReadOnlyList<DecisionTable> pool) =>
        WalkForwardRun.Run(Own.Value, Protocol, Span, null, CancellationToken.None, pool: pool);

    private static DecisionTable Table(BarSeries series, int step = 5) =>
        DecisionTableBuilder.Build(series, step, Span.End, CancellationToken.None);
}
