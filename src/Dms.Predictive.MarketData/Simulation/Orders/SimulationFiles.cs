using System.IO.Compression;
using Dms.Predictive.Core;

namespace Dms.Predictive.MarketData;

/// <summary>What was written of one instrument.</summary>
/// <param name="Instrument">Instrument id.</param>
/// <param name="Bars">Bars.</param>
/// <param name="Trades">Executions.</param>
/// <param name="Levels">Rows of the book file.</param>
/// <param name="Truth">The truth, minute by minute.</param>
/// <param name="Faults">Faults that were put in.</param>
public sealed record WrittenMarket(
    string Instrument,
    int Bars,
    long Trades,
    long Levels,
    IReadOnlyList<SimulatedMinute> Truth,
    IReadOnlyList<InjectedFault> Faults);

/// <summary>
/// Writes an instrument of a simulated market as files: <c>NAME.csv.gz</c> (canonical bars), <c>NAME.trades.csv.gz</c>
/// and <c>NAME.book.csv.gz</c> (Tardis trades and incremental_book_L2), <c>NAME.funding.csv.gz</c>,
/// <c>NAME.ticker.csv.gz</c> (Tardis derivative_ticker) and <c>NAME.truth.csv.gz</c>. Each appears whole or not at all.
/// </summary>
public static class SimulationFiles
{
    private const string TickerHeader = "exchange,symbol,timestamp,local_timestamp,funding_timestamp,funding_rate,"
        + "predicted_funding_rate,open_interest,last_price,index_price,mark_price";

    /// <summary>The market of the shipped sample: one day with the default seed.</summary>
    public static MarketSimulation Sample { get; } = new() { Days = 1 };

    /// <summary>Simulates an instrument and writes its files.</summary>
    /// <param name="simulation">What to simulate.</param>
    /// <param name="index">Which of its instruments, from 0.</param>
    /// <param name="faults">Faults of the feed; null for none.</param>
    /// <param name="folder">Target folder; made when absent.</param>
    /// <param name="ct">Stops the work; then no file of it appears.</param>
    /// <exception cref="IOException">The file system refuses.</exception>
    public static WrittenMarket Save(
        MarketSimulation simulation, int index, MarketFaults? faults, string folder, CancellationToken ct)
    {
        ArgumentNullException.ThrowIfNull(simulation);
        ArgumentException.ThrowIfNullOrEmpty(folder);
        MarketSimulator market = new(simulation, index);
        FaultyFeed? faulty = faults is null ? null : new FaultyFeed(market, faults, simulation.SeedOf(index));
        string name = Path.Combine(folder, market.Feed.Instrument);
        TardisCsv csv = null!;
        AtomicFile.Write($"{name}.trades.csv.gz", trades => AtomicFile.Write($"{name}.book.csv.gz", levels =>
            csv = Play(simulation, market, (IMarketReplay?)faulty ?? market, (trades, levels), ct)));
        BarCsvWriter.Write($"{name}.csv.gz", csv.Bars);
        new SimulatedMarket(new BarSeries(market.Feed.Instrument, TimeSpan.FromMinutes(1), csv.Bars), market.Truth)
            .TruthText().Save($"{name}.truth.csv.gz");
        Funding(market).Save($"{name}.funding.csv.gz");
        Ticker(market).Save($"{name}.ticker.csv.gz");
        if (faulty is not null)
        {
            FaultText(faulty).Save($"{name}.faults.csv.gz");
        }

        return new WrittenMarket(market.Feed.Instrument, csv.Bars.Count, csv.Trades, csv.Levels, market.Truth,
            faulty?.Injected ?? []);
    }

    private static TardisCsv Play(
        MarketSimulation simulation, MarketSimulator market, IMarketReplay feed, (Stream Trades, Stream Levels) targets,
        CancellationToken ct)
    {
        using GZipStream trades = new(targets.Trades, CompressionLevel.Optimal, leaveOpen: true);
        using GZipStream levels = new(targets.Levels, CompressionLevel.Optimal, leaveOpen: true);
        TardisCsv csv = new(trades, levels);
        for (Timestamp at = simulation.Start; at < market.End; at += TimeSpan.FromHours(1))
        {
            ct.ThrowIfCancellationRequested();
            feed.AdvanceTo(at, csv);
        }

        feed.AdvanceTo(market.End, csv);
        csv.Flush();
        return csv;
    }

    private static CsvText Funding(MarketSimulator market)
    {
        CsvText text = new();
        text.Field("timestamp,funding_rate").EndRow();
        foreach (DerivativeMinute m in market.Derivatives.Where(m => !double.IsNaN(m.FundingRate)))
        {
            text.Field(m.Time).Field(m.FundingRate).EndRow();
        }

        return text;
    }

    private static CsvText Ticker(MarketSimulator market)
    {
        CsvText text = new();
        text.Field(TickerHeader).EndRow();
        foreach (DerivativeMinute m in market.Derivatives)
        {
            string micros = FormattableString.Invariant($"{m.Time.Nanoseconds / 1000}");
            text.Field(market.Feed.Source).Field(market.Feed.Instrument).Field(micros).Field(micros);
            bool settles = !double.IsNaN(m.FundingRate);
            text.Field(settles ? micros : "").Field(settles ? CsvText.Plain(m.FundingRate) : "").Field("");
            text.Field(m.OpenInterestBase).Field("").Field(m.Index).Field(m.Mark).EndRow();
        }

        return text;
    }

    private static CsvText FaultText(FaultyFeed feed)
    {
        CsvText text = new();
        text.Field("kind,from,to").EndRow();
        foreach (InjectedFault fault in feed.Injected)
        {
            text.Field(fault.Kind.ToString()).Field(fault.From).Field(fault.To).EndRow();
        }

        return text;
    }
}
