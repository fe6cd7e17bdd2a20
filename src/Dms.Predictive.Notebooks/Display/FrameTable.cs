using System.Globalization;
using System.Net;
using System.Text;
using Microsoft.Data.Analysis;

namespace Dms.Predictive.Notebooks.Display;

/// <summary>The first rows of a data frame as a table.</summary>
internal static class FrameTable
{
    private const int MostRows = 50;

    public static string Html(DataFrame frame)
    {
        StringBuilder html = new("<table><thead><tr>");
        foreach (DataFrameColumn column in frame.Columns)
        {
            html.Append("<th>").Append(WebUtility.HtmlEncode(column.Name)).Append("</th>");
        }

        html.Append("</tr></thead><tbody>");
        foreach (string[] row in Rows(frame))
        {
            html.Append("<tr>");
            foreach (string cell in row)
            {
                html.Append("<td>").Append(WebUtility.HtmlEncode(cell)).Append("</td>");
            }

            html.Append("</tr>");
        }

        return html.Append("</tbody></table><p>").Append(Footer(frame)).Append("</p>").ToString();
    }

    public static string Text(DataFrame frame)
    {
        List<string[]> lines = [[.. frame.Columns.Select(c => c.Name)], .. Rows(frame)];
        int[] widths = [.. frame.Columns.Select((_, c) => lines.Max(l => l[c].Length))];
        StringBuilder text = new();
        foreach (string[] line in lines)
        {
            text.AppendJoin("  ", line.Select((cell, c) => cell.PadLeft(widths[c]))).Append('\n');
        }

        return text.Append(Footer(frame)).ToString();
    }

    private static IEnumerable<string[]> Rows(DataFrame frame)
    {
        for (long row = 0; row < Math.Min(MostRows, frame.Rows.Count); row++)
        {
            yield return [.. frame.Columns.Select(c => Convert.ToString(c[row], CultureInfo.InvariantCulture) ?? "")];
        }
    }

    private static string Footer(DataFrame frame) => frame.Rows.Count > MostRows
        ? $"the first {MostRows} of {frame.Rows.Count:N0} rows, {frame.Columns.Count} columns"
        : $"{frame.Rows.Count:N0} rows, {frame.Columns.Count} columns";
}
