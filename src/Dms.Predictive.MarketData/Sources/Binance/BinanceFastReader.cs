using Dms.Predictive.Core;

namespace Dms.Predictive.MarketData;

/// <summary>
/// Reads frames whose keys stand where Binance writes them today. It compares every byte that is not a value, so it
/// accepts nothing that <see cref="BinanceFrameReader"/> refuses; whatever it does not expect it leaves to that reader.
/// </summary>
internal ref struct BinanceFastReader(ReadOnlySpan<byte> text, BinanceFrame frame)
{
    private readonly ReadOnlySpan<byte> _text = text;
    private readonly BinanceFrame _frame = frame;
    private int _at;

    /// <summary>Reads the frame, or says that the other reader must.</summary>
    public bool Read()
    {
        _frame.Clear();
        bool enveloped = Take("{\"stream\":\""u8);
        if (enveloped && (!Plain(out _) || !Take(",\"data\":"u8)))
        {
            return false;
        }

        bool read = Take("{\"e\":\""u8)
            ? (Take("depthUpdate\",\"E\":"u8) ? Depth() : Take("trade\",\"E\":"u8) && Trade())
            : Take("{\"u\":"u8) ? Ticker() : Take("{\"lastUpdateId\":"u8) && Snapshot();
        return read && Take("}"u8) && (!enveloped || Take("}"u8)) && _at == _text.Length;
    }

    private bool Depth()
    {
        if (!Whole(out long time))
        {
            return false;
        }

        long transaction = -1;
        if (Take(",\"T\":"u8) && !Whole(out transaction))
        {
            return false;
        }

        if (!Take(",\"s\":\""u8) || !Plain(out Range symbol) || !Take(",\"U\":"u8) || !Whole(out long first)
            || !Take(",\"u\":"u8) || !Whole(out long last))
        {
            return false;
        }

        long previous = -1;
        if (Take(",\"pu\":"u8) && !Whole(out previous))
        {
            return false;
        }

        (_frame.Kind, _frame.EventTime, _frame.TransactionTime) = (BinanceFrameKind.Depth, time, transaction);
        (_frame.Symbol, _frame.FirstId, _frame.LastId, _frame.PreviousId) = (symbol, first, last, previous);
        return Take(",\"b\":["u8) && Levels(BookSide.Bid) && Take(",\"a\":["u8) && Levels(BookSide.Ask);
    }

    private bool Snapshot()
    {
        if (!Whole(out long last))
        {
            return false;
        }

        (_frame.Kind, _frame.FirstId, _frame.LastId) = (BinanceFrameKind.Snapshot, last, last);
        return Take(",\"bids\":["u8) && Levels(BookSide.Bid) && Take(",\"asks\":["u8) && Levels(BookSide.Ask);
    }

    private bool Trade()
    {
        if (!Whole(out long time) || !Take(",\"s\":\""u8) || !Plain(out Range symbol) || !Take(",\"t\":"u8)
            || !Whole(out long id) || !Take(",\"p\":\""u8) || !Decimal(out long price) || !Take("\",\"q\":\""u8)
            || !Decimal(out long quantity) || !Take("\",\"T\":"u8) || !Whole(out long traded) || !Take(",\"m\":"u8))
        {
            return false;
        }

        bool maker = Take("true"u8);
        if (!maker && !Take("false"u8))
        {
            return false;
        }

        (_frame.Kind, _frame.EventTime, _frame.TransactionTime) = (BinanceFrameKind.Trade, time, traded);
        (_frame.Symbol, _frame.LastId) = (symbol, id);
        (_frame.Price, _frame.Quantity, _frame.BuyerIsMaker) = (price, quantity, maker);
        return !Take(",\"M\":"u8) || Take("true"u8) || Take("false"u8);
    }

    private bool Ticker()
    {
        if (!Whole(out long last) || !Take(",\"s\":\""u8) || !Plain(out Range symbol)
            || !Take(",\"b\":\""u8) || !Decimal(out long bid) || !Take("\",\"B\":\""u8) || !Decimal(out long bidQuantity)
            || !Take("\",\"a\":\""u8) || !Decimal(out long ask) || !Take("\",\"A\":\""u8)
            || !Decimal(out long askQuantity) || !Take("\""u8))
        {
            return false;
        }

        (_frame.Kind, _frame.Symbol, _frame.LastId) = (BinanceFrameKind.Ticker, symbol, last);
        (_frame.Price, _frame.Quantity) = (bid, bidQuantity);
        (_frame.AskPrice, _frame.AskQuantity) = (ask, askQuantity);
        return true;
    }

    // After the opening bracket, up to and with the closing one.
    private bool Levels(BookSide side)
    {
        if (Take("]"u8))
        {
            return true;
        }

        LevelChange[] changes = _frame.Room(_text.Length);
        int start = _frame.Count;
        int count = start;
        int at = _at;
        while (Opens(at))
        {
            at += 2;
            if (!EightDecimals.TryRead(_text, ref at, out long price) || !Parts(at))
            {
                return false;
            }

            at += 3;
            if (!EightDecimals.TryRead(_text, ref at, out long quantity) || !Closes(at))
            {
                return false;
            }

            changes[count++] = new(side, price, quantity);
            bool more = _text[at + 2] == ',';
            if (!more && _text[at + 2] != ']')
            {
                return false;
            }

            at += 3;
            if (!more)
            {
                (_at, _frame.Count) = (at, count);
                _frame.MostLevels = Math.Max(_frame.MostLevels, count - start);
                return true;
            }
        }

        return false;
    }

    private readonly bool Opens(int at) => at + 1 < _text.Length && _text[at] == '[' && _text[at + 1] == '"';

    private readonly bool Parts(int at) =>
        at + 2 < _text.Length && _text[at] == '"' && _text[at + 1] == ',' && _text[at + 2] == '"';

    private readonly bool Closes(int at) => at + 2 < _text.Length && _text[at] == '"' && _text[at + 1] == ']';

    private bool Take(ReadOnlySpan<byte> expected)
    {
        if (!_text[_at..].StartsWith(expected))
        {
            return false;
        }

        _at += expected.Length;
        return true;
    }

    private bool Decimal(out long mantissa) => EightDecimals.TryRead(_text, ref _at, out mantissa);

    // A whole number without sign or leading zero, at most 18 digits.
    private bool Whole(out long value)
    {
        value = 0;
        int start = _at;
        int end = Math.Min(_text.Length, start + 18);
        while (_at < end && unchecked((uint)(_text[_at] - '0')) is var digit and <= 9)
        {
            value = unchecked((value * 10) + digit);
            _at++;
        }

        bool more = _at < _text.Length && _text[_at] is >= (byte)'0' and <= (byte)'9';
        return _at > start && !more && (_text[start] != '0' || _at == start + 1);
    }

    // The rest of a string of letters, digits and the signs of stream names, and its closing quote.
    private bool Plain(out Range content)
    {
        int start = _at;
        while (_at < _text.Length && IsPlain(_text[_at]))
        {
            _at++;
        }

        content = start.._at;
        return _at > start && Take("\""u8);
    }

    private static bool IsPlain(byte b) => b is >= (byte)'0' and <= (byte)'9' or >= (byte)'@' and <= (byte)'Z'
        or >= (byte)'a' and <= (byte)'z' or (byte)'_' or (byte)'-' or (byte)'!' or (byte)'.' or (byte)':';
}
