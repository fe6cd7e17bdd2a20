using System.Text;
using Dms.Predictive.Core;

namespace Dms.Predictive.MarketData;

/// <summary>Trades, or quotes with the ask first; an absent side of a quote is empty.</summary>
internal sealed class TardisRowDecoder(MarketSourceOptions options, IMarketEventSink sink, bool quotes) : CsvDecoder(
    sink,
    new MarketFeed(quotes ? "tardis-quotes" : "tardis-trades", InstrumentOf(options), Eight, ClockAssumed: false),
    hasHeader: true)
{
    private readonly TardisInstrument _instrument = new();

    /// <inheritdoc/>
    protected override bool TakeHeader(ReadOnlySpan<byte> line) =>
        line.SequenceEqual(Encoding.UTF8.GetBytes(quotes ? TardisFormats.QuotesHeader : TardisFormats.TradesHeader));

    /// <inheritdoc/>
    protected override void TakeRow(ReadOnlySpan<byte> line)
    {
        if (!_instrument.StepOver(line, out ReadOnlySpan<byte> rest))
        {
            Refuse(QualityIssue.Malformed, default, TardisInstrument.Foreign);
            return;
        }

        CsvFields fields = new(rest);
        Timestamp at = fields.Time(1_000);
        EventStamp stamp = new(at, fields.Time(1_000), -1);
        if (quotes ? TakeQuote(fields, stamp) : TakeTrade(fields, stamp))
        {
            _instrument.Pin(line);
        }
    }

    // Ids of some venues are words: those count as not sent.
    private bool TakeTrade(CsvFields fields, EventStamp stamp)
    {
        ReadOnlySpan<byte> text = fields.Text();
        bool number = FixedText.Read(text, 0, NumberRule.Exact, out long id, out _) == QualityIssue.None && id >= 0;
        ReadOnlySpan<byte> word = fields.Text();
        AggressorSide side = SideText.Aggressor(word);
        if (side == AggressorSide.Unknown && !word.SequenceEqual("unknown"u8))
        {
            fields.Fail();
        }

        long price = fields.Price(8);
        long quantity = fields.Price(8);
        if (!fields.IsWhole)
        {
            RefuseFields(fields.Fault, stamp.EventTime);
            return false;
        }

        Sink.OnTrade(new Trade(stamp, price, quantity, side, number ? id : -1));
        return true;
    }

    private bool TakeQuote(CsvFields fields, EventStamp stamp)
    {
        long askAmount = fields.Absent() ? 0 : fields.Quantity(8);
        long ask = fields.Absent() ? 0 : fields.Price(8);
        long bid = fields.Absent() ? 0 : fields.Price(8);
        long bidAmount = fields.Absent() ? 0 : fields.Quantity(8);
        if (!fields.IsWhole)
        {
            RefuseFields(fields.Fault, stamp.EventTime);
            return false;
        }

        if (bid > ask && ask > 0)
        {
            Remark(QualityIssue.Crossed, stamp.EventTime, "the bid is above the ask");
        }

        Sink.OnTop(new TopOfBook(stamp, bid, bidAmount, ask, askAmount));
        return true;
    }
}
