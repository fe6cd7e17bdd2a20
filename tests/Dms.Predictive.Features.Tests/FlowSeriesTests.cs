using Dms.Predictive.Core;
using Dms.Predictive.Features.OrderFlow;

namespace Dms.Predictive.Features.Tests;

public sealed class FlowSeriesTests
{
    private static readonly Timestamp Start = Timestamp.FromDate(2026, 1, 1);

    [Fact]
    public void Join_TradesAndBookApart_SameBitsAsTogether()
    {
        FlowSeries together = SampleFlow.Make(1, default, 500);
        FlowSeries trades = SampleFlow.Make(1, default, 500, SampleFlow.Part.Trades);
        FlowSeries book = SampleFlow.Make(1, default, 500, SampleFlow.Part.Book);

        FlowSeries joined = FlowSeries.Join(trades, book);

        Assert.Equal(together.Count, joined.Count);
        for (int i = 0; i < together.Count; i++)
        {
            Assert.Equal(together.OpenTime(i), joined.OpenTime(i));
            Assert.Equal(Bits(together.Values(i)), Bits(joined.Values(i)));
        }
    }

    [Fact]
    public void Join_MinutesOfOneOnly_TheOtherIsMissing()
    {
        FlowSeries trades = new();
        trades.Append(Start, Row(1));
        FlowSeries book = new();
        book.Append(Start + TimeSpan.FromMinutes(2), Row(2));

        FlowSeries joined = FlowSeries.Join(trades, book);

        Assert.Equal(2, joined.Count);
        Assert.Equal(1, joined.Values(0)[(int)FlowMeasure.Trades]);
        Assert.True(double.IsNaN(joined.Values(0)[(int)FlowMeasure.Spread]));
        Assert.True(double.IsNaN(joined.Values(1)[(int)FlowMeasure.Trades]));
        Assert.Equal(2, joined.Values(1)[(int)FlowMeasure.Spread]);
    }

    [Fact]
    public void Append_WrongWidthOrMinute_Refused()
    {
        FlowSeries series = new();
        series.Append(Start, Row(1));
        Assert.Throws<ArgumentException>(() => series.Append(Start + TimeSpan.FromMinutes(1), new double[3]));
        Assert.Throws<ArgumentException>(() => series.Append(Start, Row(1)));
        Assert.Throws<ArgumentException>(() => series.Append(Start + TimeSpan.FromSeconds(90), Row(1)));
    }

    [Fact]
    public void Compute_FlowFromTheFuture_Refused()
    {
        FeatureEngine engine = new(1, new EngineInputs { HasFlow = true });
        engine.Append(new Bar(Start, 1, 1, 1, 1, 1));
        engine.Observe(Start + TimeSpan.FromMinutes(1), Row(1));
        Assert.Throws<InvalidOperationException>(
            () => engine.Compute(Start + TimeSpan.FromMinutes(1), new double[engine.Schema.Count]));
    }

    [Fact]
    public void Compute_AfterAHole_MissingUntilWindowsAreFullAgain()
    {
        FeatureEngine engine = new(1, new EngineInputs { HasFlow = true });
        int imbalance = engine.Schema.IndexOf("trade_imbalance_10");
        FlowSeries flow = SampleFlow.Make(1, default, 200);
        double[] values = new double[engine.Schema.Count];
        List<double> seen = [];
        for (int i = 0; i < flow.Count; i++)
        {
            engine.Append(new Bar(flow.OpenTime(i), 1, 1, 1, 1, 1));
            if (i is < 100 or >= 110)
            {
                engine.Observe(flow.OpenTime(i), flow.Values(i));
            }

            engine.Compute(engine.Grid.KnownUntil, values);
            seen.Add(values[imbalance]);
        }

        Assert.All(seen[20..102], v => Assert.True(double.IsFinite(v)));
        Assert.All(seen[103..117], v => Assert.True(double.IsNaN(v)));
        Assert.All(seen[118..], v => Assert.True(double.IsFinite(v)));
    }

    private static double[] Row(double value) => [.. Enumerable.Repeat(value, FlowSeries.Width)];

    private static long[] Bits(ReadOnlySpan<double> values) => [.. values.ToArray().Select(BitConverter.DoubleToInt64Bits)];
}
