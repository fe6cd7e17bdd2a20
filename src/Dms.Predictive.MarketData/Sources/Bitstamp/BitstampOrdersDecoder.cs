using Dms.Predictive.Core;

namespace Dms.Predictive.MarketData;

/// <summary>
/// Volumes are satoshi, which are mantissas at eight decimals. An event of an order that the file has not created yet, or of one
/// that has left the book already, is counted and gives no event. The venue's stamps are whole seconds and fall back in file order: the file's order is
/// that of receipt and is kept.
/// </summary>
internal sealed class BitstampOrdersDecoder(MarketSourceOptions options, IMarketEventSink sink)
    : CsvDecoder(sink, new MarketFeed("bitstamp-orders", InstrumentOf(options), Eight, ClockAssumed: false), hasHeader: true)
{
    private const int MostOrders = 4_000_000;

    private readonly HashSet<long> _resting = [];
    private readonly HashSet<long> _gone = [];

    /// <inheritdoc/>
    protected override bool TakeHeader(ReadOnlySpan<byte> line) =>
        line.SequenceEqual("id,timestamp,exchange.timestamp,price,volume,action,direction"u8);

    /// <inheritdoc/>
    protected override void TakeRow(ReadOnlySpan<byte> line)
    {
        CsvFields fields = new(line);
        long id = fields.Quantity(0);
        Timestamp received = fields.Time();
        Timestamp at = fields.Time();
        long price = fields.Price(8);
        long volume = fields.Quantity(0);
        OrderAction? action = Action(fields.Text());
        if (!SideText.TryBook(fields.Text(), out BookSide side) || action is null)
        {
            fields.Fail();
        }

        if (!fields.IsWhole)
        {
            RefuseFields(fields.Fault, at);
        }
        else if (!IsKnown(id, action!.Value))
        {
            bool left = _gone.Contains(id);
            Refuse(left ? QualityIssue.OutOfOrder : QualityIssue.UnknownOrder, at, left
                ? "the order has left the book already"
                : "the order was not created in this file before");
        }
        else
        {
            Sink.OnOrder(new OrderEvent(new EventStamp(at, received, -1), id, action.Value, side, price, volume));
        }
    }

    private bool IsKnown(long id, OrderAction action) => action switch
    {
        OrderAction.Created => _resting.Count < MostOrders && (_resting.Add(id) || true),
        OrderAction.Deleted => _resting.Remove(id) && (_gone.Count >= MostOrders || _gone.Add(id) || true),
        _ => _resting.Contains(id),
    };

    private static OrderAction? Action(ReadOnlySpan<byte> text) => text.SequenceEqual("created"u8) ? OrderAction.Created
        : text.SequenceEqual("changed"u8) ? OrderAction.Changed
        : text.SequenceEqual("deleted"u8) ? OrderAction.Deleted
        : null;
}
