using System.Text;
using System.Text.RegularExpressions;

namespace Dms.Predictive.Explanation.Report;

/// <summary>Text made safe for HTML content and quoted attributes.</summary>
internal static partial class HtmlText
{
    /// <summary>Text in a reader's words: what a machine prints where a number is missing does not reach the page.</summary>
    internal static string Plain(string text) => MachineWords().Replace(text, found => found.Value switch
    {
        "NaN" => "not-a-number",
        "Infinity" => "unbounded",
        "undefined" => "not defined",
        _ => "empty",
    });

    internal static string Escape(string text)
    {
        text = Plain(text);
        if (text.AsSpan().IndexOfAny("&<>\"'") < 0 && !text.Any(IsUnprintable))
        {
            return text;
        }

        StringBuilder safe = new(text.Length + 16);
        foreach (char c in text)
        {
            _ = c switch
            {
                '&' => safe.Append("&amp;"),
                '<' => safe.Append("&lt;"),
                '>' => safe.Append("&gt;"),
                '"' => safe.Append("&quot;"),
                '\'' => safe.Append("&#39;"),
                _ => safe.Append(IsUnprintable(c) ? ' ' : c),
            };
        }

        return safe.ToString();
    }

    private static bool IsUnprintable(char c) => c is < ' ' or '\u007F' or '\uFFFE' or '\uFFFF';

    [GeneratedRegex("(?<![A-Za-z])(NaN|Infinity|undefined|null)(?![A-Za-z])", RegexOptions.CultureInvariant)]
    private static partial Regex MachineWords();
}
