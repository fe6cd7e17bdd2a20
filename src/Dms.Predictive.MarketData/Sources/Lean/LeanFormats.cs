namespace Dms.Predictive.MarketData;

/// <summary>
/// LEAN archives: one CSV in a zip, no header. Rows say what they are but neither date, market nor zone: those are in
/// the names, so the names decide where the content cannot.
/// </summary>
internal static class LeanFormats
{
    private const int TradeCommas = 5;
    private const int QuoteCommas = 10;

    /// <summary>Trade bars of a minute, UTC.</summary>
    public static IMarketFormat MinuteTrades { get; } = new CsvFormat(
        "lean-minute-trades", "bars", (line, name) => Minute(line, name, TradeCommas),
        (o, s) => new LeanMinuteDecoder(o, s, quotes: false));

    /// <summary>Quote bars of a minute, UTC: their closing quotes.</summary>
    public static IMarketFormat MinuteQuotes { get; } = new CsvFormat(
        "lean-minute-quotes", "quotes", (line, name) => Minute(line, name, QuoteCommas),
        (o, s) => new LeanMinuteDecoder(o, s, quotes: true));

    /// <summary>Hourly and daily bars of crypto, UTC, plain prices.</summary>
    public static IMarketFormat CryptoBars { get; } = new CsvFormat(
        "lean-crypto-bars", "bars", (line, name) => Long(line, name, "crypto"),
        (o, s) => new LeanBarsDecoder(o, s, equity: false));

    /// <summary>Hourly and daily bars of US equities, New York time, prices × 10,000.</summary>
    public static IMarketFormat EquityBars { get; } = new CsvFormat(
        "lean-equity-bars", "bars", (line, name) => Long(line, name, "equity"),
        (o, s) => new LeanBarsDecoder(o, s, equity: true));

    private static FormatMatch Minute(ReadOnlySpan<byte> line, string name, int commas)
    {
        CsvFields fields = new(line);
        long start = fields.Integer();
        bool ours = fields.Issue == Core.QualityIssue.None && start is >= 0 and < 86_400_000 && start % 60_000 == 0
            && line.Count((byte)',') == commas;
        return !ours ? FormatMatch.None
            : LeanMinuteDecoder.TryDate(name, out _) ? FormatMatch.Certain
            : FormatMatch.Possible;
    }

    private static FormatMatch Long(ReadOnlySpan<byte> line, string name, string market)
    {
        bool ours = line.Length > 15 && line[8] == (byte)' ' && line[11] == (byte)':' && line[14] == (byte)','
            && line.Count((byte)',') == TradeCommas && LeanBarsDecoder.TryTime(line[..14], out _);
        return !ours ? FormatMatch.None
            : name.Contains(market, StringComparison.OrdinalIgnoreCase) ? FormatMatch.Certain
            : FormatMatch.Possible;
    }
}
