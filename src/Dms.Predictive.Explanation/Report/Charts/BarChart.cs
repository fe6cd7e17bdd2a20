namespace Dms.Predictive.Explanation.Report;

/// <summary>One bar.</summary>
/// <param name="Label">What it is.</param>
/// <param name="From">Where it starts, in the unit of the axis; 0 unless it is a step of a waterfall.</param>
/// <param name="To">Where it ends.</param>
/// <param name="Shown">The number as text.</param>
/// <param name="Look">How it is drawn.</param>
internal sealed record Bar(string Label, double From, double To, string Shown, BarLook Look)
{
    /// <summary>Interval around the value; drawn as a whisker.</summary>
    internal ValueRange? Interval { get; init; }
}

/// <summary>How a bar is drawn.</summary>
internal enum BarLook
{
    /// <summary>Blue, or orange when it goes down.</summary>
    Signed = 0,

    /// <summary>Like signed, in outline: not a feature.</summary>
    SignedLight,

    /// <summary>Grey: a comparison.</summary>
    Neutral,

    /// <summary>Dark: a sum.</summary>
    Total,

    /// <summary>A dot at the end instead of a bar.</summary>
    Dot,
}

/// <summary>Horizontal signed bars with their numbers; a heading above a group where its name changes.</summary>
/// <param name="Bars">Top to bottom.</param>
/// <param name="AxisTitle">Name and unit.</param>
internal sealed record BarChart(IReadOnlyList<Bar> Bars, string AxisTitle) : IChart
{
    /// <summary>Whether each bar starts where the one before it ended (joined by thin lines).</summary>
    internal bool IsWaterfall { get; init; }

    /// <summary>A value to compare with.</summary>
    internal PlotLevel? Level { get; init; }

    /// <summary>Whether zero must be on the axis; false only for dots.</summary>
    internal bool HoldsZero { get; init; } = true;

    /// <summary>Whether the axis begins where the bars do: steps between two levels far from zero.</summary>
    internal bool BeginsAtBars { get; init; }

    public Drawing Draw(ChartLayout layout)
    {
        SvgCanvas canvas = new();
        double label = layout.IsNarrow ? 0 : Math.Min(280, 12 + Bars.Max(b => SvgCanvas.TextWidth(b.Label)));
        double row = layout.IsNarrow ? 38 : 26, top = Level is null ? 6 : 22;
        double number = 10 + Bars.Max(b => SvgCanvas.TextWidth(b.Shown));
        ValueRange range = Range();
        bool goesDown = BeginsAtBars || (range.Low < 0 && HoldsZero);
        Box box = new(label + (goesDown ? number : 8), top, 0, row * Bars.Count);
        box = box with { Width = layout.Width - box.Left - number };
        double X(double value) => box.Left + (range.Share(value) * box.Width);
        DrawAxis(canvas, box, range, layout);
        for (int k = 0; k < Bars.Count; k++)
        {
            Bar bar = Bars[k];
            double y = top + (k * row) + (layout.IsNarrow ? 17 : 4);
            canvas.Text(
                layout.IsNarrow ? new(0, y - 3) : new(label, y + 13), bar.Label, bar.Look == BarLook.Total ? "b" : "k",
                layout.IsNarrow ? "start" : "end");
            DrawBar(canvas, bar, new(Math.Min(X(bar.From), X(bar.To)), y, Math.Abs(X(bar.To) - X(bar.From)), 17), X);
            if (IsWaterfall && k + 1 < Bars.Count)
            {
                canvas.Line(new(X(bar.To), y + 17), new(X(bar.To), y + row), "cn");
            }
        }

        return new(canvas.ToString(), layout.Width, box.Bottom + 42);
    }

    private static void DrawBar(SvgCanvas canvas, Bar bar, Box box, Func<double, double> x)
    {
        bool down = bar.To < bar.From;
        string color = down ? "2" : "1";
        double end = x(bar.To), middle = box.Top + (box.Height / 2);
        if (bar.Interval is { } interval)
        {
            canvas.Line(new(x(interval.Low), middle), new(x(interval.High), middle), "wh");
        }

        if (bar.Look == BarLook.Dot)
        {
            canvas.Circle(new(end, middle), 5, "f1");
        }
        else
        {
            canvas.Rectangle(box with { Width = Math.Max(1, box.Width) }, bar.Look switch
            {
                BarLook.SignedLight => "fo f" + color + " c" + color,
                BarLook.Neutral => "f0",
                BarLook.Total => "ft",
                _ => "f" + color,
            });
        }

        double edge = bar.Interval is { } whisker ? Math.Max(end, x(whisker.High)) : end;
        double gap = bar.Look == BarLook.Dot ? 9 : 5;
        canvas.Text(
            new(down ? end - gap : edge + gap, middle + 4.5), bar.Shown, bar.Look == BarLook.Total ? "b" : "k",
            down ? "end" : "start");
    }

    private ValueRange Range()
    {
        ValueRange range = ValueRange.Of(Bars.SelectMany(b =>
            HoldsZero || BeginsAtBars
                ? new[] { b.From, b.To, b.Interval?.Low ?? b.To, b.Interval?.High ?? b.To }
                : [b.To, b.Interval?.Low ?? b.To, b.Interval?.High ?? b.To]));
        range = Level is { } level ? range.Including(level.Value) : range;
        return HoldsZero ? range.Including(0) : range.Rounded(6);
    }

    private void DrawAxis(SvgCanvas canvas, Box box, ValueRange range, ChartLayout layout)
    {
        double right = double.NegativeInfinity;
        foreach (Tick tick in Ticks.Linear(range, layout.IsNarrow ? 4 : 6))
        {
            double x = box.Left + (range.Share(tick.Value) * box.Width);
            canvas.Line(new(x, box.Top), new(x, box.Bottom + 4), tick.Value == 0 ? "z" : "g");
            double half = SvgCanvas.TextWidth(tick.Label) / 2;
            if (x - half > right + 4 && x - half >= 0 && x + half <= layout.Width)
            {
                canvas.Text(new(x, box.Bottom + 18), tick.Label, "t", "middle");
                right = x + half;
            }
        }

        double title = SvgCanvas.TextWidth(AxisTitle) / 2;
        double center = Math.Clamp(box.Left + (box.Width / 2), title, Math.Max(title, layout.Width - title));
        canvas.Text(new(center, box.Bottom + 36), AxisTitle, "t", "middle");
        if (Level is { } level)
        {
            double x = box.Left + (range.Share(level.Value) * box.Width);
            canvas.Line(new(x, box.Top - 4), new(x, box.Bottom + 4), "mk c2");
            double half = SvgCanvas.TextWidth(level.Label) / 2;
            canvas.Text(new(Math.Clamp(x, half, layout.Width - half), 13), level.Label, "b x2", "middle");
        }
    }
}
