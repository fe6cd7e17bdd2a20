using Dms.Predictive.Core;

namespace Dms.Predictive.MarketData;

/// <summary>Trades with both clocks. A hole in the ids is information of the venue, not a lost trade.</summary>
internal sealed class DepthTradesDecoder(MarketSourceOptions options, IMarketEventSink sink)
    : CsvDecoder(
        sink, new MarketFeed("depth-trades-csv", InstrumentOf(options), Eight, ClockAssumed: false), hasHeader: true)
{
    private long _lastId = -1;

    /// <inheritdoc/>
    protected override bool TakeHeader(ReadOnlySpan<byte> line) =>
        line.SequenceEqual(System.Text.Encoding.UTF8.GetBytes(DepthCsvFormats.TradesHeader));

    /// <inheritdoc/>
    protected override void TakeRow(ReadOnlySpan<byte> line)
    {
        CsvFields fields = new(line);
        Timestamp received = fields.Time();
        Timestamp at = fields.Time();
        long id = fields.Quantity(0);
        long price = fields.Price(8, NumberRule.Printed);
        long quantity = fields.Price(8, NumberRule.Printed);
        AggressorSide side = SideText.Aggressor(fields.Text());
        if (side == AggressorSide.Unknown)
        {
            fields.Fail();
        }

        if (!fields.IsWhole)
        {
            RefuseFields(fields.Fault, at);
        }
        else if (id == _lastId)
        {
            Refuse(QualityIssue.Duplicate, at, "the trade id is that of the row before");
        }
        else
        {
            _lastId = id;
            Sink.OnTrade(new Trade(new EventStamp(at, received, id), price, quantity, side, id));
        }
    }
}
