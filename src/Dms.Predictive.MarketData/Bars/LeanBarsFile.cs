using System.Globalization;
using System.IO.Compression;
using Dms.Predictive.Core;

namespace Dms.Predictive.MarketData;

/// <summary>A bar of a LEAN archive, with the clock of its exchange.</summary>
/// <param name="Start">Local time of the start: New York for US equities.</param>
/// <param name="Open">Price, USD.</param>
/// <param name="High">Price, USD.</param>
/// <param name="Low">Price, USD.</param>
/// <param name="Close">Price, USD.</param>
public readonly record struct LeanBar(DateTime Start, double Open, double High, double Low, double Close);

/// <summary>Reads hourly and daily bars of US equities from LEAN archives: one CSV in a zip, no header,
/// <c>yyyyMMdd HH:mm,open,high,low,close,volume</c>, prices × 10,000, bar starts in New York time.</summary>
public static class LeanBarsFile
{
    private const double PriceScale = 10_000;
    private const long LargestContent = 64 << 20;

    /// <summary>Reads an archive.</summary>
    /// <param name="path">Zip with one CSV.</param>
    /// <exception cref="InputRefusedException">Not a zip with one CSV of at most 64 MiB, or a line is not a bar after the one before it.</exception>
    public static IReadOnlyList<LeanBar> ReadEquity(string path)
    {
        try
        {
            using ZipArchive zip = ZipFile.OpenRead(path);
            ZipArchiveEntry entry = zip.Entries.Count == 1 && zip.Entries[0].Length <= LargestContent
                ? zip.Entries[0]
                : throw new InputRefusedException("not-lean", $"Found {zip.Entries.Count} files in the zip; expected one CSV of at most 64 MiB.", path);
            using StreamReader reader = new(entry.Open());
            return Read(reader, path);
        }
        catch (InvalidDataException e)
        {
            throw new InputRefusedException("not-lean", $"The file is no zip: {e.Message}", path, e);
        }
    }

    private static List<LeanBar> Read(StreamReader reader, string path)
    {
        List<LeanBar> bars = [];
        for (int line = 1; reader.ReadLine() is { } text; line++)
        {
            string[] cells = text.Split(',');
            LeanBar bar = cells.Length == 6 && TryTime(cells[0], out DateTime start) && Prices(cells) is { } p
                ? new LeanBar(start, p[0], p[1], p[2], p[3])
                : throw Refuse($"Found '{text}'; expected yyyyMMdd HH:mm and five numbers, prices > 0, high and low around open and close.", path, line);
            bars.Add(bars.Count == 0 || bar.Start > bars[^1].Start
                ? bar
                : throw Refuse($"Found {cells[0]} after {bars[^1].Start:yyyyMMdd HH:mm}; expected rising times.", path, line));
        }

        return bars.Count > 0 ? bars : throw new InputRefusedException("empty", "The archive holds no bar.", path);
    }

    private static bool TryTime(string cell, out DateTime start) => DateTime.TryParseExact(
        cell, "yyyyMMdd HH:mm", CultureInfo.InvariantCulture, DateTimeStyles.None, out start);

    private static double[]? Prices(string[] cells)
    {
        double[] p = new double[4];
        for (int k = 0; k < p.Length; k++)
        {
            if (!double.TryParse(cells[k + 1], NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out double price) || !(price > 0))
            {
                return null;
            }

            p[k] = price / PriceScale;
        }

        return p[1] >= Math.Max(p[0], p[3]) && p[2] <= Math.Min(p[0], p[3]) ? p : null;
    }

    private static InputRefusedException Refuse(string message, string path, int line) => new("malformed", message, $"{path}:{line}");
}
