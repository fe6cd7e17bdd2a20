using Dms.Predictive.Core;

namespace Dms.Predictive.MarketData;

/// <summary>What all decoders of CSV lines do alike: count, announce the feed, step over the header, refuse rows.</summary>
internal abstract class CsvDecoder(IMarketEventSink sink, MarketFeed feed, bool hasHeader) : IMarketDecoder
{
    private bool _unreadable;
    private bool _announced;

    /// <summary>Decimals that hold the prices and quantities of every crypto venue known here.</summary>
    public static FixedScale Eight { get; } = new(8, 8);

    /// <summary>Lines that are no rows.</summary>
    public int HeaderLines => hasHeader ? 1 : 0;

    /// <summary>Takes the events.</summary>
    protected IMarketEventSink Sink => sink;

    /// <summary>The line at hand, from 1.</summary>
    protected long Line { get; private set; }

    /// <inheritdoc/>
    public void Take(ReadOnlySpan<byte> line)
    {
        Line++;
        line = line is [.. var body, (byte)'\r'] ? body : line;
        Announce();
        if (Line == 1 && hasHeader)
        {
            line = line.StartsWith("\uFEFF"u8) ? line[3..] : line;
            _unreadable = !TakeHeader(line);
            if (_unreadable)
            {
                Refuse(QualityIssue.Malformed, default, "the header is not that of the format; no row can be read");
            }
        }
        else if (!line.IsEmpty && !_unreadable)
        {
            TakeRow(line);
        }
    }

    /// <inheritdoc/>
    public virtual void End() => Announce();

    /// <summary>Instrument id: as given, or the file's name up to its first dot.</summary>
    protected static string InstrumentOf(MarketSourceOptions options)
    {
        string name = options.FileName;
        int slash = name.IndexOf('/', StringComparison.Ordinal);
        name = slash > 0 ? name[..slash] : name;
        int dot = name.IndexOf('.', StringComparison.Ordinal);
        return options.Instrument ?? (dot > 0 ? name[..dot] : name);
    }

    /// <summary>Judges the header; false when the file cannot be of this format.</summary>
    protected virtual bool TakeHeader(ReadOnlySpan<byte> line) => true;

    /// <summary>Takes a row that is not blank.</summary>
    protected abstract void TakeRow(ReadOnlySpan<byte> line);

    /// <summary>Says what is wrong with the row; it gives no event.</summary>
    protected void Refuse(QualityIssue issue, Timestamp at, string why) =>
        sink.OnVerdict(new QualityVerdict(issue, QualityAction.Quarantined, at, Line, why));

    /// <summary>Says what is strange about the row; it is used.</summary>
    protected void Remark(QualityIssue issue, Timestamp at, string why) =>
        sink.OnVerdict(new QualityVerdict(issue, QualityAction.Kept, at, Line, why));

    /// <summary>Says that fields of the row could not be read.</summary>
    protected void RefuseFields(QualityIssue issue, Timestamp at) => Refuse(issue, at, issue switch
    {
        QualityIssue.NotPositive => "a price must be > 0 and a quantity >= 0",
        QualityIssue.NotFinite => "a number is larger than its field allows",
        _ => "a field cannot be read, or there are too few or too many",
    });

    private void Announce()
    {
        if (!_announced)
        {
            _announced = true;
            sink.OnFeed(feed);
        }
    }
}
