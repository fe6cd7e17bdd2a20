namespace Dms.Predictive.Explanation.Report;

/// <summary>Margins judged against outcomes.</summary>
internal static class CoverageBlocks
{
    internal static IEnumerable<Block> Of(MarginBacktest backtest)
    {
        yield return new HeadingBlock("Did the margin cover the losses?");
        if (backtest.Coverage.Any(c => c.CoverageRate.IsPresent))
        {
            yield return Coverage(backtest);
        }
        else
        {
            yield return new ParagraphBlock("No outcome was judged, so that no coverage can be stated.");
        }

        if (backtest.Costs.Any(c => c.AverageRate.IsPresent))
        {
            yield return Costs(backtest);
        }

        if (backtest.LargestSteps.Count > 0)
        {
            yield return new TableBlock(Steps(backtest));
        }

        if (backtest.Alerts is { } alerts)
        {
            yield return new ParagraphBlock(Alerts(alerts));
        }
    }

    private static FigureBlock Coverage(MarginBacktest backtest)
    {
        List<CoveragePeriod> periods = [.. backtest.Coverage.Where(c => c.CoverageRate.IsPresent)];
        CoveragePeriod worst = periods.MinBy(c => c.CoverageRate.Value)!;
        string says = $"Coverage was lowest in {worst.Period} with {Numerals.Percent(worst.CoverageRate.Value, 2)} " +
            $"({Numerals.Plural(worst.Breaches, "breach", "breaches")} in {Numerals.Count(worst.Outcomes)}), against " +
            $"{Numerals.Percent(backtest.Confidence, 2)} intended over {Numerals.Span(backtest.Horizon)}.";
        List<Bar> bars =
        [
            .. periods.Take(40).Select(c => new Bar(
                c.Period, c.CoverageRate.Value * 100, c.CoverageRate.Value * 100,
                Numerals.Fixed(c.CoverageRate.Value * 100, 2), BarLook.Dot)
            { Interval = Interval(c) }),
        ];
        return new(
            "fig-coverage", "Share of outcomes within the margin, by period", says,
            "Whiskers are 95 % intervals (Wilson, as if outcomes were independent); the upright line is the intended coverage.",
            new BarChart(bars, "outcomes within the margin, %")
            {
                HoldsZero = false,
                Level = new(backtest.Confidence * 100, "intended " + Numerals.Fixed(backtest.Confidence * 100, 1)),
            },
            new("coverage", "Coverage by period: unconditional (Kupiec) and independence (Christoffersen) tests.",
                [
                    Column.Words("Period"), new("Outcomes"), new("Breaches"), new("Coverage", "%"), new("Kupiec LR"), new("p"),
                    new("Christoffersen LR"), new("p"), Column.Words("Traffic light"),
                ],
                [.. backtest.Coverage.Take(200).Select(c => (IReadOnlyList<Cell>)
                [
                    Cell.Words(c.Period), Cell.Count(c.Outcomes), Cell.Count(c.Breaches), Cell.Percent(c.CoverageRate, 2),
                    Cell.Number(c.Kupiec, 2), Cell.Of(c.KupiecPValue, Numerals.Probability), Cell.Number(c.Christoffersen, 2),
                    Cell.Of(c.ChristoffersenPValue, Numerals.Probability), Light(c.TrafficLight),
                ])]));
    }

    private static Cell Light(VerdictStatus status) => Cell.Words(status switch
    {
        VerdictStatus.Pass => "green",
        VerdictStatus.Warn => "amber",
        VerdictStatus.Fail => "red",
        _ => "n/a: not judged",
    });

    /// <summary>Wilson's interval of the coverage, in percent.</summary>
    private static ValueRange Interval(CoveragePeriod period)
    {
        const double Z = 1.959963984540054;
        double n = period.Outcomes, p = period.CoverageRate.Value, scale = 1 + (Z * Z / n);
        double center = (p + (Z * Z / (2 * n))) / scale;
        double half = Z / scale * Math.Sqrt((p * (1 - p) / n) + (Z * Z / (4 * n * n)));
        return new((center - half) * 100, Math.Min(100, (center + half) * 100));
    }

    private static FigureBlock Costs(MarginBacktest backtest)
    {
        List<MarginCost> known = [.. backtest.Costs.Where(c => c.AverageRate.IsPresent)];
        MarginCost? subject = known.FirstOrDefault(c => c.Model == backtest.Subject);
        MarginCost? dearest = known.Where(c => c != subject).OrderByDescending(c => c.AverageRate.Value).FirstOrDefault();
        string says = subject is null || dearest is null
            ? $"The average margin of {known[0].Model} was {StorySentences.Rate(known[0].AverageRate.Value)} of notional."
            : $"The average margin of {subject.Model} was {Numerals.Percent(subject.AverageRate.Value, 2)} of notional, " +
                $"{Versus(subject.AverageRate.Value / dearest.AverageRate.Value)} than {dearest.Model}'s {Numerals.Percent(dearest.AverageRate.Value, 2)}.";
        return new(
            "fig-cost", "Average margin by model", says,
            "All models at matched coverage: less margin for the same cover is better.",
            new BarChart(
            [
                .. known.OrderBy(c => c.AverageRate.Value).Select(c => new Bar(
                    c.Model, 0, c.AverageRate.Value * 100, Numerals.Fixed(c.AverageRate.Value * 100, 2),
                    c.Model == backtest.Subject ? BarLook.Signed : BarLook.Neutral)),
            ], "average initial margin, % of notional"),
            new("costs", "Cost of the margin at matched coverage. FZ0 judges value at risk and expected shortfall together; lower is better.",
                [
                    Column.Words("Model"), new("Average margin", "% of notional"), new("Peak ÷ median"), new("FZ0"),
                    new("Coverage", "%"),
                ],
                [.. backtest.Costs.Select(c => (IReadOnlyList<Cell>)
                [
                    Cell.Words(c.Model), Cell.Percent(c.AverageRate, 3), Cell.Number(c.PeakToMedian, 1), Cell.Number(c.Fz0, 4),
                    Cell.Percent(c.Coverage, 2),
                ])]));
    }

    private static string Versus(double ratio) =>
        Numerals.Percent(Math.Abs(1 - ratio), 1) + (ratio <= 1 ? " less" : " more");

    private static Table Steps(MarginBacktest backtest) => new(
        "steps", "Largest steps of the initial margin rate.",
        [Column.Words("Within"), Column.Words("Ending, UTC"), new("Before", "% of notional"), new("After", "% of notional"), new("Step", "points")],
        [.. backtest.LargestSteps.Take(200).Select(s => (IReadOnlyList<Cell>)
        [
            Cell.Words(Numerals.Span(s.Window)), Cell.Words(Numerals.DateTime(s.At)), Cell.Percent(s.Before, 2),
            Cell.Percent(s.After, 2), Cell.Percent(s.After - s.Before, 2),
        ])]);

    private static string Alerts(AlertSummary alerts)
    {
        string lead = alerts.MedianLeadMinutes.IsPresent
            ? $", with a median lead of {Numerals.Span(alerts.MedianLeadMinutes.Value)}" : "";
        string alarms = alerts.FalseAlarmsPerDay.IsPresent
            ? $" False alarms: {Numerals.Short(alerts.FalseAlarmsPerDay.Value)} a day." : "";
        return $"{Numerals.Plural(alerts.Alerts, "alert was", "alerts were")} raised; {Numerals.Count(alerts.Met)} of " +
            $"{Numerals.Plural(alerts.Events, "event", "events")} had an alert before them{lead}.{alarms}";
    }
}
