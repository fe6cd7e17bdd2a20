using System.Collections;
using System.Globalization;
using System.Text;
using Microsoft.Data.Analysis;
using ScottPlot;

namespace Dms.Predictive.Notebooks.Display;

/// <summary>Chooses how a value is shown.</summary>
public static class MimeFormatter
{
    /// <summary>Longest plain text shown, in characters; longer text is cut with a mark.</summary>
    public const int LongestText = 64 * 1024;

    private const int PlotWidthPixels = 800;
    private const int PlotHeightPixels = 480;
    private const int MostItems = 1_000;

    /// <summary>Makes the representations of a value.</summary>
    /// <param name="value">Anything; null becomes the word <c>null</c>.</param>
    public static MimeBundle Format(object? value) => value switch
    {
        Plot plot => MimeBundle.Of(
            ("image/svg+xml", plot.GetSvgXml(PlotWidthPixels, PlotHeightPixels)),
            ("image/png", Convert.ToBase64String(
                plot.GetImage(PlotWidthPixels, PlotHeightPixels).GetImageBytes(ImageFormat.Png))),
            ("text/plain", $"Plot, {PlotWidthPixels} × {PlotHeightPixels} pixels")),
        DataFrame frame => MimeBundle.Of(
            ("text/html", FrameTable.Html(frame)), ("text/plain", Bound(FrameTable.Text(frame)))),
        HtmlContent html => MimeBundle.Of(("text/html", html.Text), ("text/plain", "HTML")),
        SvgContent svg => MimeBundle.Of(
            ("image/svg+xml", svg.Text), ("text/html", ImageOf(svg.Text)), ("text/plain", "SVG picture")),
        PngContent png => MimeBundle.Of(
            ("image/png", Convert.ToBase64String(png.Bytes)), ("text/plain", "PNG picture")),
        _ => MimeBundle.Of(("text/plain", Bound(Text(value)))),
    };

    // Converters to HTML clean bare SVG of all that draws; as an image it stays whole.
    private static string ImageOf(string svg) =>
        $"<img alt=\"SVG picture\" src=\"data:image/svg+xml;base64,{Convert.ToBase64String(Encoding.UTF8.GetBytes(svg))}\"/>";

    private static string Text(object? value) => value switch
    {
        null => "null",
        string s => s,
        IFormattable f => f.ToString(null, CultureInfo.InvariantCulture),
        IEnumerable items => Items(items),
        _ => value.ToString() ?? "",
    };

    private static string Items(IEnumerable items)
    {
        StringBuilder text = new("[");
        int count = 0;
        foreach (object? item in items)
        {
            if (count == MostItems || text.Length > LongestText)
            {
                text.Append(", …");
                break;
            }

            text.Append(count++ == 0 ? "" : ", ").Append(item is IEnumerable and not string ? item : Text(item));
        }

        return text.Append(']').ToString();
    }

    private static string Bound(string text)
    {
        if (text.Length <= LongestText)
        {
            return text;
        }

        int cut = char.IsHighSurrogate(text[LongestText - 1]) ? LongestText - 1 : LongestText;
        return $"{text[..cut]}\n… cut: {text.Length - cut:N0} of {text.Length:N0} characters are not shown";
    }
}
