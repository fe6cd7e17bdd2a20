using Dms.Predictive.Core;

namespace Dms.Predictive.MarketData;

/// <summary>LOBSTER files have no header; their names end in <c>_orderbook_N.csv</c> and <c>_message_N.csv</c>.</summary>
internal static class LobsterFormats
{
    /// <summary>Order-book file: prices × 10,000, one row per message, no times of its own.</summary>
    public static IMarketFormat Book { get; } = new CsvFormat(
        "lobster-book", "quotes", (line, name) => Match(IsBook(line), name, "orderbook"),
        (o, s) => new LobsterBookDecoder(o, s))
    { IsTimed = false };

    /// <summary>Message file: times after midnight of New York, on the day in the name.</summary>
    public static IMarketFormat Messages { get; } = new CsvFormat(
        "lobster-messages", "orders", (line, name) => Match(IsMessage(line), name, "message"),
        (o, s) => new LobsterMessageDecoder(o, s));

    private static FormatMatch Match(bool ours, string name, string word) => !ours ? FormatMatch.None
        : name.Contains(word, StringComparison.OrdinalIgnoreCase) ? FormatMatch.Certain
        : FormatMatch.Possible;

    private static bool IsBook(ReadOnlySpan<byte> line)
    {
        CsvFields fields = new(line);
        int count = 0;
        for (; !fields.AtEnd; count++)
        {
            long value = fields.Integer();
            if (count % 4 is 1 or 3 && value < 0)
            {
                return false;
            }
        }

        return fields.Issue == QualityIssue.None && count > 0 && count % 4 == 0;
    }

    private static bool IsMessage(ReadOnlySpan<byte> line)
    {
        CsvFields fields = new(line);
        long seconds = fields.Fixed(9);
        long type = fields.Integer();
        fields.Integer();
        fields.Integer();
        fields.Integer();
        long direction = fields.Integer();
        return fields.IsWhole && seconds is >= 0 and < 86_400_000_000_000 && type is >= 1 and <= 7 && direction is 1 or -1;
    }
}
