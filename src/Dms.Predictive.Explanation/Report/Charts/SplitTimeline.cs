namespace Dms.Predictive.Explanation.Report;

/// <summary>The walk-forward split on a time axis: one row per fold, one bar per window.</summary>
/// <param name="Windows">All windows, fold by fold.</param>
internal sealed record SplitTimeline(IReadOnlyList<SplitWindow> Windows) : IChart
{
    private static readonly SplitRole[] Roles =
        [SplitRole.Train, SplitRole.Calibrate, SplitRole.Embargo, SplitRole.Test];

    public Drawing Draw(ChartLayout layout)
    {
        SvgCanvas canvas = new();
        List<IGrouping<string, SplitWindow>> folds = [.. Windows.GroupBy(w => w.Fold)];
        ValueRange range = new(Windows.Min(w => Minutes(w.From)), Windows.Max(w => Minutes(w.To)));
        double label = 10 + folds.Max(f => SvgCanvas.TextWidth(f.Key)), row = 18, top = 30;
        Box box = new(label, top, layout.Width - label - 12, row * folds.Count);
        double X(double minutes) => box.Left + (range.Share(minutes) * box.Width);
        DrawKey(canvas);
        foreach (Tick tick in Ticks.Time(range, layout.IsNarrow ? 4 : 8))
        {
            canvas.Line(new(X(tick.Value), box.Top), new(X(tick.Value), box.Bottom + 4), "g");
            double half = SvgCanvas.TextWidth(tick.Label) / 2;
            canvas.Text(
                new(Math.Min(X(tick.Value), layout.Width - half), box.Bottom + 18), tick.Label, "t", "middle");
        }

        for (int k = 0; k < folds.Count; k++)
        {
            double y = top + (k * row);
            canvas.Text(new(label - 8, y + 13), folds[k].Key, "t", "end");
            foreach (SplitWindow window in folds[k])
            {
                double from = X(Minutes(window.From));
                double width = Math.Max(1.5, X(Minutes(window.To)) - from);
                canvas.Rectangle(new(from, y + 3, width, row - 6), Style(window.Role));
            }
        }

        canvas.Text(new(box.Left + (box.Width / 2), box.Bottom + 36), "time, UTC", "t", "middle");
        return new(canvas.ToString(), layout.Width, box.Bottom + 42);
    }

    internal static string Word(SplitRole role) => role switch
    {
        SplitRole.Train => "train",
        SplitRole.Calibrate => "calibrate",
        SplitRole.Embargo => "embargo",
        _ => "test",
    };

    private static double Minutes(Core.Timestamp time) => time.Minutes;

    private static string Style(SplitRole role) => role switch
    {
        SplitRole.Train => "f0",
        SplitRole.Calibrate => "f5",
        SplitRole.Embargo => "ft",
        _ => "f1",
    };

    private void DrawKey(SvgCanvas canvas)
    {
        double x = 0;
        foreach (SplitRole role in Roles.Where(r => Windows.Any(w => w.Role == r)))
        {
            canvas.Rectangle(new(x, 5, 14, 11), Style(role));
            canvas.Text(new(x + 19, 15), Word(role), "k");
            x += 34 + SvgCanvas.TextWidth(Word(role));
        }
    }
}
