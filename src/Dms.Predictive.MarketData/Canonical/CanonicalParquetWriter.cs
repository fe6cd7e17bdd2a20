using System.Globalization;
using Dms.Predictive.Core;

namespace Dms.Predictive.MarketData;

/// <summary>
/// Writes a feed as canonical Parquet: one file per kind of event and day of receipt, rows in the order in which they came. Files appear
/// whole, or not at all.
/// </summary>
/// <param name="folder">Folder of <c>kind=…/instrument=…/date=…/part-0.parquet</c>.</param>
public sealed class CanonicalParquetWriter(string folder) : IMarketEventSink, IDisposable
{
    private readonly Dictionary<(string Kind, string Date), CanonicalPart> _parts = [];
    private MarketFeed? _feed;
    private long _group;

    /// <summary>Verdicts that came with the events; they have no file.</summary>
    public long Verdicts { get; private set; }

    /// <summary>Completes every file.</summary>
    /// <param name="inputSha256">Digest of what was converted.</param>
    /// <returns>Paths and rows, in order.</returns>
    public IReadOnlyList<(string Path, long Rows)> Complete(string inputSha256)
    {
        List<(string, long)> done = [];
        foreach (CanonicalPart part in _parts.Values.OrderBy(p => p.FinalPath, StringComparer.Ordinal))
        {
            part.Complete(new Dictionary<string, string>
            {
                ["dms.schema"] = CanonicalLayout.Schema,
                ["dms.source"] = _feed!.Source,
                ["dms.instrument"] = _feed.Instrument,
                ["dms.scale"] = string.Create(CultureInfo.InvariantCulture, $"{_feed.Scale.PriceDecimals},{_feed.Scale.QuantityDecimals}"),
                ["dms.clock"] = _feed.ClockAssumed ? "assumed" : "both",
                ["dms.sha256"] = inputSha256,
            });
            done.Add((part.FinalPath, part.Rows));
        }

        _parts.Clear();
        return done;
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        foreach (CanonicalPart part in _parts.Values)
        {
            part.Dispose();
        }
    }

    /// <inheritdoc/>
    /// <exception cref="InputRefusedException"><c>scale-changes</c>: mantissas already written would change their meaning.</exception>
    public void OnFeed(MarketFeed feed)
    {
        ArgumentNullException.ThrowIfNull(feed);
        if (_parts.Count > 0 && feed.Scale != _feed!.Scale)
        {
            throw new InputRefusedException(
                "scale-changes", $"The feed's decimals change from {_feed.Scale} to {feed.Scale} after its first event; one file has one scale.", feed.Source);
        }

        _feed = feed;
    }

    /// <inheritdoc/>
    public void OnTrade(in Trade trade) => Part(CanonicalLayout.Trades, trade.Stamp.ReceivedTime).Add(
    [
        trade.Stamp.EventTime.Nanoseconds, trade.Stamp.ReceivedTime.Nanoseconds, trade.Stamp.Sequence, trade.Price, trade.Quantity, (long)trade.Aggressor, trade.Id,
    ]);

    /// <inheritdoc/>
    public void OnTop(in TopOfBook top) => Part(CanonicalLayout.Tops, top.Stamp.ReceivedTime).Add(
    [
        top.Stamp.EventTime.Nanoseconds, top.Stamp.ReceivedTime.Nanoseconds, top.Stamp.Sequence, top.Bid, top.BidQuantity, top.Ask, top.AskQuantity,
    ]);

    /// <inheritdoc/>
    public void OnBook(in BookUpdate update, ReadOnlySpan<LevelChange> changes)
    {
        CanonicalPart part = Part(CanonicalLayout.Book, update.Stamp.ReceivedTime);
        if (changes.IsEmpty)
        {
            AddLevel(part, in update, -1, default);
        }

        foreach (ref readonly LevelChange change in changes)
        {
            AddLevel(part, in update, (long)change.Side, in change);
        }

        _group++;
    }

    /// <inheritdoc/>
    public void OnOrder(in OrderEvent order) => Part(CanonicalLayout.Orders, order.Stamp.ReceivedTime).Add(
    [
        order.Stamp.EventTime.Nanoseconds, order.Stamp.ReceivedTime.Nanoseconds, order.Stamp.Sequence, order.Id, (long)order.Action, (long)order.Side, order.Price, order.Remaining,
    ]);

    /// <inheritdoc/>
    public void OnBar(in Bar bar, Timestamp known) => Part(CanonicalLayout.Bars, known).Add(
    [
        bar.OpenTime.Nanoseconds, known.Nanoseconds, BitConverter.DoubleToInt64Bits(bar.Open), BitConverter.DoubleToInt64Bits(bar.High),
        BitConverter.DoubleToInt64Bits(bar.Low), BitConverter.DoubleToInt64Bits(bar.Close), BitConverter.DoubleToInt64Bits(bar.VolumeBase),
    ]);

    /// <inheritdoc/>
    public void OnVerdict(QualityVerdict verdict) => Verdicts++;

    private void AddLevel(CanonicalPart part, in BookUpdate u, long side, in LevelChange change) => part.Add(
    [
        u.Stamp.EventTime.Nanoseconds, u.Stamp.ReceivedTime.Nanoseconds, u.Stamp.Sequence, _group, u.FirstId, u.LastId, u.PreviousId,
        u.IsSnapshot ? 1 : 0, u.DepthLimit, side, change.Price, change.Quantity,
    ]);

    private CanonicalPart Part(CanonicalLayout layout, Timestamp received)
    {
        string date = received.ToDateTimeOffset().ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);
        if (!_parts.TryGetValue((layout.Kind, date), out CanonicalPart? part))
        {
            string instrument = string.Concat(_feed!.Instrument.Select(c => char.IsAsciiLetterOrDigit(c) || c is '-' or '_' ? c : '_'));
            part = new CanonicalPart(
                Path.Combine(folder, $"kind={layout.Kind}", $"instrument={instrument}", $"date={date}", "part-0.parquet"), layout);
            _parts.Add((layout.Kind, date), part);
        }

        return part;
    }
}
