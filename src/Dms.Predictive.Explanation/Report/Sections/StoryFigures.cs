using Dms.Predictive.Core;

namespace Dms.Predictive.Explanation.Report;

/// <summary>The margin path as stacked panels on one time axis.</summary>
internal static class StoryFigures
{
    private const int MostRows = 200;

    /// <summary>The key picture: the window around the shock, or everything when there is none.</summary>
    internal static FigureBlock Story(MarginStory story)
    {
        ValueRange window = Window(story);
        return new(
            "fig-story", $"{story.Instrument}: volatility and initial margin around the shock",
            StorySentences.Around(story), Reading(story), Plot(story, window, 1.0), Table(story, window));
    }

    /// <summary>The whole path, all shocks marked.</summary>
    internal static FigureBlock Path(MarginStory story)
    {
        ValueRange window = new(Minutes(story.Times[0]), Math.Max(Minutes(story.Times[^1]), Minutes(story.Times[0]) + 1));
        return new(
            "fig-path", $"{story.Instrument}: volatility and initial margin over the whole window",
            StorySentences.Whole(story), Reading(story), Plot(story, window, 0.75), Table(story, window));
    }

    private static string Reading(MarginStory story) =>
        "The filled area is the margin that only the forecast called for. " +
        (story.Shock is null ? "" : "Upright lines mark the alert and the shock. ") +
        (story.OtherShocks.Count == 0 ? "" : "Dotted lines are other shocks. ") + "Times are UTC.";

    /// <summary>Four lead times (at least an hour) before the alert or shock, and an hour and a half after the shock.</summary>
    private static ValueRange Window(MarginStory story)
    {
        double first = Minutes(story.Times[0]), last = Minutes(story.Times[^1]);
        if (story.Shock is not { } shock)
        {
            return new(first, Math.Max(last, first + 1));
        }

        double at = Minutes(shock.At), lead = Math.Max(0, shock.LeadMinutes ?? 0);
        double low = Math.Max(first, at - lead - Math.Clamp(3 * lead, 60, 600));
        double high = Math.Min(last, at + Math.Clamp(4 * lead, 90, 600));
        return new(low, Math.Max(high, low + 1));
    }

    private static LinePlot Plot(MarginStory story, ValueRange window, double scale)
    {
        double[] x = [.. story.Times.Select(Minutes)];
        List<PlotPanel> panels =
        [
            Panel("Volatility, % a year", 160 * scale,
                Line("realized", 0, LineStyle.Solid, false, story.RealizedVolatility),
                Line("forecast", 1, LineStyle.Solid, false, story.ForecastVolatility),
                Line("baseline", 3, LineStyle.Dashed, false, story.BaselineVolatility)),
            Panel("Initial margin, % of notional", 190 * scale,
                Line("with forecast", 1, LineStyle.Solid, true, story.InitialRate),
                Line("without forecast", 3, LineStyle.Dashed, true, story.InitialRateWithoutForecast),
                Line("maintenance", 4, LineStyle.Dotted, true, story.MaintenanceRate)) with
            { FillsFirstTwo = true },
            Panel("Probability of a spike, %", 90 * scale,
                Line("spike", 1, LineStyle.Solid, false, story.SpikeProbability)),
            Panel("Price", 100 * scale, Price()) with { HoldsZero = false },
        ];
        string axis = "time, UTC" + (window.Length <= 2880
            ? ", from " + Numerals.Date(Timestamp.FromMinutes((long)window.Low)) : "");
        return new(
            [.. panels.Where(p => p.Series.Count > 0)], window, true, axis, [.. Marks(story, window)]);

        PlotSeries? Line(string name, int slot, LineStyle style, bool step, IReadOnlyList<double> values) =>
            values.Count == 0 ? null : new(name, slot, style, step, x, [.. values.Select(v => v * 100)]);

        PlotSeries? Price() =>
            story.Price.Count == 0 ? null : new("price", 0, LineStyle.Solid, false, x, story.Price);
    }

    private static PlotPanel Panel(string title, double height, params IEnumerable<PlotSeries?> series) =>
        new(title, [.. series.OfType<PlotSeries>()]) { Height = Math.Round(height) };

    private static IEnumerable<PlotMark> Marks(MarginStory story, ValueRange window)
    {
        if (story.Shock is { } shock)
        {
            if (shock.AlertAt is { } alert && Inside(alert))
            {
                yield return new(Minutes(alert), "alert " + Numerals.ClockTime(alert), 1, alert <= shock.At);
            }

            if (Inside(shock.At))
            {
                yield return new(
                    Minutes(shock.At), shock.Name + " " + Numerals.ClockTime(shock.At), 2, shock.AlertAt > shock.At);
            }
        }

        foreach (ShockEvent other in story.OtherShocks.Where(o => Inside(o.At)).Take(200))
        {
            yield return new(Minutes(other.At), "", 2, false);
        }

        bool Inside(Timestamp time) => Minutes(time) >= window.Low && Minutes(time) <= window.High;
    }

    private static Table Table(MarginStory story, ValueRange window)
    {
        int first = 0, end = story.Times.Count;
        while (first < end && Minutes(story.Times[first]) < window.Low)
        {
            first++;
        }

        while (end > first && Minutes(story.Times[end - 1]) > window.High)
        {
            end--;
        }

        List<(Column Head, IReadOnlyList<double> Values, int Digits, double Factor)> columns =
        [
            (new("Realized volatility", "% a year"), story.RealizedVolatility, 1, 100),
            (new("Forecast volatility", "% a year"), story.ForecastVolatility, 1, 100),
            (new("Baseline volatility", "% a year"), story.BaselineVolatility, 1, 100),
            (new("IM with forecast", "% of notional"), story.InitialRate, 3, 100),
            (new("IM without forecast", "% of notional"), story.InitialRateWithoutForecast, 3, 100),
            (new("MM", "% of notional"), story.MaintenanceRate, 3, 100),
            (new("Spike probability", "%"), story.SpikeProbability, 2, 100),
            (new("Price", ""), story.Price, 2, 1),
        ];
        columns.RemoveAll(c => c.Values.Count == 0);
        IReadOnlyList<int> rows = Thinning.Rows(first, end, MostRows);
        string caption = rows.Count == end - first
            ? $"All {Numerals.Count(rows.Count)} points of the figure. IM is initial, MM maintenance margin."
            : $"Binned: {Numerals.Count(end - first)} points in {rows.Count} rows, each the last point of its bin; " +
                "the margin file beside this report holds them all. IM is initial, MM maintenance margin.";
        return new(
            "points", caption, [Column.Words("Time, UTC"), .. columns.Select(c => c.Head)],
            [.. rows.Select(k => (IReadOnlyList<Cell>)
            [
                Cell.Words(Numerals.DateTime(story.Times[k])),
                .. columns.Select(c => Cell.Of(Point(c.Values[k]), v => Numerals.Fixed(v * c.Factor, c.Digits))),
            ])]);
    }

    private static Measured Point(double value) =>
        double.IsFinite(value) ? Measured.Of(value) : Measured.Absent("hole");

    private static double Minutes(Timestamp time) => time.Nanoseconds / (double)Timestamp.NanosecondsPerMinute;
}
