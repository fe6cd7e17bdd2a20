namespace Dms.Predictive.Explanation.Report;

/// <summary>A grid of shaded cells with names on both sides.</summary>
/// <param name="Across">Names of the columns.</param>
/// <param name="Down">Names of the rows.</param>
/// <param name="Fill">Fill class of a cell, by row and column.</param>
/// <param name="Shown">Text in a cell; empty for none.</param>
internal sealed record HeatMap(
    IReadOnlyList<string> Across, IReadOnlyList<string> Down, Func<int, int, string> Fill, Func<int, int, string> Shown) : IChart
{
    /// <summary>What the columns are, below them; empty when their names say it.</summary>
    internal string AcrossTitle { get; init; } = "";

    /// <summary>What the rows are, above them.</summary>
    internal string DownTitle { get; init; } = "";

    public Drawing Draw(ChartLayout layout)
    {
        SvgCanvas canvas = new();
        double label = Math.Min(layout.IsNarrow ? 118 : 190, 10 + Down.Max(n => SvgCanvas.TextWidth(n, 11)));
        double top = DownTitle.Length > 0 ? 20 : 2;
        double side = Math.Min(46, (layout.Width - label - 4) / Across.Count), height = Math.Min(side, 30);
        if (DownTitle.Length > 0)
        {
            canvas.Text(new(0, 12), DownTitle, "b");
        }

        for (int r = 0; r < Down.Count; r++)
        {
            double y = top + (r * height);
            canvas.Text(new(label - 6, y + (height / 2) + 4), Fit(Down[r], label - 6), "s k", "end");
            for (int c = 0; c < Across.Count; c++)
            {
                Box cell = new(label + (c * side), y, side - 1, height - 1);
                canvas.Rectangle(cell, Fill(r, c));
                string text = Shown(r, c);
                if (text.Length > 0 && SvgCanvas.TextWidth(text, 10) < side - 2)
                {
                    canvas.Text(new(cell.Left + (side / 2), y + (height / 2) + 4), text, "xs k", "middle");
                }
            }
        }

        double bottom = top + (Down.Count * height) + 6;
        double longest = Across.Max(n => SvgCanvas.TextWidth(Fit(n, 150), 11));
        for (int c = 0; c < Across.Count; c++)
        {
            canvas.Upright(new(label + ((c + 0.5) * side) + 4, bottom), Fit(Across[c], 150), "s k");
        }

        double end = bottom + longest + 4;
        if (AcrossTitle.Length > 0)
        {
            canvas.Text(new(label, end + 12), AcrossTitle, "t");
            end += 18;
        }

        return new(canvas.ToString(), layout.Width, end);
    }

    private static string Fit(string name, double width)
    {
        int most = (int)(width / (11 * 0.58));
        return name.Length <= most ? name : name[..Math.Max(1, most - 1)] + "…";
    }
}
