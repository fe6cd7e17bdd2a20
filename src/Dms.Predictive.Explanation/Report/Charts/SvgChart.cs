namespace Dms.Predictive.Explanation.Report;

/// <summary>A line of a chart.</summary>
/// <param name="Name">Label on the line.</param>
/// <param name="X">Rising; minutes since the epoch on a time axis.</param>
/// <param name="Y">Beside <paramref name="X"/>; NaN is a hole.</param>
public sealed record ChartLine(string Name, IReadOnlyList<double> X, IReadOnlyList<double> Y);

/// <summary>A panel of lines.</summary>
/// <param name="Title">What is drawn and in which unit.</param>
/// <param name="Lines">One to four.</param>
public sealed record ChartPanel(string Title, IReadOnlyList<ChartLine> Lines)
{
    /// <summary>Whether the axis must hold zero.</summary>
    public bool HoldsZero { get; init; }
}

/// <summary>The report's own charts as SVG files that stand alone; the same numbers give the same text.</summary>
public static class SvgChart
{
    private const int MostLines = 4;
    private static readonly LineStyle[] Styles = [LineStyle.Solid, LineStyle.Dashed, LineStyle.Dotted, LineStyle.Solid];

    /// <summary>Lines over a number.</summary>
    /// <param name="title">What is drawn, a few words.</param>
    /// <param name="says">The sentence that the picture shows, for readers who do not see it.</param>
    /// <param name="axis">Name and unit of x.</param>
    /// <param name="panels">Panels that share the x axis, top to bottom; at least one.</param>
    /// <exception cref="ArgumentException">A panel has no line or too many, or nothing is drawn.</exception>
    public static string Lines(string title, string says, string axis, IReadOnlyList<ChartPanel> panels) =>
        Plot(title, says, axis, panels, isTime: false);

    /// <summary>Lines over UTC time; x in minutes since the epoch.</summary>
    /// <inheritdoc cref="Lines"/>
    public static string Times(string title, string says, IReadOnlyList<ChartPanel> panels) =>
        Plot(title, says, "UTC", panels, isTime: true);

    /// <summary>Forecast probabilities against observed shares.</summary>
    /// <param name="title">What is drawn, a few words.</param>
    /// <param name="says">The sentence that the picture shows.</param>
    /// <param name="clouds">Name and bins of one to four forecasts.</param>
    /// <param name="cases">What is counted, such as decisions.</param>
    /// <param name="what">What was forecast, without an article.</param>
    /// <exception cref="ArgumentException">Nothing is drawn, or too much.</exception>
    public static string Reliability(
        string title, string says, IReadOnlyList<(string Name, IReadOnlyList<ReliabilityPoint> Points)> clouds,
        string cases = "decisions", string what = "spike")
    {
        ArgumentNullException.ThrowIfNull(clouds);
        RefuseCount(clouds.Count(c => c.Points.Count > 0), "clouds");
        return Write(title, says,
            new ReliabilityPlot([.. clouds.Where(c => c.Points.Count > 0).Select((c, k) => new ReliabilitySeries(
            c.Name, k + 1, [.. c.Points.Select(
                p => p with { Forecast = 100 * p.Forecast, Observed = 100 * p.Observed })]))])
            {
                Cases = cases,
                What = what,
            });
    }

    private static string Plot(string title, string says, string axis, IReadOnlyList<ChartPanel> panels, bool isTime)
    {
        ArgumentNullException.ThrowIfNull(panels);
        RefuseCount(panels.Count, "panels");
        foreach (ChartPanel panel in panels)
        {
            RefuseCount(panel.Lines.Count, $"lines in '{panel.Title}'");
        }

        ValueRange range = ValueRange.Of(panels.SelectMany(p => p.Lines).SelectMany(l => l.X));
        return Write(title, says, new LinePlot([.. panels.Select(PanelOf)], range, isTime, axis, []));
    }

    private static PlotPanel PanelOf(ChartPanel panel) =>
        new(panel.Title, [.. panel.Lines.Select((l, k) => new PlotSeries(l.Name, k + 1, Styles[k], false, l.X, l.Y))])
        {
            HoldsZero = panel.HoldsZero,
            Height = 200,
        };

    private static void RefuseCount(int count, string what)
    {
        if (count is < 1 or > MostLines)
        {
            throw new ArgumentException($"Found {count} {what}; a chart holds 1 to {MostLines}.");
        }
    }

    private static string Write(string title, string says, IChart chart)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(title);
        ArgumentNullException.ThrowIfNull(says);
        return SvgFile.Standalone(
            new FigureBlock("fig-chart", title, says, "", chart, new Table("numbers", "", [], [])));
    }
}
