using System.Text;

namespace Dms.Predictive.Explanation.Report;

/// <summary>A curve of a small panel.</summary>
/// <param name="Points">In order of x.</param>
/// <param name="Style">Drawing class.</param>
internal sealed record PanelCurve(IReadOnlyList<Point> Points, string Style);

/// <summary>A shaded mark of a small panel, in the units of its axes.</summary>
internal sealed record PanelCell(double X, double Y, double Size, string Style);

/// <summary>One small panel with its own axes.</summary>
/// <param name="Title">Feature.</param>
/// <param name="XTitle">Name and unit of x.</param>
/// <param name="Curves">Drawn in order, the last on top.</param>
internal sealed record CurvePanel(string Title, string XTitle, IReadOnlyList<PanelCurve> Curves)
{
    /// <summary>Lower and upper edge of a band, as points in order of x.</summary>
    internal (IReadOnlyList<Point> Low, IReadOnlyList<Point> High)? Band { get; init; }

    /// <summary>Marks under the curves; sizes are a share of a cell's width.</summary>
    internal IReadOnlyList<PanelCell> Cells { get; init; } = [];

    /// <summary>Spans of x with hardly any rows.</summary>
    internal IReadOnlyList<(double From, double To)> Sparse { get; init; } = [];
}

/// <summary>Small multiples of curves, two to a row when there is room; each panel keeps its own range.</summary>
/// <param name="Panels">In reading order.</param>
/// <param name="YTitle">Name and unit of all y axes.</param>
internal sealed record CurvePanels(IReadOnlyList<CurvePanel> Panels, string YTitle) : IChart
{
    private const double PanelHeight = 130;
    private const double CellSide = 11;

    public Drawing Draw(ChartLayout layout)
    {
        SvgCanvas canvas = new();
        int perRow = layout.IsNarrow || Panels.Count == 1 ? 1 : 2;
        double width = layout.Width / perRow, pitch = PanelHeight + 82;
        canvas.Text(new(0, 12), YTitle, "t");
        for (int k = 0; k < Panels.Count; k++)
        {
            Box box = new((k % perRow * width) + 46, (k / perRow * pitch) + 42, width - 62, PanelHeight);
            DrawPanel(canvas, Panels[k], box);
        }

        return new(canvas.ToString(), layout.Width, 14 + ((Panels.Count + perRow - 1) / perRow * pitch));
    }

    private static IEnumerable<Point> PointsOf(CurvePanel panel) => panel.Curves.SelectMany(c => c.Points)
        .Concat(panel.Band is { } band ? band.Low.Concat(band.High) : []);

    private static void DrawPanel(SvgCanvas canvas, CurvePanel panel, Box box)
    {
        ValueRange across = ValueRange.Of(PointsOf(panel).Select(p => p.X).Concat(panel.Cells.Select(c => c.X)));
        ValueRange up = ValueRange.Of(PointsOf(panel).Select(p => p.Y).Concat(panel.Cells.Select(c => c.Y)))
            .Including(0).Rounded(4);
        Point At(Point p) => new(box.Left + (across.Share(p.X) * box.Width), box.Bottom - (up.Share(p.Y) * box.Height));
        canvas.Text(new(box.Left - 46, box.Top - 10), panel.Title, "b");
        foreach ((double from, double to) in panel.Sparse)
        {
            double left = At(new(from, 0)).X;
            canvas.Rectangle(new(left, box.Top, Math.Max(1, At(new(to, 0)).X - left), box.Height), "sp");
        }

        DrawAxes(canvas, panel, box, (across, up));
        foreach (PanelCell cell in panel.Cells)
        {
            Point at = At(new(cell.X, cell.Y));
            double side = CellSide * cell.Size;
            canvas.Rectangle(new(at.X - (side / 2), at.Y - (side / 2), side, side), cell.Style);
        }

        if (panel.Band is { } band)
        {
            canvas.Path(Line(band.High.Select(At)) + Line(band.Low.Reverse().Select(At)).Replace('M', 'L') + "Z", "f1 fl");
        }

        foreach (PanelCurve curve in panel.Curves)
        {
            canvas.Path(Line(curve.Points.Select(At)), curve.Style);
        }
    }

    private static void DrawAxes(SvgCanvas canvas, CurvePanel panel, Box box, (ValueRange X, ValueRange Y) ranges)
    {
        foreach (Tick tick in Ticks.Linear(ranges.Y, 4))
        {
            double y = box.Bottom - (ranges.Y.Share(tick.Value) * box.Height);
            canvas.Line(new(box.Left, y), new(box.Right, y), tick.Value == 0 ? "z" : "g");
            canvas.Text(new(box.Left - 6, y + 4), tick.Label, "t", "end");
        }

        double right = double.NegativeInfinity;
        foreach (Tick tick in Ticks.Linear(ranges.X, 5))
        {
            double x = box.Left + (ranges.X.Share(tick.Value) * box.Width), half = SvgCanvas.TextWidth(tick.Label) / 2;
            canvas.Line(new(x, box.Bottom), new(x, box.Bottom + 4), "z");
            if (x - half > right + 6)
            {
                canvas.Text(new(x, box.Bottom + 17), tick.Label, "t", "middle");
                right = x + half;
            }
        }

        canvas.Text(new(box.Left + (box.Width / 2), box.Bottom + 33), panel.XTitle, "t", "middle");
    }

    private static string Line(IEnumerable<Point> points)
    {
        StringBuilder path = new();
        foreach (Point point in points)
        {
            path.Append(path.Length == 0 ? 'M' : 'L').Append(SvgCanvas.Coordinate(point.X)).Append(' ')
                .Append(SvgCanvas.Coordinate(point.Y));
        }

        return path.ToString();
    }
}
