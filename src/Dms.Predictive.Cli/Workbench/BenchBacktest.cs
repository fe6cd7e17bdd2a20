using Dms.Predictive.Cli.Work;
using Dms.Predictive.Explanation.Report;
using Dms.Predictive.Pipeline;
using Microsoft.Data.Analysis;

namespace Dms.Predictive.Cli.Workbench;

/// <summary>A margin back-test: every decision, and what they amount to.</summary>
public sealed class BenchBacktest
{
    internal BenchBacktest(MarginBacktestResult result) =>
        (Points, Summary, Alerts) = (result.Points, result.Summary, result.Alerts);

    /// <summary>Decisions in time order, rates of notional.</summary>
    public IReadOnlyList<BacktestPoint> Points { get; }

    /// <summary>Coverage, cost at matched coverage, largest steps, alerts.</summary>
    public MarginBacktest Summary { get; }

    /// <summary>Alerts against the shocks that came.</summary>
    public AlertLedger Alerts { get; }

    /// <summary>The decisions as a frame: time (UTC), initial, reactive, baseline, maintenance (rates of notional),
    /// uplift, reason.</summary>
    public DataFrame Margins() => BenchFrames.Margins(Points);

    /// <summary>Average margin by model at matched coverage: model, average rate, peak ÷ median, FZ0 loss.</summary>
    public DataFrame Costs() => new(
        new StringDataFrameColumn("model", Summary.Costs.Select(c => c.Model)),
        new DoubleDataFrameColumn("average_rate", Summary.Costs.Select(c => Number(c.AverageRate))),
        new DoubleDataFrameColumn("peak_to_median", Summary.Costs.Select(c => Number(c.PeakToMedian))),
        new DoubleDataFrameColumn("fz0", Summary.Costs.Select(c => Number(c.Fz0))));

    /// <summary>Coverage by period: outcomes, breaches, coverage, p-value of Kupiec's test, traffic light.</summary>
    public DataFrame Coverage() => new(
        new StringDataFrameColumn("period", Summary.Coverage.Select(p => p.Period)),
        new Int64DataFrameColumn("outcomes", Summary.Coverage.Select(p => p.Outcomes)),
        new Int64DataFrameColumn("breaches", Summary.Coverage.Select(p => p.Breaches)),
        new DoubleDataFrameColumn("coverage", Summary.Coverage.Select(p => Number(p.CoverageRate))),
        new DoubleDataFrameColumn("kupiec_p", Summary.Coverage.Select(p => Number(p.KupiecPValue))),
        new StringDataFrameColumn("traffic_light", Summary.Coverage.Select(p => p.TrafficLight.ToString())));

    private static double Number(Measured value) => value.IsPresent ? value.Value : double.NaN;
}
