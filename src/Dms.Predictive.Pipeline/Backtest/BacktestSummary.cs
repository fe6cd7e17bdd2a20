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
    public static MarginBacktest Of(
        IReadOnlyList<BacktestPoint> points, double[] moves, PipelinePolicy policy, AlertLedger alerts)
    {
        ArgumentNullException.ThrowIfNull(points);
        ArgumentNullException.ThrowIfNull(policy);
        List<int> apart = NonOverlapping(points, moves, policy);
        return new MarginBacktest
        {
            Confidence = policy.Confidence,
            Horizon = TimeSpan.FromMinutes(policy.HorizonMinutes),
            Coverage = [.. Periods(points, apart).Select(p => CoverageOf(p.Name, p.Rows, points, moves, policy))],
            Costs = Costs(points, moves, policy),
            Subject = "with forecast",
            LargestSteps = [Step(points, TimeSpan.FromHours(1)), Step(points, TimeSpan.FromDays(1))],
            Alerts = new AlertSummary(
                alerts.Alerts.Count, alerts.Shocks.Count, alerts.Met,
                Measured.Of(double.IsNaN(alerts.MedianLeadMinutes) ? null : alerts.MedianLeadMinutes, "no shock was met"),
                Measured.Of(alerts.FalseAlarmsPerDay)),
        };
    }

    /// <summary>Absolute return from each decision to the horizon after it, from the grid's closes.</summary>
    public static double[] MovesAfter(IReadOnlyList<BacktestPoint> points, BarSeries series, int horizonMinutes)
    {
        ArgumentNullException.ThrowIfNull(points);
        ArgumentNullException.ThrowIfNull(series);
        double[] moves = new double[points.Count];
        int bar = 0;
        Timestamp dataEnd = series.Bars[^1].OpenTime + series.Length;
        for (int i = 0; i < points.Count; i++)
        {
            Timestamp end = points[i].AsOf + TimeSpan.FromMinutes(horizonMinutes);
            while (bar + 1 < series.Bars.Count && series.Bars[bar + 1].OpenTime + series.Length <= end)
            {
                bar++;
            }

            moves[i] = end > dataEnd ? double.NaN : Math.Abs((series.Bars[bar].Close / points[i].Price) - 1);
        }

        return moves;
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

    private static List<MarginCost> Costs(IReadOnlyList<BacktestPoint> points, double[] moves, PipelinePolicy policy)
    {
        List<int> rows = [.. Enumerable.Range(0, points.Count).Where(i => !double.IsNaN(moves[i]) && points[i].Variances is not null)];
        if (rows.Count < 100)
        {
            return [];
        }

        (string Name, Func<BacktestPoint, double> Driver)[] margins =
        [
            ("static", _ => 1),
            ("ewma", p => Math.Sqrt(p.Variances!.Ewma)),
            ("garch", p => Math.Sqrt(p.Variances!.Garch)),
            ("blend", p => Math.Sqrt(p.Variances!.Blend)),
            ("baseline policy", p => p.Baseline),
            ("with forecast", p => p.Initial),
        ];
        return [.. margins.Select(m => CostOf(m.Name, m.Driver, (points, rows, moves), policy))];
    }

    // Matched coverage: each margin is scaled so that exactly 1 − confidence of the moves exceed it; then cost compares.
    private static MarginCost CostOf(
        string name, Func<BacktestPoint, double> driver,
        (IReadOnlyList<BacktestPoint> Points, List<int> Rows, double[] Moves) sample, PipelinePolicy policy)
    {
        double[] drivers = [.. sample.Rows.Select(i => driver(sample.Points[i]))];
        double[] ratios = [.. sample.Rows.Select((row, k) => sample.Moves[row] / drivers[k])];
        double scale = Quantile.Of(ratios, policy.Confidence);
        double[] beyond = [.. ratios.Where(r => r > scale)];
        double shortfall = beyond.Length > 0 ? beyond.Average() : scale;
        double fz0 = 0;
        for (int k = 0; k < drivers.Length; k++)
        {
            fz0 += TailScore.Fz0(sample.Moves[sample.Rows[k]], scale * drivers[k], shortfall * drivers[k], 1 - policy.Confidence);
        }

        double[] rates = [.. drivers.Select(d => d * scale)];
        double coverage = ratios.Count(r => r <= scale) / (double)ratios.Length;
        return new MarginCost(
            name, Measured.Of(rates.Average()), Measured.Of(rates.Max() / Quantile.Of(rates, 0.5)),
            Measured.Of(fz0 / drivers.Length), Measured.Of(coverage));
    }

    private static MarginStep Step(IReadOnlyList<BacktestPoint> points, TimeSpan window)
    {
        (int From, int To, double Rise) best = (0, 0, double.NegativeInfinity);
        LinkedList<int> lows = [];
        for (int i = 0; i < points.Count; i++)
        {
            while (lows.First is { } head && points[i].AsOf - points[head.Value].AsOf > window)
            {
                lows.RemoveFirst();
            }

            while (lows.Last is { } tail && points[tail.Value].Initial >= points[i].Initial)
            {
                lows.RemoveLast();
            }

            lows.AddLast(i);
            double rise = points[i].Initial - points[lows.First!.Value].Initial;
            best = rise > best.Rise ? (lows.First.Value, i, rise) : best;
        }

        return points.Count == 0
            ? new MarginStep(window, default, 0, 0)
            : new MarginStep(window, points[best.To].AsOf, points[best.From].Initial, points[best.To].Initial);
    }
}
