using System.Globalization;
using System.Text;

namespace Dms.Predictive.Explanation.Report;

/// <summary>Writes SVG elements with coordinates of one decimal.</summary>
internal sealed class SvgCanvas
{
    private readonly StringBuilder _text = new();

    internal static string Coordinate(double value)
    {
        double rounded = Math.Round(value, 1, MidpointRounding.AwayFromZero);
        return (rounded == 0 ? 0 : rounded).ToString("0.#", CultureInfo.InvariantCulture);
    }

    /// <summary>Width of a text in user units, on the wide side.</summary>
    internal static double TextWidth(string text, double size = 12) => text.Length * size * 0.58;

    internal void Line(Point from, Point to, string style) =>
        _text.Append("<line class=\"").Append(style).Append("\" x1=\"").Append(Coordinate(from.X))
            .Append("\" y1=\"").Append(Coordinate(from.Y)).Append("\" x2=\"").Append(Coordinate(to.X))
            .Append("\" y2=\"").Append(Coordinate(to.Y)).Append("\"/>");

    internal void Rectangle(Box box, string style) =>
        _text.Append("<rect class=\"").Append(style).Append("\" x=\"").Append(Coordinate(box.Left))
            .Append("\" y=\"").Append(Coordinate(box.Top))
            .Append("\" width=\"").Append(Coordinate(Math.Max(0, box.Width)))
            .Append("\" height=\"").Append(Coordinate(Math.Max(0, box.Height))).Append("\"/>");

    internal void Circle(Point center, double radius, string style) =>
        _text.Append("<circle class=\"").Append(style).Append("\" cx=\"").Append(Coordinate(center.X))
            .Append("\" cy=\"").Append(Coordinate(center.Y)).Append("\" r=\"").Append(Coordinate(radius)).Append("\"/>");

    internal void Path(string commands, string style) =>
        _text.Append("<path class=\"").Append(style).Append("\" d=\"").Append(commands).Append("\"/>");

    internal void Text(Point at, string text, string style, string anchor = "start")
    {
        _text.Append("<text class=\"").Append(style).Append("\" x=\"").Append(Coordinate(at.X))
            .Append("\" y=\"").Append(Coordinate(at.Y)).Append('"');
        if (anchor != "start")
        {
            _text.Append(" text-anchor=\"").Append(anchor).Append('"');
        }

        _text.Append('>').Append(HtmlText.Escape(text)).Append("</text>");
    }

    /// <summary>Text that reads upward and ends at a point.</summary>
    internal void Upright(Point at, string text, string style) =>
        _text.Append("<text class=\"").Append(style).Append("\" text-anchor=\"end\" transform=\"translate(")
            .Append(Coordinate(at.X)).Append(' ').Append(Coordinate(at.Y)).Append(") rotate(-90)\">")
            .Append(HtmlText.Escape(text)).Append("</text>");

    public override string ToString() => _text.ToString();
}

/// <summary>A place in user units, y downward.</summary>
internal readonly record struct Point(double X, double Y);

/// <summary>A rectangle in user units.</summary>
internal readonly record struct Box(double Left, double Top, double Width, double Height)
{
    internal double Right => Left + Width;

    internal double Bottom => Top + Height;
}
