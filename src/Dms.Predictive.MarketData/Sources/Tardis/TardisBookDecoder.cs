using System.Text;
using Dms.Predictive.Core;

namespace Dms.Predictive.MarketData;

/// <summary>
/// Rows of one receipt are one group. A run of snapshot rows after changes replaces the book, and may itself be spread
/// over several receipts: only its first group is marked as the snapshot.
/// </summary>
internal sealed class TardisBookDecoder(MarketSourceOptions options, IMarketEventSink sink)
    : CsvDecoder(sink, new MarketFeed("tardis-book", InstrumentOf(options), Eight, ClockAssumed: false), hasHeader: true)
{
    private const int MostChanges = 100_000;

    private readonly TardisInstrument _instrument = new();
    private LevelChange[] _changes = new LevelChange[64];
    private int _count;
    private EventStamp _stamp;
    private bool _groupIsSnapshot;
    private bool _replaces;
    private bool _inSnapshot;

    /// <inheritdoc/>
    public override void End()
    {
        base.End();
        Flush();
    }

    /// <inheritdoc/>
    protected override bool TakeHeader(ReadOnlySpan<byte> line) =>
        line.SequenceEqual(Encoding.UTF8.GetBytes(TardisFormats.BookHeader));

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
        Timestamp received = fields.Time(1_000);
        ReadOnlySpan<byte> flag = fields.Text();
        bool snapshot = flag.SequenceEqual("true"u8);
        if ((!snapshot && !flag.SequenceEqual("false"u8)) | !SideText.TryBook(fields.Text(), out BookSide side))
        {
            fields.Fail();
        }

        long price = fields.Price(8);
        long amount = fields.Quantity(8);
        if (!fields.IsWhole)
        {
            RefuseFields(fields.Fault, at);
            return;
        }

        _instrument.Pin(line);
        if (_count > 0 && (received != _stamp.ReceivedTime || snapshot != _groupIsSnapshot || _count == MostChanges))
        {
            Flush();
        }

        if (_count == 0)
        {
            (_stamp, _groupIsSnapshot) = (new EventStamp(at, received, -1), snapshot);
            _replaces = snapshot && !_inSnapshot;
            _inSnapshot = snapshot;
        }

        Add(new LevelChange(side, price, amount));
    }

    private void Add(in LevelChange change)
    {
        if (_count == _changes.Length)
        {
            Array.Resize(ref _changes, 2 * _count);
        }

        _changes[_count++] = change;
    }

    private void Flush()
    {
        if (_count > 0)
        {
            Sink.OnBook(new BookUpdate(_stamp, -1, -1, -1, _replaces, 0), _changes.AsSpan(0, _count));
            _count = 0;
        }
    }
}
