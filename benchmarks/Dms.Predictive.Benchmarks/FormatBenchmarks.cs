using System.Globalization;
using System.IO.Compression;
using System.Text;
using Dms.Predictive.Core;
using Dms.Predictive.MarketData;
using DuckDB.NET.Data;
using Microsoft.Data.Analysis;

namespace Dms.Predictive.Benchmarks;

/// <summary>CSV of trades against DuckDB, CSV of bars against Microsoft.Data.Analysis; all columns read and typed by all.</summary>
internal static class FormatBenchmarks
{
    private const string BarsFile = "data/samples/SIM-BTC.csv.gz";
    private const int Days = 30;

    // Every column is used, or DuckDB would not read it.
    private static string Query(string file, string number) =>
        "SELECT count(*), count(exchange), count(symbol), sum(timestamp), sum(local_timestamp), sum(id), count(side), sum(price), sum(amount) "
        + $"FROM read_csv('{file}', header = true, auto_detect = false, delim = ',', columns = {{'exchange': 'VARCHAR', 'symbol': 'VARCHAR', "
        + "'timestamp': 'BIGINT', 'local_timestamp': 'BIGINT', 'id': 'BIGINT', 'side': 'VARCHAR', "
        + $"'price': '{number}', 'amount': '{number}'}})";

    /// <summary>Runs the comparison; everything is in memory, DuckDB's file in the memory file system.</summary>
    public static string Run()
    {
        byte[] trades = Trades(out long rows);
        byte[] bars = Bars();
        string file = Path.Combine(Directory.Exists("/dev/shm") ? "/dev/shm" : Path.GetTempPath(), $"dms-trades-{Environment.ProcessId}.csv");
        File.WriteAllBytes(file, trades);
        try
        {
            return Measure(trades, rows, bars, file);
        }
        finally
        {
            File.Delete(file);
        }
    }

    private static string Measure(byte[] trades, long rows, byte[] bars, string file)
    {
        using DuckDBConnection duck = new("DataSource=:memory:");
        duck.Open();
        Ask(duck, "SET threads = 1", last: 0);
        TradeSum ours = new();
        decimal exact = 0;
        double inDoubles = 0;
        int read = 0;
        long framed = 0;
        double[] best = Turns.Take(
            5,
            () => Play(trades, ours = new TradeSum()),
            () => exact = Convert.ToDecimal(Ask(duck, Query(file, "DECIMAL(18,8)"), last: 7), CultureInfo.InvariantCulture),
            () => inDoubles = Convert.ToDouble(Ask(duck, Query(file, "DOUBLE"), last: 7), CultureInfo.InvariantCulture),
            () => read = BarFile.Read(new MemoryStream(bars), "SIM-BTC.csv", sort: false, default).Bars.Count,
            () => framed = Load(bars).Rows.Count);
        if (ours.Count != rows || ours.Refused > 0 || exact != ours.Prices || Math.Abs(inDoubles - (double)exact) > 1 || read != framed)
        {
            throw new InvalidOperationException($"The readers disagree: {ours.Count}, {rows}; {ours.Prices}, {exact}, {inDoubles}; {read}, {framed}.");
        }

        StringBuilder text = new();
        CultureInfo c = CultureInfo.InvariantCulture;
        text.AppendLine(c, $"Formats. {Machine.Describe()}");
        text.AppendLine(c, $"Trades CSV, {rows:N0} rows, {trades.Length / 1e6:N0} MB, eight columns, numbers exact: {rows / best[0]:N0} rows/s, {trades.Length / best[0] / 1e6:N0} MB/s");
        text.AppendLine(c, $"DuckDB {duck.ServerVersion}, one thread, DECIMAL(18,8): {rows / best[1]:N0} rows/s; ratio {best[1] / best[0]:F2}");
        text.AppendLine(c, $"DuckDB, one thread, DOUBLE: {rows / best[2]:N0} rows/s; ratio {best[2] / best[0]:F2}");
        text.AppendLine(c, $"Bars CSV, {read:N0} rows, read, judged and hashed: {read / best[3]:N0} rows/s");
        text.AppendLine(c, $"DataFrame.LoadCsv, types given: {read / best[4]:N0} rows/s; ratio {best[4] / best[3]:F1}");
        return text.ToString();
    }

    private static object? Ask(DuckDBConnection duck, string sql, int last)
    {
        using DuckDBCommand command = duck.CreateCommand();
        command.CommandText = sql;
        using DuckDBDataReader reader = command.ExecuteReader();
        return reader.Read() ? reader.GetValue(last) : null;
    }

    private static DataFrame Load(byte[] bars) => DataFrame.LoadCsv(
        new MemoryStream(bars), ',', header: true,
        dataTypes: [typeof(DateTime), typeof(double), typeof(double), typeof(double), typeof(double), typeof(double)]);

    private static void Play(ReadOnlySpan<byte> bytes, IMarketEventSink sink)
    {
        IMarketDecoder decoder = MarketFormats.Known.Single(f => f.Name == "tardis-trades").Open(new MarketSourceOptions("trades.csv"), sink);
        while (bytes.IndexOf((byte)'\n') is var end && end >= 0)
        {
            decoder.Take(bytes[..end]);
            bytes = bytes[(end + 1)..];
        }

        decoder.End();
    }

    private static byte[] Trades(out long rows)
    {
        MarketSimulator simulator = new(new MarketSimulation { Days = Days });
        using MemoryStream bytes = new();
        TardisCsv csv = new(bytes, Stream.Null);
        simulator.AdvanceTo(simulator.End, csv);
        csv.Flush();
        rows = csv.Trades;
        return bytes.ToArray();
    }

    private static byte[] Bars()
    {
        using GZipStream zip = new(File.OpenRead(BarsFile), CompressionMode.Decompress);
        using MemoryStream bytes = new();
        zip.CopyTo(bytes);
        return bytes.ToArray();
    }

    private sealed class TradeSum : IMarketEventSink
    {
        private const decimal Unit = 100_000_000;

        private Int128 _prices;

        public long Count { get; private set; }

        public long Refused { get; private set; }

        public decimal Prices => (decimal)_prices / Unit;

        public void OnTrade(in Trade trade)
        {
            Count++;
            _prices += trade.Price;
        }

        public void OnVerdict(QualityVerdict verdict) => Refused++;

        public void OnFeed(MarketFeed feed)
        {
        }

        public void OnTop(in TopOfBook top)
        {
        }

        public void OnBook(in BookUpdate update, ReadOnlySpan<LevelChange> changes)
        {
        }

        public void OnOrder(in OrderEvent order)
        {
        }

        public void OnBar(in Bar bar, Timestamp known)
        {
        }
    }
}
