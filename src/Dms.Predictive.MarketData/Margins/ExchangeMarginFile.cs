using System.Globalization;
using Dms.Predictive.Core;

namespace Dms.Predictive.MarketData;

/// <summary>Margin of a futures contract as an exchange set it.</summary>
/// <param name="Effective">First day on which it holds; it holds until the next one.</param>
/// <param name="Initial">USD per contract.</param>
/// <param name="Maintenance">USD per contract.</param>
public sealed record ExchangeMargin(DateOnly Effective, decimal Initial, decimal Maintenance);

/// <summary>Reads margin histories: <c>date,initial,maintenance</c>, yyyyMMdd, lines that start with # are comments.</summary>
public static class ExchangeMarginFile
{
    private const string Header = "date,initial,maintenance";

    /// <summary>Reads a history.</summary>
    /// <param name="path">CSV file.</param>
    /// <exception cref="InputRefusedException">No header, or a line is no margin after the one before it.</exception>
    public static IReadOnlyList<ExchangeMargin> Read(string path)
    {
        List<ExchangeMargin> margins = [];
        bool hasHeader = false;
        int line = 0;
        foreach (string text in File.ReadLines(path))
        {
            line++;
            if (string.IsNullOrWhiteSpace(text) || text.StartsWith('#'))
            {
                continue;
            }

            if (!hasHeader)
            {
                hasHeader = text.Trim() == Header ? true : throw Refuse($"Found '{text}'; expected {Header}.", path, line);
                continue;
            }

            ExchangeMargin margin = Parse(text.Split(','))
                ?? throw Refuse($"Found '{text}'; expected yyyyMMdd and two amounts > 0, maintenance at most initial.", path, line);
            margins.Add(margins.Count == 0 || margin.Effective > margins[^1].Effective
                ? margin
                : throw Refuse($"Found {margin.Effective:yyyyMMdd} after {margins[^1].Effective:yyyyMMdd}; expected rising dates.", path, line));
        }

        return margins.Count > 0 ? margins : throw new InputRefusedException("empty", "The file holds no margin.", path);
    }

    private static ExchangeMargin? Parse(string[] cells) =>
        cells.Length == 3
        && DateOnly.TryParseExact(cells[0], "yyyyMMdd", CultureInfo.InvariantCulture, DateTimeStyles.None, out DateOnly date)
        && Amount(cells[1]) is decimal initial && Amount(cells[2]) is decimal maintenance && maintenance <= initial
            ? new ExchangeMargin(date, initial, maintenance)
            : null;

    private static decimal? Amount(string cell) =>
        decimal.TryParse(cell, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out decimal amount) && amount > 0 ? amount : null;

    private static InputRefusedException Refuse(string message, string path, int line) => new("malformed", message, $"{path}:{line}");
}
