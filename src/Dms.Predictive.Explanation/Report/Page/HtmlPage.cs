using System.Text;

namespace Dms.Predictive.Explanation.Report;

/// <summary>The page: head, contents, sections. One file, nothing loaded from outside, no script.</summary>
internal static class HtmlPage
{
    internal static string Write(ReportDocument document, IReadOnlyList<Section> sections)
    {
        StringBuilder html = new(1 << 17);
        html.Append("<!DOCTYPE html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n")
            .Append("<meta name=\"viewport\" content=\"width=device-width,initial-scale=1\">\n<title>")
            .Append(HtmlText.Escape(document.Title)).Append("</title>\n<style>\n").Append(StyleSheet.All)
            .Append("</style>\n</head>\n<body>\n<div class=\"page\">\n");
        WriteContents(html, sections);
        html.Append("<main>\n");
        HtmlBlocks blocks = new(html);
        foreach (Section section in sections)
        {
            html.Append("<section id=\"").Append(section.Id).Append("\">\n");
            if (section.Id == SectionIds.Cover)
            {
                WriteMasthead(html, document);
            }

            html.Append("<h2>").Append(HtmlText.Escape(section.Heading)).Append("</h2>\n");
            foreach (Block block in section.Blocks)
            {
                blocks.Write(block);
            }

            html.Append("</section>\n");
        }

        return html.Append("</main>\n</div>\n</body>\n</html>\n").ToString();
    }

    private static void WriteMasthead(StringBuilder html, ReportDocument document)
    {
        html.Append("<h1>").Append(HtmlText.Escape(document.Title)).Append("</h1>\n<p class=\"meta\">")
            .Append(HtmlText.Escape(
                $"Model {document.Model}, version {document.Version} · as of {Numerals.DateTime(document.AsOf)} UTC"))
            .Append("</p>\n");
        if (document.Summary.Length > 0)
        {
            html.Append("<p class=\"lead\">").Append(HtmlText.Escape(document.Summary)).Append("</p>\n");
        }

        if (StorySentences.Headline(document) is { Length: > 0 } headline)
        {
            html.Append("<p class=\"key\">").Append(HtmlText.Escape(headline)).Append("</p>\n");
        }
    }

    private static void WriteContents(StringBuilder html, IReadOnlyList<Section> sections)
    {
        html.Append("<nav aria-label=\"Contents\"><h2>Contents</h2><ol>");
        foreach (Section section in sections)
        {
            html.Append("<li><a href=\"#").Append(section.Id).Append("\">")
                .Append(HtmlText.Escape(section.Heading)).Append("</a></li>");
        }

        html.Append("</ol></nav>\n");
    }
}
