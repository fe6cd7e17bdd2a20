using System.Globalization;
using System.IO.Compression;
using Dms.Predictive.Core;

namespace Dms.Predictive.Cli.Commands;

/// <summary>Reads one column of a CSV file; the other columns may hold anything.</summary>
internal static class GarchSeries
{
    /// <summary>Reads a column of finite numbers.</summary>
    /// <param name="path">CSV or CSV.gz with a header; a byte-order mark is skipped.</param>
    /// <param name="column">Name in the header; null takes the first column whose first value is a number.</param>
    /// <exception cref="InputRefusedException">No header, no numeric column, or a cell that is not a finite
    /// number.</exception>
    /// <exception cref="UsageException">The header has no such column.</exception>
    public static double[] Read(string path, string? column)
    {
        using FileStream file = new(path, FileMode.Open, FileAccess.Read);
        using Stream plain = path.EndsWith(".gz", StringComparison.OrdinalIgnoreCase)
            ? new GZipStream(file, CompressionMode.Decompress)
            : file;
        using StreamReader reader = new(plain);
        try
        {
            return Read(reader, path, column);
        }
        catch (InvalidDataException e)
        {
            throw new InputRefusedException("not-gzip", $"The file does not unpack: {e.Message}", path, e);
        }
    }

    /// <summary>Reads a column of finite numbers above zero.</summary>
    /// <param name="path">As in <see cref="Read(string, string?)"/>.</param>
    /// <param name="column">Name in the header.</param>
    /// <exception cref="InputRefusedException">As there, or a number is not above zero.</exception>
    /// <exception cref="UsageException">The header has no such column.</exception>
    public static double[] ReadPositive(string path, string column)
    {
        double[] values = Read(path, column);
        int bad = Array.FindIndex(values, v => v <= 0);
        return bad < 0
            ? values
            : throw new InputRefusedException(
                "not-positive",
                $"Row {bad + 1} of column '{column}' is {values[bad]}; expected a number above 0.",
                path);
    }

    private static double[] Read(StreamReader reader, string path, string? column)
    {
        string? header = reader.ReadLine();
        if (string.IsNullOrWhiteSpace(header))
        {
            throw new InputRefusedException("empty", "The file has no header line.", path);
        }

        string[] names = Split(header);
        int index = column is null ? -1 : Find(names, column);
        List<double> values = [];
        int line = 1;
        while (reader.ReadLine() is { } text)
        {
            line++;
            if (string.IsNullOrWhiteSpace(text))
            {
                continue;
            }

            string[] cells = Split(text);
            index = index >= 0 ? index : FirstNumeric(cells, path);
            values.Add(Cell(cells, index, names, $"{path}:{line}"));
        }

        return values.Count > 0
            ? [.. values]
            : throw new InputRefusedException("empty", "The file has a header but no rows.", path);
    }

    private static int Find(string[] names, string column)
    {
        int index = Array.IndexOf(names, column.Trim());
        return index >= 0
            ? index
            : throw new UsageException(
                $"The header has no column '{column}'; it has: {string.Join(", ", names)}.", "--column");
    }

    private static int FirstNumeric(string[] cells, string path)
    {
        int index = Array.FindIndex(cells, c => TryNumber(c, out _));
        return index >= 0
            ? index
            : throw new InputRefusedException(
                "no-numeric-column", "No cell of the first row is a number.", $"{path}:2");
    }

    private static double Cell(string[] cells, int index, string[] names, string where)
    {
        string name = index < names.Length ? names[index] : $"column {index + 1}";
        string text = index < cells.Length ? cells[index] : "";
        if (!TryNumber(text, out double value))
        {
            throw new InputRefusedException(
                "malformed", $"Column '{name}' holds '{text}'; expected a number such as -0.0123.", where);
        }

        return double.IsFinite(value)
            ? value
            : throw new InputRefusedException(
                "non-finite",
                $"Column '{name}' holds '{text}'; expected a finite number. Remove or repair the row.",
                where);
    }

    private static bool TryNumber(string text, out double value) =>
        double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out value);

    private static string[] Split(string line) => [.. line.Split(',').Select(c => c.Trim().Trim('"').Trim())];
}
