using System.Text.RegularExpressions;

namespace Dms.Predictive.Cli.Tests.Docs;

/// <summary>One bash block of a page and what the page says it prints.</summary>
/// <param name="Line">Line of the page where the block begins, from 1.</param>
/// <param name="Commands">The commands.</param>
/// <param name="Shown">Lines of the text block directly after; empty when there is none.</param>
/// <param name="NotRun">Why the tests do not run it, or null.</param>
internal sealed record DoorBlock(int Line, string Commands, IReadOnlyList<string> Shown, string? NotRun);

/// <summary>
/// A how-to page as the tests walk it: its bash blocks in order. A block is left out only when the line before it says,
/// for every reader to see, <c>*Not run by the tests: …*</c> with a reason.
/// </summary>
internal static partial class DoorPage
{
    private const int ShortestReason = 10;
    private const string ThroughRun = "dotnet run -c Release --project src/Dms.Predictive.Cli -- ";

    public static IReadOnlyList<DoorBlock> Read(string markdown)
    {
        List<DoorBlock> blocks = [];
        foreach (Match match in Block().Matches(markdown.Replace("\r\n", "\n", StringComparison.Ordinal)))
        {
            int line = markdown[..match.Groups["bash"].Index].Count(c => c == '\n');
            string? reason = match.Groups["reason"].Success ? match.Groups["reason"].Value.Trim() : null;
            if (reason?.Length < ShortestReason)
            {
                throw new FormatException($"Line {line}: 'Not run by the tests' needs a reason that says something.");
            }

            string commands = match.Groups["bash"].Value.Replace(ThroughRun, "dms ", StringComparison.Ordinal);
            blocks.Add(new(line, commands, Lines(match.Groups["text"].Value), reason));
        }

        return blocks;
    }

    /// <summary>The first shown line that the output does not hold, in order, or null. <c>...</c> stands for
    /// anything; white space counts once.</summary>
    public static string? FirstMissing(IReadOnlyList<string> shown, string output)
    {
        string[] printed = Lines(output);
        int at = 0;
        foreach (string line in shown.Where(l => l is not ("..." or "…")))
        {
            string pattern = string.Join(".*", Wildcard().Split(line).Select(Regex.Escape));
            Regex wanted = new($"^{pattern}$", RegexOptions.CultureInvariant);
            int found = Array.FindIndex(printed, at, p => wanted.IsMatch(p));
            if (found < 0)
            {
                return line;
            }

            at = found + 1;
        }

        return null;
    }

    private static string[] Lines(string text) =>
        [.. text.Split('\n').Select(l => Spaces().Replace(l, " ").Trim()).Where(l => l.Length > 0)];

    [GeneratedRegex(
        @"(?:^\*Not run by the tests:(?<reason>[^\n]*)\*\n+)?^```bash\n(?<bash>.*?)^```[ ]*$(?:\s*^```text\n(?<text>.*?)^```)?",
        RegexOptions.Singleline | RegexOptions.Multiline)]
    private static partial Regex Block();

    [GeneratedRegex(@"\.\.\.|…")]
    private static partial Regex Wildcard();

    [GeneratedRegex(@"\s+")]
    private static partial Regex Spaces();
}
