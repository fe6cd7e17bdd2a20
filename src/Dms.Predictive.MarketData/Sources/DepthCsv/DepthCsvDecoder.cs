using Dms.Predictive.Core;

namespace Dms.Predictive.MarketData;

/// <summary>Snapshots of 20 levels a side. A row that repeats the sequence number is a duplicate and gives no event.</summary>
internal sealed class DepthCsvDecoder(MarketSourceOptions options, IMarketEventSink sink)
    : CsvDecoder(sink, new MarketFeed("depth20-csv", InstrumentOf(options), Eight, ClockAssumed: false), hasHeader: true)
{
    /// <summary>Levels of a side.</summary>
    public const int Levels = 20;

    private const int Sums = 6;

    private readonly LevelChange[] _changes = new LevelChange[2 * Levels];
    private long _lastSequence = -1;

    /// <inheritdoc/>
    protected override bool TakeHeader(ReadOnlySpan<byte> line) =>
        line.SequenceEqual(System.Text.Encoding.UTF8.GetBytes(DepthCsvFormats.DepthHeader));

    /// <inheritdoc/>
    protected override void TakeRow(ReadOnlySpan<byte> line)
    {
        CsvFields fields = new(line);
        Timestamp received = fields.Time();
        Timestamp at = fields.Time();
        long sequence = fields.Quantity(0);
        long bestBid = fields.Price(8, NumberRule.Printed);
        long bestAsk = fields.Price(8, NumberRule.Printed);
        for (int k = 0; k < Levels; k++)
        {
            long bid = fields.Price(8, NumberRule.Printed);
            _changes[k] = new(BookSide.Bid, bid, fields.Quantity(8, NumberRule.Printed));
            long ask = fields.Price(8, NumberRule.Printed);
            _changes[Levels + k] = new(BookSide.Ask, ask, fields.Quantity(8, NumberRule.Printed));
        }

        for (int k = 0; k < Sums; k++)
        {
            fields.Number();
        }

        if (!fields.IsWhole)
        {
            RefuseFields(fields.Fault, at);
        }
        else if (bestBid != _changes[0].Price || bestAsk != _changes[Levels].Price || !IsSorted())
        {
            Refuse(QualityIssue.Malformed, at, "levels must fall away from the best prices, which the row names twice");
        }
        else if (sequence == _lastSequence)
        {
            Refuse(QualityIssue.Duplicate, at, "the sequence number is that of the row before");
        }
        else
        {
            _lastSequence = sequence;
            EventStamp stamp = new(at, received, sequence);
            Sink.OnBook(new BookUpdate(stamp, -1, sequence, -1, IsSnapshot: true, Levels), _changes);
        }
    }

    private bool IsSorted()
    {
        for (int k = 1; k < Levels; k++)
        {
            if (_changes[k].Price >= _changes[k - 1].Price || _changes[Levels + k].Price <= _changes[Levels + k - 1].Price)
            {
                return false;
            }
        }

        return true;
    }
}
