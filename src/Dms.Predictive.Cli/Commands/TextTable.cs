namespace Dms.Predictive.Cli.Commands;

/// <summary>Columns of plain text, as wide as they need: for figures that people copy.</summary>
internal sealed class TextTable
{
    private readonly List<string[]> _rows = [];
    private readonly bool[] _right;

    /// <summary>Starts with the headings; one that begins with <c>&gt;</c> stands on the right, with its
    /// column.</summary>
    public TextTable(params string[] headings)
    {
        _right = [.. headings.Select(h => h.StartsWith('>'))];
        if (headings.Any(h => h.TrimStart('>').Length > 0))
        {
            _rows.Add([.. headings.Select(h => h.TrimStart('>'))]);
        }
    }

    public TextTable Add(params string[] cells)
    {
        _rows.Add(cells);
        return this;
    }

    public void WriteTo(TextWriter writer)
    {
        int[] widths = [.. Enumerable.Range(0, _right.Length).Select(c => _rows.Max(r => r[c].Length))];
        foreach (string[] row in _rows)
        {
            IEnumerable<string> cells = row.Select(
                (cell, c) => _right[c] ? cell.PadLeft(widths[c]) : cell.PadRight(widths[c]));
            writer.WriteLine(("  " + string.Join("  ", cells)).TrimEnd());
        }
    }
}
