using Dms.Predictive.Core;
using Dms.Predictive.Features;

namespace Dms.Predictive.Training.Tests;

public sealed class SeriesJoinTests
{
    [Fact]
    public void Build_WithSeries_DecisionSeesWhatWasPublishedByThenAndNoMore()
    {
        BarSeries bars = SyntheticBars.Days(1);
        Timestamp at = SyntheticBars.Start + TimeSpan.FromHours(2);
        SlowSeries series = new(SlowSeriesKind.FearGreed,
        [
            new(10, SyntheticBars.Start, SyntheticBars.Start), new(20, SyntheticBars.Start, at),
            new(30, SyntheticBars.Start, new Timestamp(at.Nanoseconds + 1)),
        ]);
        DecisionTable table = DecisionTableBuilder.Build(bars, 5, SyntheticBars.Start + TimeSpan.FromDays(1), CancellationToken.None, new SideHistory { Series = [series] });
        int column = table.Schema.IndexOf("fear_greed");

        double[] seen = [.. Enumerable.Range(table.IndexAt(at.Minutes) - 1, 3).Select(d => table.Features(d)[column])];

        Assert.Equal([10, 20, 30], seen);
    }

    [Fact]
    public void Build_WithSeries_BarFeaturesKeepTheirBits()
    {
        BarSeries bars = SyntheticBars.Days(1);
        Timestamp end = SyntheticBars.Start + TimeSpan.FromDays(1);
        SlowSeries series = new(SlowSeriesKind.Vix, [new(10, SyntheticBars.Start, SyntheticBars.Start)]);
        DecisionTable plain = DecisionTableBuilder.Build(bars, 5, end, CancellationToken.None);
        DecisionTable joined = DecisionTableBuilder.Build(bars, 5, end, CancellationToken.None, new SideHistory { Series = [series] });

        Assert.Equal(plain.Count, joined.Count);
        for (int d = 0; d < plain.Count; d++)
        {
            Assert.Equal(plain.Features(d).ToArray(), joined.Features(d)[..plain.Schema.Count].ToArray());
        }
    }
}
