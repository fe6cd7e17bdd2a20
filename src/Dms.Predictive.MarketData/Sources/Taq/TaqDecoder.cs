using System.Text;
using Dms.Predictive.Core;

namespace Dms.Predictive.MarketData;

/// <summary>Several rows share one millisecond: the order of the file is the order of events, numbered as sequence.</summary>
internal sealed class TaqDecoder(MarketSourceOptions options, IMarketEventSink sink, bool quotes) : CsvDecoder(
    sink, new MarketFeed(quotes ? "taq-quotes" : "taq-trades", InstrumentOf(options), Eight, ClockAssumed: true), true)
{
    private Timestamp _latest = new(long.MinValue);

    /// <inheritdoc/>
    protected override bool TakeHeader(ReadOnlySpan<byte> line) =>
        line.SequenceEqual(Encoding.UTF8.GetBytes(quotes ? TaqFormats.QuotesHeader : TaqFormats.TradesHeader));

    /// <inheritdoc/>
    protected override void TakeRow(ReadOnlySpan<byte> line)
    {
        CsvFields fields = new(line);
        Timestamp at = Time(ref fields);
        EventStamp stamp = new(at, at + options.AssumedLatency, Line);
        if (at < _latest && fields.Issue == QualityIssue.None)
        {
            Remark(QualityIssue.OutOfOrder, at, "the time is before that of the row before");
        }

        _latest = at;
        if (quotes)
        {
            TakeQuote(fields, stamp);
        }
        else
        {
            TakeTrade(fields, stamp);
        }
    }

    private void TakeQuote(CsvFields fields, EventStamp stamp)
    {
        Word(ref fields);
        long bid = fields.Price(8);
        long ask = fields.Price(8);
        long askSize = fields.Quantity(8);
        long bidSize = fields.Quantity(8);
        Word(ref fields);
        fields.Number();
        if (!fields.IsWhole)
        {
            RefuseFields(fields.Fault, stamp.EventTime);
            return;
        }

        if (bid > ask)
        {
            Remark(QualityIssue.Crossed, stamp.EventTime, "the bid is above the offer");
        }

        Sink.OnTop(new TopOfBook(stamp, bid, bidSize, ask, askSize));
    }

    private void TakeTrade(CsvFields fields, EventStamp stamp)
    {
        Word(ref fields);
        Word(ref fields);
        long price = fields.Price(8);
        long size = fields.Price(8);
        if (!fields.IsWhole)
        {
            RefuseFields(fields.Fault, stamp.EventTime);
            return;
        }

        Sink.OnTrade(new Trade(stamp, price, size, AggressorSide.Unknown, -1));
    }

    private static void Word(ref CsvFields fields)
    {
        ReadOnlySpan<byte> word = fields.Text();
        if (word.IsEmpty || word.Length > 16 || word.IndexOfAnyExceptInRange((byte)'!', (byte)'~') >= 0)
        {
            fields.Fail();
        }
    }

    // 2018-01-02T09:30:00.125, local: read as if it were UTC, then moved.
    private static Timestamp Time(ref CsvFields fields)
    {
        ReadOnlySpan<byte> text = fields.Text();
        Span<byte> iso = stackalloc byte[31];
        if (text.Length is < 19 or > 30)
        {
            fields.Fail();
            return default;
        }

        text.CopyTo(iso);
        iso[text.Length] = (byte)'Z';
        if (!CsvTime.TryParse(iso[..(text.Length + 1)], out Timestamp local) || !NewYorkTime.TryToUtc(local, out Timestamp utc))
        {
            fields.Fail();
            return default;
        }

        return utc;
    }
}
