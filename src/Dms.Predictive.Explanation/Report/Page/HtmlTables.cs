using System.Text;

namespace Dms.Predictive.Explanation.Report;

/// <summary>Tables as HTML.</summary>
internal static class HtmlTables
{
    // Times and names stay on one line: broken at their hyphens they triple the height of a table.
    private const int ShortLabel = 20;

    internal static void Write(StringBuilder html, Table table)
    {
        html.Append("<div class=\"scroll\"><table><caption>").Append(HtmlText.Escape(table.Caption))
            .Append("</caption>\n<thead><tr>");
        foreach (Column column in table.Columns)
        {
            html.Append("<th scope=\"col\"").Append(column.IsNumber ? " class=\"n\">" : ">")
                .Append(HtmlText.Escape(column.Name));
            if (column.Unit.Length > 0)
            {
                html.Append(" <small>").Append(HtmlText.Escape(column.Unit)).Append("</small>");
            }

            html.Append("</th>");
        }

        html.Append("</tr></thead>\n<tbody")
            .Append(table.Rows.All(r => r[0].Shown.Length <= ShortLabel) ? " class=\"w\">" : ">");
        foreach (IReadOnlyList<Cell> row in table.Rows)
        {
            html.Append("<tr><th scope=\"row\">").Append(HtmlText.Escape(row[0].Shown)).Append("</th>");
            for (int k = 1; k < row.Count; k++)
            {
                WriteCell(html, row[k], table.Columns[k].IsNumber);
            }

            html.Append("</tr>\n");
        }

        html.Append("</tbody></table></div>\n");
    }

    private static void WriteCell(StringBuilder html, Cell cell, bool isNumber)
    {
        string style = cell switch
        {
            AbsentCell => "absent",
            StatusCell status => StatusWords.CssClass(status.Status),
            _ => isNumber ? "n" : "",
        };
        html.Append(style.Length > 0 ? "<td class=\"" + style + "\">" : "<td>")
            .Append(cell is StatusCell s ? StatusWords.Sign(s.Status) + Numerals.NoBreak : "")
            .Append(HtmlText.Escape(cell.Shown)).Append("</td>");
    }
}
