using System.Globalization;
using System.Text;
using Dms.Predictive.Core;

namespace Dms.Predictive.MarketData;

/// <summary>One value of a series file, with its line.</summary>
internal readonly record struct SeriesRow(Timestamp Time, Timestamp? Published, double Value, int Line);

/// <summary>Turns the lines of a series file into rows. Total: for any bytes it gives rows or refuses with the line.</summary>
internal sealed class SeriesCsvParser(string path, IReadOnlyList<SlowSeriesKind> wanted)
{
    /// <summary>Longest line in bytes.</summary>
    public const int LongestLine = 8192;

    private const int MostRows = 5_000_000;
    private const int MostColumns = 256;

    private readonly Range[] _fields = new Range[MostColumns + 1];
    private readonly Dictionary<SlowSeriesKind, List<SeriesRow>> _rows = [];
    private int _line;
    private int _blankLine;

    /// <summary>Meaning of the columns; null before the header.</summary>
    public SeriesLayout? Layout { get; private set; }

    /// <summary>Rows with a value, by kind, in file order.</summary>
    public IReadOnlyDictionary<SlowSeriesKind, List<SeriesRow>> Rows => _rows;

    /// <summary>Takes one line without its line feed.</summary>
    public void Take(ReadOnlySpan<byte> line)
    {
        line = line is [.. var body, (byte)'\r'] ? body : line;
        if (line.Length > LongestLine)
        {
            throw TooLong();
        }

        _line++;
        if (_line > MostRows)
        {
            throw Refused("series-too-large", _line, $"More than {MostRows} lines. Split the file or thin it out.");
        }

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
    public InputRefusedException TooLong() =>
        Refused("series-malformed", _line + 1, $"The line is longer than {LongestLine} bytes.");

    private void TakeHeader(ReadOnlySpan<byte> line)
    {
        string[] names = Encoding.UTF8.GetString(line).Split(',');
        bool fits = names.Length <= MostColumns && names.Distinct(StringComparer.Ordinal).Count() == names.Length;
        Layout = (fits ? SeriesLayout.Of(names, wanted) : null) ?? throw Refused(
            "series-header", 1,
            $"The first line is '{Shown(line)}'. For {string.Join(", ", wanted)} expected: {SeriesLayout.Allowed(wanted)}. "
            + $"Any series can be given as {SeriesLayout.General}.");
        foreach ((SlowSeriesKind kind, int _) in Layout.Values)
        {
            _rows[kind] = [];
        }
    }

    private void TakeRow(ReadOnlySpan<byte> line)
    {
        if (_blankLine > 0)
        {
            throw Refused("series-malformed", _blankLine, "The line is blank and rows follow. Remove it.");
        }

        if (Split(line) is var count && count != Layout!.Columns)
        {
            throw Refused("series-malformed", _line, $"The row has {count} fields, the header {Layout.Columns}. "
                + "A row that ends early often means that the file was cut off; copy or download it again.");
        }

        Timestamp time = TimeIn(line[_fields[0]], Layout.Time, "the first column");
        Timestamp? published = Layout.PublishedColumn < 0
            ? null
            : TimeIn(line[_fields[Layout.PublishedColumn]], SeriesTime.Iso, "published_at");
        foreach ((SlowSeriesKind kind, int column) in Layout.Values)
        {
            ReadOnlySpan<byte> text = line[_fields[column]];
            if (!text.IsEmpty && !text.SequenceEqual("NA"u8))
            {
                _rows[kind].Add(new SeriesRow(time, published, NumberIn(text, kind), _line));
            }
        }
    }

    private int Split(ReadOnlySpan<byte> line)
    {
        int count = 0;
        foreach (Range field in line.Split((byte)','))
        {
            if (count < _fields.Length)
            {
                _fields[count] = field;
            }

            count++;
        }

        return count;
    }

    private Timestamp TimeIn(ReadOnlySpan<byte> text, SeriesTime format, string column)
    {
        bool read;
        Timestamp time = default;
        switch (format)
        {
            case SeriesTime.Milliseconds:
                read = text.Length == 13 && long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out long ms)
                    && (time = new Timestamp(ms * 1_000_000)) is var _;
                break;
            case SeriesTime.Spaced:
                Span<byte> iso = stackalloc byte[20];
                read = text.Length == 19 && text[10] == (byte)' ';
                if (read)
                {
                    text.CopyTo(iso);
                    (iso[10], iso[19]) = ((byte)'T', (byte)'Z');
                    read = CsvTime.TryParse(iso, out time);
                }

                break;
            default:
                read = CsvTime.TryParse(text, out time);
                break;
        }

        return read ? time : throw Refused("series-malformed", _line, $"Found '{Shown(text)}' in {column}; allowed is "
            + (format switch
            {
                SeriesTime.Milliseconds => "a time in milliseconds, 13 digits",
                SeriesTime.Spaced => "a UTC time such as 2025-06-22 00:15:00",
                _ => "a UTC date, or a UTC time such as 2019-01-01T00:05:00Z",
            }) + ". Correct or remove the row.");
    }

    private double NumberIn(ReadOnlySpan<byte> text, SlowSeriesKind kind)
    {
        SeriesRule rule = SeriesRule.Of(kind);
        return CsvNumber.TryParse(text, out double value) && value >= rule.Lowest && value <= rule.Highest
            ? value
            : throw Refused("series-malformed", _line, string.Create(CultureInfo.InvariantCulture,
                $"Found '{Shown(text)}' for {kind}; allowed is a number from {rule.Lowest:G3} to {rule.Highest:G3}, or nothing. ")
                + "Correct or remove the row; nothing of the file was used.");
    }

    private InputRefusedException Refused(string code, int line, string message) => new(code, message, $"{path}:{line}");

    private static string Shown(ReadOnlySpan<byte> text)
    {
        const int Most = 80;
        string all = Encoding.UTF8.GetString(text[..Math.Min(text.Length, Most)]);
        return string.Concat(all.Select(c => char.IsControl(c) || char.IsSurrogate(c) ? '\uFFFD' : c)) + (text.Length > Most ? "…" : "");
    }
}
