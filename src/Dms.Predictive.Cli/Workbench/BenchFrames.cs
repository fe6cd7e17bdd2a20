using Dms.Predictive.Core;
using Dms.Predictive.MarketData;
using Dms.Predictive.Pipeline;
using Dms.Predictive.Training;
using Microsoft.Data.Analysis;

namespace Dms.Predictive.Cli.Workbench;

/// <summary>Tables that a notebook shows.</summary>
internal static class BenchFrames
{
    public static DataFrame Bars(BarSeries series, Timestamp from, Timestamp to)
    {
        Bar[] bars = [.. series.Bars.Where(b => b.OpenTime >= from && b.OpenTime < to)];
        return new DataFrame(
            Times("time", bars.Select(b => b.OpenTime)), Numbers("open", bars.Select(b => b.Open)),
                Numbers("high", bars.Select(b => b.High)),
            Numbers("low", bars.Select(b => b.Low)), Numbers("close", bars.Select(b => b.Close)),
                Numbers("volume", bars.Select(b => b.VolumeBase)));
    }

    public static DataFrame Quality(QualityReport quality)
    {
        (string Issue, long Count)[] rows =
        [
            .. quality.Counts.OrderBy(c => c.Key).Select(c => (c.Key.ToString(), c.Value)),
            ("holes", quality.Gaps.Count), ("bars missing in holes", quality.Gaps.MissingBars),
        ];
        return new DataFrame(
            new StringDataFrameColumn("issue", rows.Select(r => r.Issue)),
            new Int64DataFrameColumn("count", rows.Select(r => r.Count)));
    }

    public static DataFrame Curve(IReadOnlyList<LearningPoint> points) => new(
        new Int32DataFrameColumn("trees", points.Select(p => p.Trees)),
            new Int32DataFrameColumn("rows", points.Select(p => p.Rows)),
        Numbers("training_loss", points.Select(p => p.TrainingLoss)),
            Numbers("validation_loss", points.Select(p => p.ValidationLoss)),
        Numbers("validation_qlike", points.Select(p => p.ValidationQlike)));

    public static DataFrame Margins(IReadOnlyList<BacktestPoint> points) => new(
        Times("time", points.Select(p => p.AsOf)), Numbers("initial", points.Select(p => p.Initial)),
        Numbers("reactive", points.Select(p => p.Reactive)), Numbers("baseline", points.Select(p => p.Baseline)),
        Numbers("maintenance", points.Select(p => p.Maintenance)), Numbers("uplift", points.Select(p => p.Uplift)),
        new StringDataFrameColumn("reason", points.Select(p => p.Reason)));

    private static DateTimeDataFrameColumn Times(string name, IEnumerable<Timestamp> times) =>
        new(name, times.Select(t => t.ToDateTimeOffset().UtcDateTime));

    private static DoubleDataFrameColumn Numbers(string name, IEnumerable<double> values) => new(name, values);
}
