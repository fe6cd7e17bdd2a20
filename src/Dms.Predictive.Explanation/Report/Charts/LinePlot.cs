namespace Dms.Predictive.Explanation.Report;

/// <summary>How a line is drawn, so that colour is never the only sign.</summary>
internal enum LineStyle
{
    Solid = 0,
    Dashed,
    Dotted,
}

/// <summary>A line. Its values are in the unit shown; NaN is a hole.</summary>
/// <param name="Name">Label on the line.</param>
/// <param name="Slot">Colour: 0 neutral, 1 to 6 the palette.</param>
/// <param name="Style">Dash.</param>
/// <param name="IsStep">Whether the value holds until the next point.</param>
/// <param name="X">Rising; minutes since the epoch on a time axis.</param>
/// <param name="Y">Beside <paramref name="X"/>.</param>
internal sealed record PlotSeries(
    string Name, int Slot, LineStyle Style, bool IsStep, IReadOnlyList<double> X, IReadOnlyList<double> Y);

/// <summary>One panel of a stack.</summary>
/// <param name="Title">What and in which unit.</param>
/// <param name="Series">At most four.</param>
internal sealed record PlotPanel(string Title, IReadOnlyList<PlotSeries> Series)
{
    internal double Height { get; init; } = 150;

    /// <summary>Whether the axis must hold zero.</summary>
    internal bool HoldsZero { get; init; } = true;

    /// <summary>Fill between the first two series where the first is above.</summary>
    internal bool FillsFirstTwo { get; init; }

    /// <summary>A level to compare with.</summary>
    internal PlotLevel? Level { get; init; }
}

/// <summary>A horizontal line with its name.</summary>
internal sealed record PlotLevel(double Value, string Label);

/// <summary>A vertical line through all panels.</summary>
/// <param name="X">Where.</param>
/// <param name="Label">What happened.</param>
/// <param name="Slot">Colour.</param>
/// <param name="IsLabelBefore">Whether the label stands to the left.</param>
internal sealed record PlotMark(double X, string Label, int Slot, bool IsLabelBefore);

/// <summary>Panels of lines that share the x axis; never two y axes in one panel.</summary>
/// <param name="Panels">Top to bottom.</param>
/// <param name="Range">Range of x.</param>
/// <param name="IsTime">Whether x is minutes since the epoch.</param>
/// <param name="AxisTitle">Name and unit of x.</param>
/// <param name="Marks">Events.</param>
internal sealed record LinePlot(
    IReadOnlyList<PlotPanel> Panels, ValueRange Range, bool IsTime, string AxisTitle, IReadOnlyList<PlotMark> Marks)
    : IChart
{
    private const double LabelSize = 12;
    private const double Row = 16;

    public Drawing Draw(ChartLayout layout)
    {
        SvgCanvas canvas = new();
        double left = LeftMargin(), right = layout.IsNarrow ? 10 : RightMargin();
        double top = Marks.Count == 0 ? 4 : 4 + (Row * MarkRows());
        List<Box> boxes = [];
        foreach (PlotPanel panel in Panels)
        {
            double head = 22 + (layout.IsNarrow && panel.Series.Count > 1 ? KeyHeight(panel, layout.Width) : 0);
            boxes.Add(new(left, top + head, layout.Width - left - right, panel.Height));
            top += head + panel.Height + 12;
        }

        DrawTimeAxis(canvas, boxes, layout);
        for (int k = 0; k < Panels.Count; k++)
        {
            new LinePanel(canvas, Panels[k], boxes[k], Range, layout).Draw();
        }

        DrawMarks(canvas, boxes);
        return new(canvas.ToString(), layout.Width, boxes[^1].Bottom + 40);
    }

    internal static double KeyHeight(PlotPanel panel, double width) =>
        Row * KeyRows(panel, width).Count;

    /// <summary>Entries of the key in rows that fit the width.</summary>
    internal static List<List<PlotSeries>> KeyRows(PlotPanel panel, double width)
    {
        List<List<PlotSeries>> rows = [[]];
        double used = 0;
        foreach (PlotSeries series in panel.Series)
        {
            double need = KeyWidth(series);
            if (used > 0 && used + need > width)
            {
                rows.Add([]);
                used = 0;
            }

            rows[^1].Add(series);
            used += need;
        }

        return rows;
    }

    internal static double KeyWidth(PlotSeries series) => 40 + SvgCanvas.TextWidth(series.Name, LabelSize);

    // Room for the widest number on a y axis: prices need more than percentages.
    private double LeftMargin() => Math.Max(44, 14 + Panels
        .SelectMany(panel => panel.Series).SelectMany(s => s.Y).Where(double.IsFinite).Select(Math.Abs).DefaultIfEmpty(0)
        .Max(y => SvgCanvas.TextWidth(Numerals.Fixed(y, 0), LabelSize)));

    private double RightMargin() => 14 + Panels
        .SelectMany(panel => panel.Series.Count > 1 ? panel.Series.Select(s => s.Name) : [])
        .Select(name => SvgCanvas.TextWidth(name, LabelSize)).DefaultIfEmpty(0).Max();

    private void DrawTimeAxis(SvgCanvas canvas, List<Box> boxes, ChartLayout layout)
    {
        Box last = boxes[^1];
        int count = layout.IsNarrow ? 4 : 8;
        IReadOnlyList<Tick> ticks = IsTime ? Ticks.Time(Range, count) : Ticks.Linear(Range, count);
        foreach (Tick tick in ticks)
        {
            double x = last.Left + (Range.Share(tick.Value) * last.Width);
            foreach (Box box in boxes)
            {
                canvas.Line(new(x, box.Top), new(x, box.Bottom), "g");
            }

            double half = SvgCanvas.TextWidth(tick.Label) / 2;
            double label = Math.Clamp(x, half + 1, layout.Width - half - 1);
            canvas.Text(new(label, last.Bottom + 16), tick.Label, "t", "middle");
        }

        canvas.Text(new(last.Left + (last.Width / 2), last.Bottom + 34), AxisTitle, "t", "middle");
    }

    /// <summary>Labels of close marks stand in rows of their own; two neighbours may share one, back to back.</summary>
    private int MarkRows() => Math.Max(1, (Marks.Count(m => m.Label.Length > 0) + 1) / 2);

    private void DrawMarks(SvgCanvas canvas, List<Box> boxes)
    {
        int labelled = 0;
        foreach (PlotMark mark in Marks)
        {
            double x = boxes[0].Left + (Range.Share(mark.X) * boxes[0].Width);
            string slot = Slots.Of(mark.Slot);
            if (mark.Label.Length == 0)
            {
                canvas.Line(new(x, boxes[0].Top), new(x, boxes[^1].Bottom), "mk mt c" + slot);
                continue;
            }

            double y = (labelled++ / 2 * Row) + 14;
            canvas.Line(new(x, y - 10), new(x, boxes[^1].Bottom), "mk c" + slot);
            double width = SvgCanvas.TextWidth(mark.Label);
            bool before = mark.IsLabelBefore ? x - width - 5 > 0 : x + width + 5 > boxes[0].Right;
            canvas.Text(new(before ? x - 5 : x + 5, y), mark.Label, "b x" + slot, before ? "end" : "start");
        }
    }
}

/// <summary>Palette slots as text.</summary>
internal static class Slots
{
    internal static string Of(int slot) => slot switch { 0 => "0", 1 => "1", 2 => "2", 3 => "3", 4 => "4", 5 => "5", _ => "6" };
}
