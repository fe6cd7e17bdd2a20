using System.Globalization;
using System.Text;
using Dms.Predictive.Core;

namespace Dms.Predictive.MarketData;

/// <summary>Option chains of Deribit as CSV or CSV.gz: one row per option and snapshot, prices in coin, expiries at 08:00
/// UTC.</summary>
public sealed class DeribitChainFile : IOptionChainSource
{
    private const string Header = "timestamp,instrument_name,underlying,bid_price,ask_price,mark_price,implied_volatility,"
        + "delta,vega,open_interest,volume,index_price";

    private const int LongestLine = 4096;
    private const int ExpiryHour = 8;
    private readonly string _path;

    /// <summary>Names a file.</summary>
    /// <param name="path">CSV or CSV.gz.</param>
    public DeribitChainFile(string path) => _path = path;

    /// <inheritdoc/>
    public IReadOnlyList<OptionChain> Read(CancellationToken cancellation)
    {
        Dictionary<(Timestamp At, string Underlying), (double Index, List<ChainOption> Options)> chains = [];
        int line = 0;
        using FileStream stream = File.OpenRead(_path);
        InputLines.Read(
            stream, _path, LongestLine, bytes => Take(Encoding.UTF8.GetString(bytes).TrimEnd('\r'), ++line, chains),
            () => Refuse($"A line is longer than {LongestLine} bytes.", line + 1), cancellation);
        return chains.Count > 0
            ? [.. chains.OrderBy(c => c.Key.At).ThenBy(c => c.Key.Underlying, StringComparer.Ordinal).Select(c => new OptionChain(
                c.Key.At, c.Key.Underlying, c.Value.Index,
                [.. c.Value.Options.OrderBy(o => o.Expiry).ThenBy(o => o.Strike).ThenBy(o => o.IsCall)]))]
            : throw new InputRefusedException("empty", "The file holds no option.", _path);
    }

    private void Take(
        string text, int line, Dictionary<(Timestamp, string), (double Index, List<ChainOption> Options)> chains)
    {
        if (line == 1)
        {
            _ = text == Header ? true : throw Refuse($"Found '{text}'; expected {Header}.", line);
            return;
        }

        string[] cells = text.Split(',');
        if (cells.Length != 12 || !Timestamp.TryParse(cells[0], out Timestamp at))
        {
            throw Refuse($"Found '{text}'; expected a UTC time and eleven more cells.", line);
        }

        (string underlying, ChainOption option) = Option(cells, line);
        if (!chains.TryGetValue((at, underlying), out (double Index, List<ChainOption> Options) chain))
        {
            chains.Add((at, underlying), chain = (Positive(cells, 11, line), []));
        }

        chain.Options.Add(option);
    }

    private (string Underlying, ChainOption Option) Option(string[] cells, int line)
    {
        string[] name = cells[1].Split('-');
        if (name.Length != 4 || name[0].Length == 0 || name[3] is not ("C" or "P")
            || !DateTime.TryParseExact(
                name[1], "dMMMyy", CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal,
                out DateTime day)
            || !double.TryParse(name[2], NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out double strike)
            || !(strike > 0))
        {
            throw Refuse($"Found instrument '{cells[1]}'; expected one such as BTC-3JAN26-88000-C.", line);
        }

        return (name[0], new(
            cells[1], Timestamp.From(new DateTimeOffset(day.AddHours(ExpiryHour))), strike, name[3] == "C", Positive(cells, 2, line))
        {
            BidCoin = cells[3].Length == 0 ? null : Positive(cells, 3, line),
            AskCoin = cells[4].Length == 0 ? null : Positive(cells, 4, line),
            MarkCoin = Number(cells, 5, line),
            MarkVolatility = Positive(cells, 6, line),
            Delta = Number(cells, 7, line),
            OpenInterest = Number(cells, 9, line),
            Volume = Number(cells, 10, line),
        });
    }

    private double Positive(string[] cells, int i, int line) =>
        Number(cells, i, line) is > 0 and double value ? value : throw Refuse($"Found '{cells[i]}' in {Header.Split(',')[i]}; expected a number > 0.", line);

    private double Number(string[] cells, int i, int line) =>
        CsvNumber.TryParse(Encoding.UTF8.GetBytes(cells[i]), out double value)
            ? value
            : throw Refuse($"Found '{cells[i]}' in {Header.Split(',')[i]}; expected a number.", line);

    private InputRefusedException Refuse(string message, int line) => new("malformed", message, $"{_path}:{line}");
}
