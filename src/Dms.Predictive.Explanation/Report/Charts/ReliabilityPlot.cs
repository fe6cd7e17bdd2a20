namespace Dms.Predictive.Explanation.Report;

/// <summary>A cloud of the reliability plot.</summary>
/// <param name="Name">Label.</param>
/// <param name="Slot">Colour.</param>
/// <param name="Points">Forecast, observed (both as percent) and count.</param>
internal sealed record ReliabilitySeries(string Name, int Slot, IReadOnlyList<ReliabilityPoint> Points);

/// <summary>Forecast probability against observed share; points on the diagonal are honest probabilities.</summary>
/// <param name="Series">At most four.</param>
internal sealed record ReliabilityPlot(IReadOnlyList<ReliabilitySeries> Series) : IChart
{
    /// <summary>What is counted.</summary>
    public string Cases { get; init; } = "decisions";

    /// <summary>What was forecast, without an article.</summary>
    public string What { get; init; } = "spike";

    public Drawing Draw(ChartLayout layout)
    {
        SvgCanvas canvas = new();
        double side = layout.IsNarrow ? 270 : 300, key = 18 * Series.Count;
        Box box = layout.IsNarrow ? new(48, 30 + key, side, side) : new(60, 30, side, side);
        ValueRange range = ValueRange.Of(Series.SelectMany(s => s.Points).SelectMany(p => new[] { p.Forecast, p.Observed }))
            .Including(0).Rounded(5);
        double X(double value) => box.Left + (range.Share(value) * box.Width);
        double Y(double value) => box.Bottom - (range.Share(value) * box.Height);
        canvas.Text(new(0, 14), $"Observed share of {Cases} with a {What}, %", "b");
        foreach (Tick tick in Ticks.Linear(range, 5))
        {
            string style = tick.Value == 0 ? "z" : "g";
            canvas.Line(new(X(tick.Value), box.Top), new(X(tick.Value), box.Bottom), style);
            canvas.Line(new(box.Left, Y(tick.Value)), new(box.Right, Y(tick.Value)), style);
            canvas.Text(new(X(tick.Value), box.Bottom + 16), tick.Label, "t", "middle");
            canvas.Text(new(box.Left - 6, Y(tick.Value) + 4), tick.Label, "t", "end");
        }

        canvas.Text(new(box.Left + (side / 2), box.Bottom + 34), $"forecast probability of a {What}, %", "t", "middle");
        canvas.Line(new(X(range.Low), Y(range.Low)), new(X(range.High), Y(range.High)), "lv");
        DrawPoints(canvas, X, Y);
        DrawKey(canvas, layout.IsNarrow ? new(0, 32) : new(box.Right + 30, 46));
        return new(canvas.ToString(), layout.Width, box.Bottom + 42);
    }

    private void DrawPoints(SvgCanvas canvas, Func<double, double> x, Func<double, double> y)
    {
        double most = Series.SelectMany(s => s.Points).Max(p => (double)p.Count);
        foreach (ReliabilitySeries series in Series)
        {
            string slot = Slots.Of(series.Slot);
            List<ReliabilityPoint> points = [.. series.Points.OrderBy(p => p.Forecast)];
            canvas.Path(
                string.Concat(points.Select((p, k) =>
                    (k == 0 ? "M" : "L") + SvgCanvas.Coordinate(x(p.Forecast)) + " " +
                    SvgCanvas.Coordinate(y(p.Observed)))),
                "ln c" + slot + (series.Slot == 1 ? "" : " da"));
            foreach (ReliabilityPoint point in points)
            {
                double radius = 2.5 + (4 * Math.Sqrt(point.Count / most));
                Point at = new(x(point.Forecast), y(point.Observed));
                if (series.Slot == 1)
                {
                    canvas.Circle(at, radius, "f1");
                }
                else
                {
                    canvas.Rectangle(new(at.X - radius, at.Y - radius, 2 * radius, 2 * radius), "f" + slot);
                }
            }
        }
    }

    private void DrawKey(SvgCanvas canvas, Point at)
    {
        for (int k = 0; k < Series.Count; k++)
        {
            double y = at.Y + (k * 18);
            string slot = Slots.Of(Series[k].Slot);
            canvas.Line(new(at.X, y - 4), new(at.X + 20, y - 4), "ln c" + slot + (Series[k].Slot == 1 ? "" : " da"));
            canvas.Text(new(at.X + 26, y), Series[k].Name, "x" + slot);
        }
    }
}
