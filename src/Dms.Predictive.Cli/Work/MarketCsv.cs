using Dms.Predictive.Core;
using Dms.Predictive.MarketData;

namespace Dms.Predictive.Cli.Work;

/// <summary>Events as CSV: trades and books in the columns of Tardis, bars in the canonical ones.</summary>
internal static class MarketCsv
{
    /// <summary>Writes the files that have rows, each whole or not at all.</summary>
    /// <param name="folder">Target folder.</param>
    /// <param name="read">Sends the events.</param>
    /// <returns>Paths and rows.</returns>
    /// <exception cref="InputRefusedException"><c>no-csv</c>: quotes, orders, or nothing at all.</exception>
    public static IReadOnlyList<(string Path, long Rows)> Write(string folder, Action<IMarketEventSink> read)
    {
        using MemoryStream trades = new(), levels = new();
        TardisCsv csv = new(trades, levels);
        Held held = new(csv);
        read(held);
        csv.Flush();
        if (held.Other > 0 || csv.Trades + csv.Levels + csv.Bars.Count == 0)
        {
            throw new InputRefusedException(
                "no-csv", held.Other > 0
                    ? $"{held.Other} events are quotes or orders, which the CSV has no columns for. Convert to parquet."
                    : "No event was read; there is nothing to convert.", folder);
        }

        List<(string, long)> written = [];
        void Save(string suffix, long rows, Action<string> write)
        {
            if (rows > 0)
            {
                string path = Path.Combine(folder, held.Name + suffix);
                write(path);
                written.Add((path, rows));
            }
        }

        Save(".trades.csv", csv.Trades, p => AtomicFile.Write(p, s => trades.WriteTo(s)));
        Save(".book.csv", csv.Levels, p => AtomicFile.Write(p, s => levels.WriteTo(s)));
        Save(".csv.gz", csv.Bars.Count, p => BarCsvWriter.Write(p, csv.Bars));
        return written;
    }

    /// <summary>Passes on what has columns and counts the rest.</summary>
    private sealed class Held(TardisCsv next) : IMarketEventSink
    {
        public string Name { get; private set; } = "";

        public long Other { get; private set; }

        public void OnFeed(MarketFeed feed)
        {
            Name = string.Concat(feed.Instrument.Select(c => char.IsAsciiLetterOrDigit(c) || c is '-' or '_' ? c : '_'));
            next.OnFeed(feed);
        }

        public void OnTrade(in Trade trade) => next.OnTrade(in trade);

        public void OnTop(in TopOfBook top) => Other++;

        public void OnBook(in BookUpdate update, ReadOnlySpan<LevelChange> changes) => next.OnBook(in update, changes);

        public void OnOrder(in OrderEvent order) => Other++;

        public void OnBar(in Bar bar, Timestamp known) => next.OnBar(in bar, known);

        public void OnVerdict(QualityVerdict verdict)
        {
            // Counted by dms data inspect.
        }
    }
}
