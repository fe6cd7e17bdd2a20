using System.Text;

namespace Dms.Predictive.Explanation.Report;

/// <summary>A figure's drawing, inside the page or as a file of its own.</summary>
internal static class SvgFile
{
    /// <summary>The element inside the page; the page's style colours it.</summary>
    internal static void Write(StringBuilder html, FigureBlock figure, ChartLayout layout, string style) =>
        Write(html, figure, layout, $"class=\"{style}\"", "");

    /// <summary>A file that stands alone, in the light colours.</summary>
    internal static string Standalone(FigureBlock figure)
    {
        StringBuilder svg = new();
        string style = "<style>svg{" + StyleSheet.Light + "background:var(--paper)}\n" + StyleSheet.Drawing + "</style>";
        Write(svg, figure, ChartLayout.Wide, "xmlns=\"http://www.w3.org/2000/svg\"", style);
        return svg.ToString();
    }

    private static void Write(
        StringBuilder html, FigureBlock figure, ChartLayout layout, string attributes, string style)
    {
        Drawing drawing = figure.Chart.Draw(layout);
        string id = figure.Id + "-" + layout.Name;
        html.Append("<svg ").Append(attributes).Append(" role=\"img\" aria-labelledby=\"")
            .Append(id).Append("-t ").Append(id).Append("-d\" viewBox=\"0 0 ")
            .Append(SvgCanvas.Coordinate(drawing.Width)).Append(' ').Append(SvgCanvas.Coordinate(drawing.Height))
            .Append("\"><title id=\"").Append(id).Append("-t\">").Append(HtmlText.Escape(figure.Title))
            .Append("</title><desc id=\"").Append(id).Append("-d\">").Append(HtmlText.Escape(figure.Says))
            .Append("</desc>").Append(style).Append(drawing.Body).Append("</svg>\n");
    }
}
