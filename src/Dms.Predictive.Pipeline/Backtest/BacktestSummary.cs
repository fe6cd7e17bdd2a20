using Dms.Predictive.Core;
using Dms.Predictive.Explanation.Report;
using Dms.Predictive.Margin;
using Dms.Predictive.Volatility;

namespace Dms.Predictive.Pipeline;

/// <summary>What a back-test showed: coverage, cost against other margins, steps, alerts.</summary>
public static class BacktestSummary
{
    /// <summary>Summarises a back-test.</summary>
    /// <param name="points">Decisions in time order.</param>
    /// <param name="moves">Absolute h-minute return after each decision as a fraction; NaN when unknown.</param>
    /// <param name="policy">Policy that decided.</param>
    /// <param name="alerts">Alerts against shocks.</param>
    /// <param name="economics">Ways of setting the margin, compared.</param>
    public static MarginBacktest Of(
        IReadOnlyList<BacktestPoint> points, double[] moves, PipelinePolicy policy, AlertLedger alerts,
        IReadOnlyList<MarginRow> economics)
    {
        ArgumentNullException.ThrowIfNull(economics);
        ArgumentNullException.ThrowIfNull(points);
        ArgumentNullException.ThrowIfNull(policy);
        List<int> apart = NonOverlapping(points, moves, policy);
        return new MarginBacktest
        {
            Confidence = policy.Confidence,
            Horizon = TimeSpan.FromMinutes(policy.HorizonMinutes),
            Coverage = [.. Periods(points, apart).Select(p => CoverageOf(p.Name, p.Rows, points, moves, policy))],
            Costs = [.. economics.Where(r => r.Matched).Select(CostOf)],
            Subject = MarginEconomics.Deployed,
            LargestSteps = [Step(points, TimeSpan.FromHours(1)), Step(points, TimeSpan.FromDays(1))],
            Alerts = new AlertSummary(
                alerts.Alerts.Count, alerts.Shocks.Count, alerts.Met,
                Measured.Of(double.IsNaN(alerts.MedianLeadMinutes) ? null : alerts.MedianLeadMinutes, "no shock was met"),
                Measured.Of(alerts.FalseAlarmsPerDay)),
        };
    }

    /// <summary>Absolute return from each decision to the horizon after it, from the grid's closes.</summary>
    public static double[] MovesAfter(IReadOnlyList<BacktestPoint> points, BarSeries series, int horizonMinutes) =>
        [.. GrowthsAfter(points, series, horizonMinutes).Select(g => Math.Abs(g - 1))];

    /// <summary>Close at the end of the horizon ÷ price of each decision; NaN beyond the data.</summary>
    public static double[] GrowthsAfter(IReadOnlyList<BacktestPoint> points, BarSeries series, int horizonMinutes)
    {
        ArgumentNullException.ThrowIfNull(points);
        ArgumentNullException.ThrowIfNull(series);
        double[] growths = new double[points.Count];
        int bar = 0;
        Timestamp dataEnd = series.Bars[^1].OpenTime + series.Length;
        for (int i = 0; i < points.Count; i++)
        {
            Timestamp end = points[i].AsOf + TimeSpan.FromMinutes(horizonMinutes);
            while (bar + 1 < series.Bars.Count && series.Bars[bar + 1].OpenTime + series.Length <= end)
            {
                bar++;
            }

            growths[i] = end > dataEnd ? double.NaN : series.Bars[bar].Close / points[i].Price;
        }

        return growths;
    }

    // Outcomes that share bars are not independent; tests use one per horizon.
    private static List<int> NonOverlapping(IReadOnlyList<BacktestPoint> points, double[] moves, PipelinePolicy policy)
    {
        List<int> rows = [];
        for (int i = 0; i < points.Count; i++)
        {
            bool apart = rows.Count == 0
                || points[i].AsOf - points[rows[^1]].AsOf >= TimeSpan.FromMinutes(policy.HorizonMinutes);
            if (apart && !double.IsNaN(moves[i]))
            {
                rows.Add(i);
            }
        }

        return rows;
    }

    private static IEnumerable<(string Name, List<int> Rows)> Periods(IReadOnlyList<BacktestPoint> points, List<int> rows)
    {
        foreach (IGrouping<string, int> quarter in rows.GroupBy(i => QuarterOf(points[i].AsOf)))
        {
            yield return (quarter.Key, [.. quarter]);
        }

        yield return ("all", rows);
    }

    private static string QuarterOf(Timestamp time)
    {
        DateTimeOffset date = time.ToDateTimeOffset();
        return $"{date.Year} Q{((date.Month - 1) / 3) + 1}";
    }

    private static CoveragePeriod CoverageOf(
        string name, List<int> rows, IReadOnlyList<BacktestPoint> points, double[] moves, PipelinePolicy policy)
    {
        bool[] breaches = [.. rows.Select(i => moves[i] > points[i].Initial)];
        int count = breaches.Count(b => b);
        double tail = 1 - policy.Confidence;
        CoveragePeriod period = new() { Period = name, Outcomes = rows.Count, Breaches = count };
        if (rows.Count < 2)
        {
            return period;
        }

        CoverageResult test = CoverageTests.Run(breaches, tail);
        return period with
        {
            Kupiec = Measured.Of(test.Unconditional),
            KupiecPValue = Measured.Of(test.UnconditionalP),
            Christoffersen = Measured.Of(test.Joint),
            ChristoffersenPValue = Measured.Of(test.JointP),
            TrafficLight = TrafficLight.Of(count, rows.Count, tail) switch
            {
                TrafficLightZone.Green => VerdictStatus.Pass,
                TrafficLightZone.Yellow => VerdictStatus.Warn,
                _ => VerdictStatus.Fail,
            },
        };
    }

    private static MarginCost CostOf(MarginRow row) => new(
        row.Name, Measured.Of(row.AverageRate), Measured.Of(row.PeakToMedian), Measured.Of(row.Fz0),
        Measured.Of(row.Coverage));

    private static MarginStep Step(IReadOnlyList<BacktestPoint> points, TimeSpan window)
    {
        if (points.Count == 0)
        {
            return new MarginStep(window, default, 0, 0);
        }

        (int from, int to) = RateSteps.Largest([.. points.Select(p => p.AsOf)], [.. points.Select(p => p.Initial)], window);
        return new MarginStep(window, points[to].AsOf, points[from].Initial, points[to].Initial);
    }
}
