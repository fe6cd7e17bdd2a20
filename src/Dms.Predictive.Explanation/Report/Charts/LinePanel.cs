using System.Text;

namespace Dms.Predictive.Explanation.Report;

/// <summary>Draws one panel of a line plot into its box.</summary>
internal sealed class LinePanel
{
    private readonly SvgCanvas _canvas;
    private readonly PlotPanel _panel;
    private readonly Box _box;
    private readonly ValueRange _x;
    private readonly ValueRange _y;
    private readonly ChartLayout _layout;
    private readonly int _ticks;

    internal LinePanel(SvgCanvas canvas, PlotPanel panel, Box box, ValueRange x, ChartLayout layout)
    {
        (_canvas, _panel, _box, _x, _layout) = (canvas, panel, box, x, layout);
        _ticks = panel.Height < 110 ? 3 : 4;
        ValueRange y = ValueRange.Of(panel.Series.SelectMany(Visible));
        y = panel.Level is { } level ? y.Including(level.Value) : y;
        _y = (panel.HoldsZero ? y.Including(0) : y).Rounded(_ticks);
    }

    internal void Draw()
    {
        DrawFrame();
        if (_panel.FillsFirstTwo)
        {
            DrawFill(_panel.Series[0], _panel.Series[1]);
        }

        if (_panel.Level is { } level)
        {
            double y = Y(level.Value);
            _canvas.Line(new(_box.Left, y), new(_box.Right, y), "lv");
            _canvas.Text(new(_box.Left + 4, y - 4), level.Label, "t");
        }

        foreach (PlotSeries series in _panel.Series.Reverse())
        {
            _canvas.Path(Outline(series), LineClass(series));
        }

        if (_panel.Series.Count > 1)
        {
            DrawLabels();
        }
    }

    private static string LineClass(PlotSeries series) =>
        "ln c" + Slots.Of(series.Slot) + (series.Style switch
        {
            LineStyle.Dashed => " da",
            LineStyle.Dotted => " do",
            _ => "",
        });

    private IEnumerable<double> Visible(PlotSeries series) =>
        series.Y.Where((_, k) => series.X[k] >= _x.Low && series.X[k] <= _x.High);

    private double X(double value) => _box.Left + (_x.Share(value) * _box.Width);

    private double Y(double value) => _box.Bottom - (_y.Share(value) * _box.Height);

    private void DrawFrame()
    {
        double head = _layout.IsNarrow && _panel.Series.Count > 1 ? LinePlot.KeyHeight(_panel, _layout.Width) : 0;
        _canvas.Text(new(0, _box.Top - 8 - head), _panel.Title, "b");
        foreach (Tick tick in Ticks.Linear(_y, _ticks))
        {
            double y = Y(tick.Value);
            _canvas.Line(new(_box.Left, y), new(_box.Right, y), tick.Value == 0 ? "z" : "g");
            _canvas.Text(new(_box.Left - 6, y + 4), tick.Label, "t", "end");
        }
    }

    /// <summary>The line as path commands: at most two points per pixel column, holes left open.</summary>
    private string Outline(PlotSeries series)
    {
        StringBuilder path = new();
        bool open = false;
        double lastY = 0;
        foreach (int k in Thinning.Extremes(series, _x, (int)_box.Width))
        {
            if (!double.IsFinite(series.Y[k]))
            {
                open = false;
                continue;
            }

            string x = SvgCanvas.Coordinate(X(series.X[k])), y = SvgCanvas.Coordinate(Y(series.Y[k]));
            if (!open)
            {
                path.Append('M').Append(x).Append(' ').Append(y);
            }
            else if (!series.IsStep)
            {
                path.Append('L').Append(x).Append(' ').Append(y);
            }
            else
            {
                path.Append('H').Append(x);
                path.Append(series.Y[k] == lastY ? "" : "V" + y);
            }

            (open, lastY) = (true, series.Y[k]);
        }

        return path.ToString();
    }

    /// <summary>One upright bar per kept point, as wide as it holds: the fill follows the steps of both lines.</summary>
    private void DrawFill(PlotSeries upper, PlotSeries lower)
    {
        StringBuilder path = new();
        IReadOnlyList<int> kept = Thinning.Columns(upper, _x, (int)_box.Width / 2);
        for (int n = 0; n + 1 < kept.Count; n++)
        {
            int k = kept[n];
            double high = upper.Y[k], low = lower.Y[k];
            if (!double.IsFinite(high) || !double.IsFinite(low) || high <= low)
            {
                continue;
            }

            path.Append('M').Append(SvgCanvas.Coordinate(X(upper.X[k]))).Append(' ')
                .Append(SvgCanvas.Coordinate(Y(low))).Append('V').Append(SvgCanvas.Coordinate(Y(high)))
                .Append('H').Append(SvgCanvas.Coordinate(X(upper.X[kept[n + 1]])))
                .Append('V').Append(SvgCanvas.Coordinate(Y(low))).Append('Z');
        }

        _canvas.Path(path.ToString(), "fl f" + Slots.Of(upper.Slot));
    }

    private void DrawLabels()
    {
        if (_layout.IsNarrow)
        {
            DrawKey();
            return;
        }

        List<(PlotSeries Series, double Y)> ends =
        [
            .. _panel.Series.Select(s => (s, LastY(s))).OrderBy(pair => pair.Item2),
        ];
        double[] y = Spacing.Apart([.. ends.Select(e => e.Y)], 14, _box.Top + 4, _box.Bottom);
        for (int k = 0; k < ends.Count; k++)
        {
            _canvas.Text(new(_box.Right + 8, y[k] + 4), ends[k].Series.Name, "x" + Slots.Of(ends[k].Series.Slot));
        }
    }

    private double LastY(PlotSeries series)
    {
        for (int k = series.Y.Count - 1; k >= 0; k--)
        {
            if (series.X[k] <= _x.High && double.IsFinite(series.Y[k]))
            {
                return Y(series.Y[k]);
            }
        }

        return _box.Bottom;
    }

    private void DrawKey()
    {
        List<List<PlotSeries>> rows = LinePlot.KeyRows(_panel, _layout.Width);
        for (int r = 0; r < rows.Count; r++)
        {
            double x = 0, y = _box.Top - 8 - ((rows.Count - 1 - r) * 16);
            foreach (PlotSeries series in rows[r])
            {
                _canvas.Line(new(x, y - 4), new(x + 20, y - 4), LineClass(series));
                _canvas.Text(new(x + 25, y), series.Name, "x" + Slots.Of(series.Slot));
                x += LinePlot.KeyWidth(series);
            }
        }
    }
}
