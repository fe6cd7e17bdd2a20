using System.Text;
using Dms.Predictive.Core;

namespace Dms.Predictive.MarketData;

/// <summary>Turns recorded Binance frames into events. No allocation per frame once its arrays have grown.</summary>
internal sealed class BinanceRecordedDecoder : IMarketDecoder
{
    private const int LongestLine = 4 * 1024 * 1024;
    private const long MicrosecondsFrom = 1_000_000_000_000_000;
    private const long LatestMicroseconds = 4_102_444_800_000_000;   // 2100-01-01
    private const int MostNames = 256;
    private const int LongestName = 64;

    private readonly IMarketEventSink _sink;
    private readonly string _fallbackInstrument;
    private readonly string? _instrument;
    private readonly BinanceFrame _frame = new();
    private readonly BinanceFrameReader _reader;
    private readonly HashSet<string> _names = [];
    private byte[] _symbol = [];
    private bool _announced;
    private long _line;

    public BinanceRecordedDecoder(MarketSourceOptions options, IMarketEventSink sink)
    {
        _sink = sink;
        _instrument = options.Instrument;
        _fallbackInstrument = options.FileName.Split('.')[0];
        _reader = new(BinanceRecordedFormat.Scale.PriceDecimals, OnUnknownName);
    }

    /// <summary>Whether frames are read by expected positions first; off only to compare both readers.</summary>
    public bool FastPath { get; init; } = true;

    /// <summary>Frames that needed the reader of any order.</summary>
    public long SlowFrames { get; private set; }

    /// <inheritdoc/>
    public void Take(ReadOnlySpan<byte> line)
    {
        _line++;
        line = line is [.., (byte)'\r'] ? line[..^1] : line;
        if (line.IsEmpty)
        {
            return;
        }

        int space = line[..Math.Min(line.Length, 20)].IndexOf((byte)' ');
        if (space is < 1 or > 19 || !TryReceived(line[..space], out long received) || line.Length > LongestLine)
        {
            Refuse(default, FrameFault.Malformed("A line is the receive time in ns, a space and a frame up to 4 MiB."));
            return;
        }

        TakeFrame(line[(space + 1)..], new(received));
    }

    /// <inheritdoc/>
    public void End()
    {
    }

    private void TakeFrame(ReadOnlySpan<byte> text, Timestamp received)
    {
        FrameFault fault = default;
        if (!FastPath || !new BinanceFastReader(text, _frame).Read())
        {
            SlowFrames++;
            fault = _reader.Read(text, _frame);
        }

        Timestamp eventTime = received;
        fault = fault.IsFault ? fault : Judge(text, received, out eventTime);
        if (fault.IsFault)
        {
            Refuse(received, fault);
            return;
        }

        Announce(text);
        Emit(new(eventTime, received, _frame.LastId));
    }

    private FrameFault Judge(ReadOnlySpan<byte> text, Timestamp received, out Timestamp eventTime)
    {
        // The transaction or trade time says when it happened; the event time only when it was sent.
        long sent = _frame.TransactionTime >= 0 ? _frame.TransactionTime : _frame.EventTime;
        eventTime = received;
        if (sent >= 0)
        {
            long micros = sent >= MicrosecondsFrom ? sent : sent > LatestMicroseconds / 1000 ? long.MaxValue : sent * 1000;
            if (micros > LatestMicroseconds)
            {
                return FrameFault.Malformed("A time is neither milliseconds nor microseconds before the year 2100.");
            }

            eventTime = new(micros * 1000);
        }

        ReadOnlySpan<byte> symbol = text[_frame.Symbol];
        if (_symbol.Length > 0 && !symbol.IsEmpty && !symbol.SequenceEqual(_symbol))
        {
            return new(QualityIssue.UnknownSymbol, "The frame is of another symbol than the feed.");
        }

        return _frame.Kind switch
        {
            BinanceFrameKind.Trade => _frame.Price > 0 && _frame.Quantity > 0
                ? default : new(QualityIssue.NotPositive, "A trade's price and quantity must be > 0."),
            BinanceFrameKind.Ticker => SideIsSound(_frame.Price, _frame.Quantity)
                && SideIsSound(_frame.AskPrice, _frame.AskQuantity)
                ? default : new(QualityIssue.NotPositive, "A best price and its quantity must be > 0, or both 0."),
            _ => JudgeLevels(),
        };
    }

    private FrameFault JudgeLevels()
    {
        if (_frame.FirstId > _frame.LastId)
        {
            return FrameFault.Malformed("The first id of the update is above its last.");
        }

        foreach (ref readonly LevelChange change in _frame.Changes)
        {
            if (change.Price <= 0 || change.Quantity < 0)
            {
                return new(QualityIssue.NotPositive, "A level's price must be > 0 and its quantity >= 0.");
            }
        }

        return default;
    }

    private static bool SideIsSound(long price, long quantity) =>
        (price > 0 && quantity > 0) || (price == 0 && quantity == 0);

    private void Emit(in EventStamp stamp)
    {
        switch (_frame.Kind)
        {
            case BinanceFrameKind.Trade:
                AggressorSide side = _frame.BuyerIsMaker ? AggressorSide.Sell : AggressorSide.Buy;
                _sink.OnTrade(new(stamp, _frame.Price, _frame.Quantity, side, _frame.LastId));
                break;
            case BinanceFrameKind.Ticker:
                _sink.OnTop(new(stamp, _frame.Price, _frame.Quantity, _frame.AskPrice, _frame.AskQuantity));
                break;
            default:
                bool whole = _frame.Kind == BinanceFrameKind.Snapshot;
                BookUpdate update = new(
                    stamp, _frame.FirstId, _frame.LastId, _frame.PreviousId, whole, whole ? _frame.MostLevels : 0);
                _sink.OnBook(update, _frame.Changes);
                break;
        }
    }

    private void Announce(ReadOnlySpan<byte> text)
    {
        ReadOnlySpan<byte> symbol = text[_frame.Symbol];
        if (_symbol.Length == 0 && !symbol.IsEmpty)
        {
            _symbol = symbol.ToArray();
        }

        if (!_announced)
        {
            _announced = true;
            string instrument = _instrument ?? (symbol.IsEmpty ? _fallbackInstrument : Encoding.UTF8.GetString(symbol));
            _sink.OnFeed(new("binance", instrument, BinanceRecordedFormat.Scale, ClockAssumed: false));
        }
    }

    private void Refuse(Timestamp received, FrameFault fault) =>
        _sink.OnVerdict(new(fault.Issue, QualityAction.Quarantined, received, _line, fault.Detail));

    private void OnUnknownName(ReadOnlySpan<byte> name)
    {
        Span<char> text = stackalloc char[LongestName];
        int length = Encoding.UTF8.GetChars(name[..Math.Min(name.Length, LongestName)], text);
        HashSet<string>.AlternateLookup<ReadOnlySpan<char>> names = _names.GetAlternateLookup<ReadOnlySpan<char>>();
        if (_names.Count < MostNames && names.Add(text[..length]))
        {
            string detail = $"Field '{text[..length]}' is not known here and is ignored; said once per name.";
            _sink.OnVerdict(new(QualityIssue.None, QualityAction.Kept, default, _line, detail));
        }
    }

    private static bool TryReceived(ReadOnlySpan<byte> digits, out long value)
    {
        value = 0;
        if (digits.ContainsAnyExceptInRange((byte)'0', (byte)'9')
            || FixedText.Read(digits, 0, NumberRule.Exact, out value, out _) != QualityIssue.None)
        {
            return false;
        }

        return value <= LatestMicroseconds * 1000;
    }
}
