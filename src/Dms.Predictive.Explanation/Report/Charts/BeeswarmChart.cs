namespace Dms.Predictive.Explanation.Report;

/// <summary>One row per feature; a column is as high as it holds rows, and coloured by the feature's rank.</summary>
/// <param name="Rows">Top to bottom.</param>
/// <param name="Range">Edges of the first and last column.</param>
/// <param name="Columns">Number of columns.</param>
/// <param name="AxisTitle">Name and unit.</param>
internal sealed record BeeswarmChart(
    IReadOnlyList<CloudRow> Rows, ValueRange Range, int Columns, string AxisTitle) : IChart
{
    public Drawing Draw(ChartLayout layout)
    {
        SvgCanvas canvas = new();
        double label = layout.IsNarrow ? 0 : Math.Min(220, 12 + Rows.Max(r => SvgCanvas.TextWidth(r.Name)));
        double pitch = layout.IsNarrow ? 42 : 30, head = 26;
        Box box = new(label + 4, head, layout.Width - label - 12, pitch * Rows.Count);
        double X(double value) => box.Left + (Range.Share(value) * box.Width);
        DrawKey(canvas, box);
        foreach (Tick tick in Ticks.Linear(Range, layout.IsNarrow ? 4 : 6))
        {
            canvas.Line(new(X(tick.Value), box.Top), new(X(tick.Value), box.Bottom + 4), tick.Value == 0 ? "z" : "g");
            double half = SvgCanvas.TextWidth(tick.Label) / 2;
            canvas.Text(new(Math.Clamp(X(tick.Value), half, layout.Width - half), box.Bottom + 18), tick.Label, "t", "middle");
        }

        canvas.Text(new(box.Left + (box.Width / 2), box.Bottom + 36), AxisTitle, "t", "middle");
        for (int k = 0; k < Rows.Count; k++)
        {
            double bottom = box.Top + ((k + 1) * pitch) - 3;
            canvas.Text(
                layout.IsNarrow ? new(0, bottom - pitch + 16) : new(label, bottom - 6), Rows[k].Name, "k",
                layout.IsNarrow ? "start" : "end");
            DrawRow(canvas, Rows[k], box with { Top = bottom - 22, Height = 22 });
        }

        return new(canvas.ToString(), layout.Width, box.Bottom + 42);
    }

    private static void DrawKey(SvgCanvas canvas, Box box)
    {
        canvas.Text(new(box.Left, 12), "low value", "t");
        double x = box.Left + SvgCanvas.TextWidth("low value") + 4;
        for (int k = 0; k < Shades.Count; k++)
        {
            canvas.Rectangle(new(x + (k * 14), 3, 14, 10), Shades.Diverging(k));
        }

        canvas.Text(new(x + (Shades.Count * 14) + 6, 12), "high value of the feature", "t");
    }

    // Heights grow with the square root of the count: single rows stay visible beside thousands.
    private void DrawRow(SvgCanvas canvas, CloudRow row, Box box)
    {
        double most = Math.Sqrt(row.Marks.Count == 0 ? 1 : row.Marks.Max(m => m.Count));
        double width = box.Width / Columns;
        foreach (IGrouping<string, CloudMark> shade in row.Marks.GroupBy(m => Shades.OfRank(m.MeanRank)).OrderBy(g => g.Key, StringComparer.Ordinal))
        {
            canvas.Path(string.Concat(shade.Select(m =>
            {
                double height = Math.Max(1.5, box.Height * Math.Sqrt(m.Count) / most);
                return "M" + SvgCanvas.Coordinate(box.Left + (m.Column * width)) + " " +
                    SvgCanvas.Coordinate(box.Bottom) + "v-" + SvgCanvas.Coordinate(height) + "h" +
                    SvgCanvas.Coordinate(Math.Max(1, width - 0.4)) + "v" + SvgCanvas.Coordinate(height) + "z";
            })), shade.Key);
        }
    }
}

/// <summary>Fill classes of scales.</summary>
internal static class Shades
{
    /// <summary>Steps of the diverging scale.</summary>
    internal const int Count = 7;

    /// <summary>Step of the diverging scale, 0 lowest.</summary>
    internal static string Diverging(int step) => step switch
    {
        <= 0 => "d0",
        1 => "d1",
        2 => "d2",
        3 => "d3",
        4 => "d4",
        5 => "d5",
        _ => "d6",
    };

    /// <summary>A rank from 0 to 1; neutral when it is not known.</summary>
    internal static string OfRank(double rank) =>
        Diverging(double.IsNaN(rank) ? 3 : Math.Min(Count - 1, (int)(rank * Count)));

    /// <summary>A value of a scale centred at 0.</summary>
    internal static string Signed(double value, double largest) =>
        Diverging(largest > 0 ? (int)Math.Round(((value / largest) + 1) / 2 * (Count - 1)) : 3);

    /// <summary>A size from 0 to 1 in nine steps of one hue.</summary>
    internal static string Size(double share) =>
        "q" + Math.Clamp((int)Math.Ceiling(share * 8), 0, 8).ToString(System.Globalization.CultureInfo.InvariantCulture);
}
