using System.Text;
using Dms.Predictive.Core;

namespace Dms.Predictive.MarketData;

/// <summary>
/// Turns the bytes of a canonical bars CSV into rows. Total: for any bytes it gives rows or refuses with file, line
/// and column.
/// </summary>
internal sealed class BarCsvParser(string path)
{
    /// <summary>Most rows of one file: 95 years of minutes.</summary>
    public const int MostRows = 50_000_000;

    /// <summary>Longest line in bytes.</summary>
    public const int LongestLine = 4096;

    /// <summary>The columns that every bars file begins with.</summary>
    public const string Header = "timestamp,open,high,low,close,volume";

    private const double PriceLimit = 1e12;
    private const double VolumeLimit = 1e15;

    private static readonly string[] Names = Header.Split(',');

    private int _line;
    private int _blankLine;
    private int _columns;

    /// <summary>The rows so far.</summary>
    public BarRows Rows { get; } = new();

    /// <summary>Names of the columns after the first six.</summary>
    public IReadOnlyList<string> ExtraColumns { get; private set; } = [];

    /// <summary>Takes one line without its line feed.</summary>
    public void Take(ReadOnlySpan<byte> line)
    {
        line = line is [.. var body, (byte)'\r'] ? body : line;
        if (line.Length > LongestLine)
        {
            throw TooLong();
        }

        if (_line > MostRows)
        {
            throw Refused("bars-too-large", _line, $"More than {MostRows} rows. Split the file.");
        }

        _line++;
        if (_line == 1)
        {
            TakeHeader(line);
        }
        else if (line.IsEmpty)
        {
            _blankLine = _blankLine == 0 ? _line : _blankLine;
        }
        else
        {
            TakeRow(line);
        }
    }

    /// <summary>Refuses a line that never ends.</summary>
    public InputRefusedException TooLong() => Refused(
        "bars-malformed", _line + 1, $"The line is longer than {LongestLine} bytes.");

    /// <summary>Refuses a file without rows.</summary>
    public void RefuseEmpty()
    {
        if (_line == 0)
        {
            throw new InputRefusedException(
                "bars-empty", $"The file is empty. Expected the header {Header} and at least two rows.", path);
        }

        if (Rows.Count == 0)
        {
            throw new InputRefusedException(
                "bars-empty", "The file has a header but no rows. Expected at least two bars.", path);
        }
    }

    private void TakeHeader(ReadOnlySpan<byte> line)
    {
        string text = Encoding.UTF8.GetString(line);
        string[] names = text.Split(',');
        bool ours = names.Length >= Names.Length && names.AsSpan(0, Names.Length).SequenceEqual(Names);
        bool named = names.All(n => n.Length > 0 && n.All(c => char.IsAsciiLetterOrDigit(c) || c == '_'));
        if (!ours || !named || names.Distinct(StringComparer.Ordinal).Count() != names.Length)
        {
            throw new InputRefusedException(
                "bars-header",
                $"The first line is '{Shown(line)}'. Expected the header {Header}, and after it only further named "
                + "columns. Rename or reorder the columns, or take this file out of the data given.",
                $"{path}:1");
        }

        _columns = names.Length;
        ExtraColumns = names[Names.Length..];
    }

    private void TakeRow(ReadOnlySpan<byte> line)
    {
        if (_blankLine > 0)
        {
            throw Refused("bars-malformed", _blankLine, "The line is blank and rows follow. Remove it.");
        }

        ReadOnlySpan<byte> rest = line;
        ReadOnlySpan<byte> text = Field(ref rest, 0);
        if (!CsvTime.TryParse(text, out Timestamp time))
        {
            throw Malformed(0, text, "a UTC time such as 2019-01-01T00:05:00Z, years 1900 to 2189");
        }

        double open = Number(ref rest, 1, PriceLimit);
        double high = Number(ref rest, 2, PriceLimit);
        double low = Number(ref rest, 3, PriceLimit);
        double close = Number(ref rest, 4, PriceLimit);
        double volume = Number(ref rest, 5, VolumeLimit);
        for (int column = Names.Length; column < _columns; column++)
        {
            Field(ref rest, column);
        }

        Rows.Add(new Bar(time, open, high, low, close, volume), _line);
    }

    private double Number(ref ReadOnlySpan<byte> rest, int column, double limit)
    {
        ReadOnlySpan<byte> text = Field(ref rest, column);
        return CsvNumber.TryParse(text, out double value) && Math.Abs(value) < limit
            ? value
            : throw Malformed(column, text, $"a decimal number below {limit:0e0}, with a dot and without separators");
    }

    private ReadOnlySpan<byte> Field(ref ReadOnlySpan<byte> rest, int column)
    {
        int end = rest.IndexOf((byte)',');
        bool last = column == _columns - 1;
        if (end < 0 != last)
        {
            throw Refused(
                "bars-malformed",
                _line,
                $"The row has {(last ? "more" : "fewer")} fields than the {_columns} of the header. "
                + "A row that ends early often means that the file was cut off; copy or download it again.");
        }

        ReadOnlySpan<byte> field = last ? rest : rest[..end];
        rest = last ? [] : rest[(end + 1)..];
        return field;
    }

    private InputRefusedException Malformed(int column, ReadOnlySpan<byte> found, string allowed) => new(
        "bars-malformed",
        $"Found '{Shown(found)}' in column {Names[column]}; allowed is {allowed}. Correct or remove the row; "
        + "nothing of the file was used.",
        $"{path}:{_line}:{Names[column]}");

    private InputRefusedException Refused(string code, int line, string message) =>
        new(code, message, $"{path}:{line}");

    private static string Shown(ReadOnlySpan<byte> text)
    {
        const int Most = 60;
        string all = Encoding.UTF8.GetString(text[..Math.Min(text.Length, Most)]);
        StringBuilder shown = new();
        foreach (char c in all)
        {
            shown.Append(char.IsControl(c) || char.IsSurrogate(c) ? '\uFFFD' : c);
        }

        return text.Length > Most ? $"{shown}…" : shown.ToString();
    }
}
