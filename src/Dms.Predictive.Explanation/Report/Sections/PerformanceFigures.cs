using System.Globalization;

namespace Dms.Predictive.Explanation.Report;

/// <summary>Forecast performance as figures.</summary>
internal static class PerformanceFigures
{
    internal static FigureBlock Loss(HorizonPerformance horizon)
    {
        List<Bar> bars =
        [
            .. horizon.Models.Where(m => m.Qlike.IsPresent).OrderBy(m => m.Qlike.Value).Select(m => new Bar(
                m.Model, 0, m.Qlike.Value, Numerals.Fixed(m.Qlike.Value, 3),
                m.Model == horizon.Subject ? BarLook.Signed : BarLook.Neutral)),
        ];
        return new(
            "fig-loss-" + PerformanceTables.Key(horizon), $"QLIKE by model, {Numerals.Span(horizon.Horizon)} ahead",
            LossSays(horizon), "QLIKE measures how far a variance forecast is off; lower is better, 0 is perfect.",
            bars.Count > 0 ? new BarChart(bars, "QLIKE, lower is better") : NoBars("no model has a loss"),
            PerformanceTables.Losses(horizon));
    }

    internal static FigureBlock PrecisionRecall(HorizonPerformance horizon)
    {
        List<PrecisionRecallPoint> points = [.. horizon.PrecisionRecall.OrderBy(p => p.Recall)];
        PlotSeries line = new(
            horizon.Subject, 1, LineStyle.Solid, false, [.. points.Select(p => p.Recall * 100)],
            [.. points.Select(p => p.Precision * 100)]);
        PlotLevel? level = horizon.SpikeBaseRate.IsPresent
            ? new(horizon.SpikeBaseRate.Value * 100, "guessing " + Numerals.Percent(horizon.SpikeBaseRate.Value, 2)) : null;
        double half = points.Where(p => p.Recall >= 0.5).Select(p => p.Precision).DefaultIfEmpty(double.NaN).Max();
        string says = double.IsFinite(half)
            ? $"When half of the spikes are called, {Numerals.Percent(half, 0)} of the calls are right."
            : $"The warnings reach {Numerals.Percent(points[^1].Recall, 0)} of the spikes at most.";
        IReadOnlyList<int> rows = Thinning.Rows(0, points.Count, 200);
        return new(
            "fig-pr-" + PerformanceTables.Key(horizon), $"Precision against recall, {Numerals.Span(horizon.Horizon)} ahead", says,
            "Further up and to the right is better.",
            new LinePlot(
                [new("Calls that were right, %", [line]) { Height = 170, Level = level }], new(0, 100), false,
                "spikes that were called, %", []),
            new("points", "Points of the curve.", [Column.Words("Threshold"), new("Recall", "%"), new("Precision", "%")],
                [.. rows.Select(k => (IReadOnlyList<Cell>)
                [
                    Cell.Of(Measured.Of(points[k].Threshold), Numerals.Short), Cell.Percent(points[k].Recall, 1),
                    Cell.Percent(points[k].Precision, 1),
                ])]));
    }

    /// <summary>Small multiples of the gains by month or regime, on one scale.</summary>
    internal static FigureBlock Slices(IReadOnlyList<HorizonPerformance> horizons, bool byMonth)
    {
        List<string> names = [.. horizons.SelectMany(h => Part(h, byMonth)).Select(s => s.Slice).Distinct()];
        List<ColumnPanel> panels = [];
        foreach (HorizonPerformance horizon in horizons)
        {
            Add(horizon, "HAR", s => s.GainOverHar);
            Add(horizon, "GARCH", s => s.GainOverGarch);
        }

        return new(
            byMonth ? "fig-months" : "fig-regimes",
            byMonth ? "Gain by month" : "Gain by volatility regime", SlicesSays(horizons, byMonth),
            "Share of the baseline's QLIKE that the forecast saves; bars below zero are losses. The lowest bar carries its number.",
            new ColumnPanels([.. names.Select(n => byMonth ? Month(n, names.Count) : n)], panels, "%"),
            PerformanceTables.Slices(
                byMonth ? "months" : "regimes", byMonth ? "Gain by month." : "Gain by volatility regime.", horizons, byMonth));

        void Add(HorizonPerformance horizon, string baseline, Func<PeriodGain, Measured> gain)
        {
            Dictionary<string, PeriodGain> found = Part(horizon, byMonth).ToDictionary(s => s.Slice);
            double[] values =
            [
                .. names.Select(n => found.TryGetValue(n, out PeriodGain? s) && gain(s).IsPresent
                    ? gain(s).Value * 100 : double.NaN),
            ];
            if (values.Any(double.IsFinite))
            {
                panels.Add(new($"{Numerals.Span(horizon.Horizon)} ahead, against {baseline}", values));
            }
        }
    }

    internal static FigureBlock Reliability(IReadOnlyList<HorizonPerformance> horizons)
    {
        List<HorizonPerformance> shown = [.. horizons.Where(h => h.Reliability.Count > 0).Take(4)];
        int[] slots = [1, 2, 3, 4];
        HorizonPerformance first = shown[0];
        ReliabilityPoint top = first.Reliability.OrderBy(p => p.Forecast).Last();
        string says = $"Where the {Numerals.Span(first.Horizon)} forecast said {Numerals.Percent(top.Forecast, 1)}, its most alarmed bin, " +
            $"{Numerals.Percent(top.Observed, 1)} of {Numerals.Plural(top.Count, "row", "rows")} were spikes.";
        return new(
            "fig-reliability", "Forecast probability against observed share", says,
            "Points on the dotted diagonal are honest probabilities; above it the danger was understated. Larger marks hold more rows.",
            new ReliabilityPlot(
            [
                .. shown.Select((h, k) => new ReliabilitySeries(
                    Numerals.Span(h.Horizon) + " ahead", slots[k],
                    [.. h.Reliability.Select(p => p with { Forecast = p.Forecast * 100, Observed = p.Observed * 100 })])),
            ]),
            new("bins", "Bins of the forecast probability.",
                [Column.Words("Horizon"), new("Forecast", "%"), new("Observed", "%"), new("Rows")],
                [.. shown.SelectMany(h => h.Reliability.Select(p => (IReadOnlyList<Cell>)
                [
                    Cell.Words(Numerals.Span(h.Horizon)), Cell.Percent(p.Forecast, 2), Cell.Percent(p.Observed, 2),
                    Cell.Count(p.Count),
                ])).Take(200)]));
    }

    private static IReadOnlyList<PeriodGain> Part(HorizonPerformance horizon, bool byMonth) =>
        byMonth ? horizon.ByMonth : horizon.ByRegime;

    private static string LossSays(HorizonPerformance horizon)
    {
        ModelScore? subject = horizon.Models.FirstOrDefault(m => m.Model == horizon.Subject);
        if (subject is null || !subject.Qlike.IsPresent)
        {
            return $"{horizon.Models.Count} models were scored; {horizon.Subject} has no loss to compare.";
        }

        List<string> parts = [];
        Compare(subject.GainOverHar, subject.PValueHar, "HAR");
        Compare(subject.GainOverGarch, subject.PValueGarch, "GARCH");
        string tail = parts.Count > 0 ? ": " + string.Join(" and ", parts) : "";
        return $"{horizon.Subject} has a QLIKE of {Numerals.Fixed(subject.Qlike.Value, 3)} {Numerals.Span(horizon.Horizon)} ahead{tail}.";

        void Compare(Measured gain, Measured p, string baseline)
        {
            if (gain.IsPresent)
            {
                string by = Numerals.Percent(Math.Abs(gain.Value), 1) + (gain.Value >= 0 ? " lower" : " higher");
                string sure = p.IsPresent ? " (p " + (p.Value < 0.001 ? "" : "=" + Numerals.NoBreak)
                    + Numerals.Probability(p.Value) + ")" : "";
                parts.Add($"{by} than {baseline}{sure}");
            }
        }
    }

    private static string SlicesSays(IReadOnlyList<HorizonPerformance> horizons, bool byMonth)
    {
        var gains = horizons.SelectMany(h => Part(h, byMonth).SelectMany(s => new[]
        {
            (h.Horizon, s.Slice, Baseline: "HAR", Gain: s.GainOverHar),
            (h.Horizon, s.Slice, Baseline: "GARCH", Gain: s.GainOverGarch),
        })).Where(g => g.Gain.IsPresent).ToList();
        if (gains.Count == 0)
        {
            return $"None of the {horizons.Count} horizons has a gain that could be computed.";
        }

        int won = gains.Count(g => g.Gain.Value > 0);
        var worst = gains.MinBy(g => g.Gain.Value);
        string what = byMonth ? "monthly comparisons" : "comparisons by regime";
        return $"The forecast won {won} of {gains.Count} {what}; its worst is {worst.Slice}, " +
            $"{Numerals.Span(worst.Horizon)} ahead, with {Numerals.SignedPercent(worst.Gain.Value, 1)} against {worst.Baseline}.";
    }

    /// <summary>A month under its column: "Mar", with the year where it begins.</summary>
    private static string Month(string slice, int count)
    {
        if (!DateTime.TryParseExact(
            slice, "yyyy-MM", CultureInfo.InvariantCulture, DateTimeStyles.None, out DateTime month))
        {
            return slice;
        }

        return month.ToString(count > 12 ? "MMM yy" : "MMM", CultureInfo.InvariantCulture);
    }

    private static BarChart NoBars(string why) =>
        new([new("n/a: " + why, 0, 0, "", BarLook.Neutral)], "");
}
