using System.Globalization;
using Dms.Predictive.Core;

namespace Dms.Predictive.Cli.Work;

/// <summary>Margins that a venue charged: CSV <c>time,initial</c>, UTC and fraction of notional; each holds until the next one.</summary>
internal sealed class VenueMargins
{
    private const string Header = "time,initial";

    private static readonly Comparer<(Timestamp From, double Rate)> ByTime = Comparer<(Timestamp From, double Rate)>.Create((a, b) => a.From.CompareTo(b.From));

    private readonly List<(Timestamp From, double Rate)> _rows;
    private readonly string _path;

    private VenueMargins(List<(Timestamp From, double Rate)> rows, string path) => (_rows, _path) = (rows, path);

    /// <summary>Reads a file.</summary>
    /// <exception cref="InputRefusedException">No header, or a line is no margin after the one before it.</exception>
    public static VenueMargins Read(string path)
    {
        List<(Timestamp From, double Rate)> rows = [];
        int line = 0;
        foreach (string text in File.ReadLines(path))
        {
            line++;
            string where = FormattableString.Invariant($"{path}:{line}");
            if (line == 1)
            {
                _ = text.Trim() == Header ? true : throw new InputRefusedException("malformed", $"Found '{text}'; expected {Header}.", where);
                continue;
            }

            if (string.IsNullOrWhiteSpace(text))
            {
                continue;
            }

            string[] cells = text.Split(',');
            rows.Add(cells.Length == 2 && Timestamp.TryParse(cells[0], out Timestamp time) && (rows.Count == 0 || time > rows[^1].From)
                && double.TryParse(cells[1], NumberStyles.Float, CultureInfo.InvariantCulture, out double rate) && rate is > 0 and <= 1
                    ? (time, rate)
                    : throw new InputRefusedException("malformed", $"Found '{text}'; expected a rising UTC time and a rate in (0, 1].", where));
        }

        return rows.Count > 0 ? new VenueMargins(rows, path) : throw new InputRefusedException("empty", "The file holds no margin.", path);
    }

    /// <summary>The rate in force.</summary>
    /// <exception cref="InputRefusedException"><c>too-short</c>: the file begins later.</exception>
    public double At(Timestamp time)
    {
        int found = _rows.BinarySearch((time, 0), ByTime);
        found = found >= 0 ? found : ~found - 1;
        return found >= 0
            ? _rows[found].Rate
            : throw new InputRefusedException("too-short", $"The first margin holds from {_rows[0].From}; decisions begin at {time}. Give earlier margins or a later --test-start.", _path);
    }
}
