using Dms.Predictive.Cli.Work;
using Dms.Predictive.Core;
using Dms.Predictive.Pipeline;

namespace Dms.Predictive.Cli.Tests;

/// <summary>The main job end to end, once; every test reads the same run.</summary>
public sealed class DemoWorkTests : IClassFixture<DemoWorkTests.DemoRun>
{
    private readonly DemoResult _demo;

    public DemoWorkTests(DemoRun run) => _demo = run.Result;

    [Fact]
    public void Demo_HeldOutShock_MarginRoseBeforeIt()
    {
        Assert.NotNull(_demo.Shock?.AlertAt);
        Assert.True(_demo.Shock.LeadMinutes > 0);
    }

    [Fact]
    public void Demo_EveryMargin_IsAtLeastTheBaselineAndTheReactiveOne()
    {
        Assert.All(_demo.Day, p => Assert.True(p.Initial >= p.Baseline && p.Initial >= p.Reactive));
        Assert.All(_demo.Day, p => Assert.True(p.Maintenance <= p.Initial));
    }

    [Fact]
    public void Demo_Record_VerifiesAndReplaysBitForBit()
    {
        Assert.True(_demo.Verified.IsSound);
        Assert.Equal(288, _demo.Replay.Figures);
        Assert.Equal(_demo.Replay.Figures, _demo.Replay.Identical);
        Assert.Equal(_demo.Replay.Forecasts.Figures, _demo.Replay.Forecasts.Identical);
    }

    [Fact]
    public void Demo_LivePipeline_ForecastsTheSameBitsAsTheEvaluation()
    {
        foreach (BacktestPoint point in _demo.Day.Where(p => p.Variances is not null))
        {
            int d = _demo.Backtest.Run.Table.IndexAt(point.AsOf.Minutes);
            double ln = _demo.Backtest.Run.Forecasts[1].LnBlend[d];
            Assert.Equal(PinnedMath.Exp(ln) / 10_000, point.Variances!.Blend);
        }
    }

    [Fact]
    public void Demo_Reasons_SumToTheUpliftToTheUnit() => Assert.All(
        _demo.Raises, d => Assert.Equal(d.Component(MarginComponentName.MlUplift), d.Reasons!.Parts.Sum(p => p.Booked)));

    public sealed class DemoRun : IDisposable
    {
        private readonly string _folder = Directory.CreateTempSubdirectory("dms-demo-test-").FullName;

        public DemoRun() => Result = new DemoWork(_folder, CancellationToken.None).Run(null);

        internal DemoResult Result { get; }

        public void Dispose() => Directory.Delete(_folder, recursive: true);
    }
}
