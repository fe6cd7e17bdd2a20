namespace Dms.Predictive.Explanation.Report;

/// <summary>One small panel of upright bars.</summary>
/// <param name="Title">What it shows.</param>
/// <param name="Values">Beside the slices; NaN leaves the place empty.</param>
internal sealed record ColumnPanel(string Title, IReadOnlyList<double> Values);

/// <summary>Small multiples: signed columns by month (or another slice) on one common scale.</summary>
/// <param name="Slices">Names under the columns.</param>
/// <param name="Panels">In reading order, two to a row when there is room.</param>
/// <param name="Unit">Unit of the values.</param>
internal sealed record ColumnPanels(
    IReadOnlyList<string> Slices, IReadOnlyList<ColumnPanel> Panels, string Unit) : IChart
{
    private const double PanelHeight = 120;

    public Drawing Draw(ChartLayout layout)
    {
        SvgCanvas canvas = new();
        int perRow = layout.IsNarrow || Panels.Count == 1 ? 1 : 2;
        ValueRange range = ValueRange.Of(Panels.SelectMany(p => p.Values)).Including(0).Rounded(4);
        double width = layout.Width / perRow, pitch = PanelHeight + 62;
        for (int k = 0; k < Panels.Count; k++)
        {
            Box box = new((k % perRow * width) + 36, (k / perRow * pitch) + 26, width - 52, PanelHeight);
            DrawPanel(canvas, Panels[k], box, range);
        }

        return new(canvas.ToString(), layout.Width, ((Panels.Count + perRow - 1) / perRow * pitch) - 8);
    }

    private void DrawPanel(SvgCanvas canvas, ColumnPanel panel, Box box, ValueRange range)
    {
        double Y(double value) => box.Bottom - (range.Share(value) * box.Height);
        canvas.Text(new(box.Left - 36, box.Top - 12), panel.Title + (Unit.Length > 0 ? ", " + Unit : ""), "b");
        foreach (Tick tick in Ticks.Linear(range, 4))
        {
            canvas.Line(new(box.Left, Y(tick.Value)), new(box.Right, Y(tick.Value)), tick.Value == 0 ? "z" : "g");
            canvas.Text(new(box.Left - 6, Y(tick.Value) + 4), tick.Label, "t", "end");
        }

        double pitch = box.Width / Slices.Count;
        double need = Slices.Max(s => SvgCanvas.TextWidth(s, 11)) + 4;
        int every = Math.Max(1, (int)Math.Ceiling(need / pitch));
        for (int k = 0; k < Slices.Count; k++)
        {
            double value = panel.Values[k], center = box.Left + ((k + 0.5) * pitch);
            if (k % every == 0)
            {
                canvas.Text(new(center, box.Bottom + 16), Slices[k], "t s", "middle");
            }

            if (double.IsFinite(value))
            {
                double wide = Math.Min(26, pitch * 0.72);
                Box bar = new(center - (wide / 2), Math.Min(Y(value), Y(0)), wide, Math.Abs(Y(value) - Y(0)));
                canvas.Rectangle(bar with { Height = Math.Max(1, bar.Height) }, value < 0 ? "f2" : "f1");
            }
        }

        DrawWorst(canvas, panel, box, pitch, Y);
    }

    /// <summary>The number of the lowest column is written out: losses must not need a ruler.</summary>
    private static void DrawWorst(
        SvgCanvas canvas, ColumnPanel panel, Box box, double pitch, Func<double, double> y)
    {
        int worst = -1;
        for (int k = 0; k < panel.Values.Count; k++)
        {
            worst = double.IsFinite(panel.Values[k]) && (worst < 0 || panel.Values[k] < panel.Values[worst]) ? k : worst;
        }

        if (worst >= 0)
        {
            double value = panel.Values[worst];
            string text = (value > 0 ? "+" : "") + Numerals.Fixed(value, 1);
            double at = value < 0 ? Math.Min(y(value) + 12, box.Bottom - 1) : y(value) - 4;
            double half = SvgCanvas.TextWidth(text, 11) / 2;
            double x = Math.Clamp(box.Left + ((worst + 0.5) * pitch), box.Left + half, box.Right - half);
            canvas.Text(new(x, at), text, "k s", "middle");
        }
    }
}
