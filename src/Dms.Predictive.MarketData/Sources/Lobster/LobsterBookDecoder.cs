using Dms.Predictive.Core;

namespace Dms.Predictive.MarketData;

/// <summary>
/// Best prices of a LOBSTER order-book file. Without its message file there are no times: the number of the row, from 1,
/// stands for nanoseconds since 1970. Deeper levels are read and judged, but a row says only what the book is, not what
/// changed; the best prices are what is sent.
/// </summary>
internal sealed class LobsterBookDecoder(MarketSourceOptions options, IMarketEventSink sink) : CsvDecoder(
    sink, new MarketFeed("lobster-book", InstrumentOf(options), new FixedScale(4, 0), ClockAssumed: true), hasHeader: false)
{
    private const long Absent = 9_999_999_999;

    /// <inheritdoc/>
    protected override void TakeRow(ReadOnlySpan<byte> line)
    {
        CsvFields fields = new(line);
        EventStamp stamp = new(new Timestamp(Line), new Timestamp(Line), Line);
        (long ask, long askSize) = Level(ref fields, Absent);
        (long bid, long bidSize) = Level(ref fields, -Absent);
        (long worstAsk, long worstBid) = (ask, bid);
        while (!fields.AtEnd && fields.Issue == QualityIssue.None)
        {
            (long nextAsk, _) = Level(ref fields, Absent);
            (long nextBid, _) = Level(ref fields, -Absent);
            if ((nextAsk > 0 && nextAsk <= worstAsk) || (nextBid > 0 && nextBid >= worstBid))
            {
                fields.Fail();
            }

            (worstAsk, worstBid) = (nextAsk > 0 ? nextAsk : worstAsk, nextBid > 0 ? nextBid : worstBid);
        }

        if (!fields.IsWhole)
        {
            RefuseFields(fields.Fault, stamp.EventTime);
            return;
        }

        if (bid > ask && ask > 0)
        {
            Remark(QualityIssue.Crossed, stamp.EventTime, "the bid is above the ask");
        }

        Sink.OnTop(new TopOfBook(stamp, bid, bidSize, ask, askSize));
    }

    private static (long Price, long Size) Level(ref CsvFields fields, long absent)
    {
        long price = fields.Integer();
        long size = fields.Quantity(0);
        if (price == absent && size == 0)
        {
            return (0, 0);
        }

        if (price <= 0)
        {
            fields.Fail(QualityIssue.NotPositive);
        }

        return (price, size);
    }
}
