using System.Globalization;
using Dms.Predictive.Core;
using Dms.Predictive.Explanation.Report;
using Dms.Predictive.Pipeline;
using Dms.Predictive.Training;
using Microsoft.Data.Analysis;

namespace Dms.Predictive.Cli.Workbench;

/// <summary>Pictures of what the bench measures, as SVG text; the report's own charts draw them.</summary>
public static class BenchCharts
{
    /// <summary>Price and volume of bars.</summary>
    /// <param name="bars">A frame of <see cref="MarketBench.Bars"/>.</param>
    public static string Market(DataFrame bars)
    {
        ArgumentNullException.ThrowIfNull(bars);
        double[] x = Minutes(bars);
        double[] close = Numbers(bars, "close");
        string says = Say($"Over {x.Length} bars the price moved between {close.Min():F0} and {close.Max():F0}.");
        return SvgChart.Times("Price and volume", says,
        [
            new ChartPanel("Close, quote currency", [new ChartLine("close", x, close)]),
            new ChartPanel("Volume, base units",
                [new ChartLine("volume", x, Numbers(bars, "volume"))]) { HoldsZero = true },
        ]);
    }

    /// <summary>Realized variance of ten minutes and the level that counts as a spike.</summary>
    /// <param name="features">A frame of <see cref="MarketBench.Features"/>.</param>
    public static string Spikes(FrameDocument features)
    {
        ArgumentNullException.ThrowIfNull(features);
        double[] x = Minutes(features.Frame), realized = Numbers(features.Frame, "realized_10");
        double[] threshold = Numbers(features.Frame, "spike_threshold");
        int spikes = realized.Where((r, i) => r > threshold[i]).Count();
        return SvgChart.Times(
            "Realized variance and the spike threshold",
            Say($"{spikes} of {x.Length} decisions stood above the threshold."),
        [
            new ChartPanel("Ten-minute volatility, %",
                [new ChartLine("realized", x, Roots(realized)),
                    new ChartLine("threshold", x, Roots(threshold))]) { HoldsZero = true },
        ]);
    }

    /// <summary>Training and validation loss by trees, or by rows when the number of trees stays.</summary>
    /// <param name="curve">Points of one curve, at least two.</param>
    public static string Learning(IReadOnlyList<LearningPoint> curve)
    {
        ArgumentNullException.ThrowIfNull(curve);
        bool byTrees = curve[0].Trees != curve[^1].Trees;
        double[] x = [.. curve.Select(p => (double)(byTrees ? p.Trees : p.Rows))];
        LearningPoint best = curve.MinBy(p => p.ValidationLoss)!;
        string says = Say($"Validation loss is lowest, {best.ValidationLoss:F3}, at {best.Trees} trees and {best.Rows} rows.");
        return SvgChart.Lines("Learning curve", says, byTrees ? "trees" : "training rows",
        [
            new ChartPanel("Mean squared error of the ln label",
                [new ChartLine("training", x, [.. curve.Select(p => p.TrainingLoss)]),
                    new ChartLine("validation", x, [.. curve.Select(p => p.ValidationLoss)])]),
            new ChartPanel("QLIKE on later rows",
                [new ChartLine("validation", x, [.. curve.Select(p => p.ValidationQlike)])]),
        ]);
    }

    /// <summary>Forecast probability of a spike against the share that came true.</summary>
    /// <param name="curves">Name and bins of one to four forecasts.</param>
    public static string Calibration(params (string Name, IReadOnlyList<CalibrationBin> Bins)[] curves)
    {
        ArgumentNullException.ThrowIfNull(curves);
        CalibrationBin top = curves[0].Bins[^1];
        string says = Say($"Where the forecast said {100 * top.Forecast:F1} %, {100 * top.Observed:F1} % of {top.Count} decisions were spikes.");
        return SvgChart.Reliability("Calibration of the spike probability", says,
            [.. curves.Select(c =>
                (c.Name, (IReadOnlyList<ReliabilityPoint>)[
                .. c.Bins.Select(b => new ReliabilityPoint(b.Forecast, b.Observed, b.Count))]))]);
    }

    /// <summary>Initial margin with and without the learned forecast, and price.</summary>
    /// <param name="points">Decisions of a back-test.</param>
    public static string Margins(IReadOnlyList<BacktestPoint> points)
    {
        ArgumentNullException.ThrowIfNull(points);
        double[] x = [.. points.Select(p => (double)p.AsOf.Minutes)];
        double extra = points.Average(p => p.Initial - p.Reactive);
        return SvgChart.Times(
            "Initial margin", Say($"The learned forecast adds {10_000 * extra:F1} basis points on average."),
        [
            new ChartPanel("Initial margin, % of notional",
            [
                new ChartLine("with forecast", x, [.. points.Select(p => 100 * p.Initial)]),
                new ChartLine("without", x, [.. points.Select(p => 100 * p.Reactive)]),
                new ChartLine("baseline", x, [.. points.Select(p => 100 * p.Baseline)]),
            ]),
            new ChartPanel("Price, quote currency", [new ChartLine("price", x, [.. points.Select(p => p.Price)])]),
        ]);
    }

    /// <summary>Points of a learning curve as a frame.</summary>
    public static DataFrame Table(IReadOnlyList<LearningPoint> curve) => BenchFrames.Curve(curve);

    private static double[] Minutes(DataFrame frame) =>
        [.. ((DateTimeDataFrameColumn)frame["time"])
            .Select(t => (double)Timestamp.From(new DateTimeOffset(t!.Value)).Minutes)];

    private static double[] Numbers(DataFrame frame, string column) =>
        [.. ((DoubleDataFrameColumn)frame[column]).Select(v => v ?? double.NaN)];

    private static double[] Roots(double[] values) => [.. values.Select(Math.Sqrt)];

    private static string Say(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
