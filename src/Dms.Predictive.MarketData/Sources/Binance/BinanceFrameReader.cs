using System.Text.Unicode;
using Dms.Predictive.Core;

namespace Dms.Predictive.MarketData;

/// <summary>Why a frame gives no event.</summary>
/// <param name="Issue">What was found; none = there is no fault.</param>
/// <param name="Detail">In one sentence.</param>
internal readonly record struct FrameFault(QualityIssue Issue, string Detail)
{
    public bool IsFault => Issue != QualityIssue.None;

    public static FrameFault Malformed(string detail) => new(QualityIssue.Malformed, detail);
}

/// <summary>
/// Reads frames with their keys in any order. First the whole text is checked as JSON, then the keys of the frame are
/// picked out. Unknown keys are handed to the listener and otherwise ignored.
/// </summary>
internal sealed class BinanceFrameReader(int decimals, Action<ReadOnlySpan<byte>> onUnknownKey)
{
    /// <summary>Reads a frame.</summary>
    public FrameFault Read(ReadOnlySpan<byte> text, BinanceFrame frame)
    {
        frame.Clear();
        if (!Utf8.IsValid(text))
        {
            return FrameFault.Malformed("The frame is not UTF-8.");
        }

        JsonScanner check = new(text);
        if (!check.Value(1, out ReadOnlySpan<byte> body) || !check.IsAtEnd() || body[0] != '{')
        {
            return FrameFault.Malformed("The frame is no JSON object, holds a key twice, or is nested deeper than 16.");
        }

        int offset = text.Length - text.TrimStart(" \t\r\n"u8).Length;
        BinanceFields fields = BinanceFields.Of(body, onUnknownKey);
        if (fields.Has(BinanceKey.Data))
        {
            offset += fields.At(BinanceKey.Data);
            body = fields.Text(body, BinanceKey.Data);
            if (body[0] != '{')
            {
                return FrameFault.Malformed("The data of the envelope are no object.");
            }

            fields = BinanceFields.Of(body, onUnknownKey);
        }

        return Interpret(body, fields, (frame, offset));
    }

    private FrameFault Interpret(ReadOnlySpan<byte> body, in BinanceFields fields, (BinanceFrame Frame, int Offset) into)
    {
        BinanceFrame frame = into.Frame;
        ReadOnlySpan<byte> symbol = fields.Text(body, BinanceKey.Symbol);
        if (fields.Has(BinanceKey.Symbol))
        {
            if (symbol.Length < 3 || symbol[0] != '"' || symbol.Contains((byte)'\\'))
            {
                return FrameFault.Malformed("The symbol is no plain string.");
            }

            int at = into.Offset + fields.At(BinanceKey.Symbol);
            frame.Symbol = (at + 1)..(at + symbol.Length - 1);
        }

        if (!Optional(body, fields, BinanceKey.EventTime, out long time)
            || !Optional(body, fields, BinanceKey.TransactionTime, out long transaction))
        {
            return FrameFault.Malformed("A time is no whole number.");
        }

        (frame.EventTime, frame.TransactionTime) = (time, transaction);
        if (fields.Has(BinanceKey.LastUpdateId))
        {
            return Snapshot(body, fields, frame);
        }

        ReadOnlySpan<byte> name = fields.Text(body, BinanceKey.EventName);
        return symbol.IsEmpty ? FrameFault.Malformed("The frame has no symbol.")
            : name.SequenceEqual("\"depthUpdate\""u8) ? Depth(body, fields, frame)
            : name.SequenceEqual("\"trade\""u8) ? Trade(body, fields, (BinanceKey.TradeId, frame))
            : name.SequenceEqual("\"aggTrade\""u8) ? Trade(body, fields, (BinanceKey.Asks, frame))
            : name.IsEmpty || name.SequenceEqual("\"bookTicker\""u8) ? Ticker(body, fields, frame)
            : FrameFault.Malformed("An event of a kind that is not read here.");
    }

    private FrameFault Depth(ReadOnlySpan<byte> body, in BinanceFields fields, BinanceFrame frame)
    {
        if (!Whole(fields.Text(body, BinanceKey.FirstId), out long first)
            || !Whole(fields.Text(body, BinanceKey.LastId), out long last)
            || !Optional(body, fields, BinanceKey.PreviousId, out long previous) || frame.EventTime < 0)
        {
            return FrameFault.Malformed("A depth update lacks U, u or E, or one is no whole number.");
        }

        frame.Kind = BinanceFrameKind.Depth;
        (frame.FirstId, frame.LastId, frame.PreviousId) = (first, last, previous);
        return BothSides(body, fields, (BinanceKey.Bids, BinanceKey.Asks, frame));
    }

    private FrameFault Snapshot(ReadOnlySpan<byte> body, in BinanceFields fields, BinanceFrame frame)
    {
        if (!Whole(fields.Text(body, BinanceKey.LastUpdateId), out long last))
        {
            return FrameFault.Malformed("lastUpdateId is no whole number.");
        }

        frame.Kind = BinanceFrameKind.Snapshot;
        (frame.FirstId, frame.LastId) = (last, last);
        return BothSides(body, fields, (BinanceKey.SnapshotBids, BinanceKey.SnapshotAsks, frame));
    }

    private FrameFault Trade(ReadOnlySpan<byte> body, in BinanceFields fields, (BinanceKey Id, BinanceFrame Frame) into)
    {
        BinanceFrame frame = into.Frame;
        ReadOnlySpan<byte> maker = fields.Text(body, BinanceKey.BuyerIsMaker);
        bool isTrue = maker.SequenceEqual("true"u8);
        if (!Whole(fields.Text(body, into.Id), out long id) || frame.EventTime < 0 || frame.TransactionTime < 0
            || (!isTrue && !maker.SequenceEqual("false"u8)))
        {
            return FrameFault.Malformed("A trade lacks its id, E, T or m, or one is not what it must be.");
        }

        (frame.Kind, frame.LastId, frame.BuyerIsMaker) = (BinanceFrameKind.Trade, id, isTrue);
        FrameFault fault = Quoted(fields.Text(body, BinanceKey.Price), out long price);
        FrameFault second = Quoted(fields.Text(body, BinanceKey.Quantity), out long quantity);
        (frame.Price, frame.Quantity) = (price, quantity);
        return fault.IsFault ? fault : second;
    }

    private FrameFault Ticker(ReadOnlySpan<byte> body, in BinanceFields fields, BinanceFrame frame)
    {
        if (!Whole(fields.Text(body, BinanceKey.LastId), out long last))
        {
            return FrameFault.Malformed("A ticker lacks u, or it is no whole number.");
        }

        (frame.Kind, frame.LastId) = (BinanceFrameKind.Ticker, last);
        FrameFault fault = Pair(body, fields, (BinanceKey.Bids, BinanceKey.BidQuantity), out (long, long) bid);
        FrameFault second = Pair(body, fields, (BinanceKey.Asks, BinanceKey.AskQuantity), out (long, long) ask);
        (frame.Price, frame.Quantity) = bid;
        (frame.AskPrice, frame.AskQuantity) = ask;
        return fault.IsFault ? fault : second;
    }

    private FrameFault Pair(
        ReadOnlySpan<byte> body, in BinanceFields fields, (BinanceKey Price, BinanceKey Quantity) keys,
        out (long Price, long Quantity) pair)
    {
        FrameFault fault = Quoted(fields.Text(body, keys.Price), out long price);
        FrameFault second = Quoted(fields.Text(body, keys.Quantity), out long quantity);
        pair = (price, quantity);
        return fault.IsFault ? fault : second;
    }

    private FrameFault BothSides(
        ReadOnlySpan<byte> body, in BinanceFields fields, (BinanceKey Bids, BinanceKey Asks, BinanceFrame Frame) into)
    {
        FrameFault fault = Levels(fields.Text(body, into.Bids), BookSide.Bid, into.Frame);
        return fault.IsFault ? fault : Levels(fields.Text(body, into.Asks), BookSide.Ask, into.Frame);
    }

    private FrameFault Levels(ReadOnlySpan<byte> text, BookSide side, BinanceFrame frame)
    {
        FrameFault shape = FrameFault.Malformed("A side is no list of [\"price\",\"quantity\"].");
        JsonScanner scanner = new(text);
        if (!scanner.Take((byte)'['))
        {
            return shape;
        }

        if (scanner.Take((byte)']'))
        {
            return default;
        }

        int start = frame.Count;
        do
        {
            if (!scanner.Take((byte)'[') || !scanner.Value(4, out ReadOnlySpan<byte> price) || !scanner.Take((byte)',')
                || !scanner.Value(4, out ReadOnlySpan<byte> quantity) || !scanner.Take((byte)']'))
            {
                return shape;
            }

            FrameFault fault = Quoted(price, out long p);
            FrameFault second = Quoted(quantity, out long q);
            if (fault.IsFault || second.IsFault)
            {
                return fault.IsFault ? fault : second;
            }

            frame.Add(new(side, p, q), text.Length);
        }
        while (scanner.Take((byte)','));
        frame.MostLevels = Math.Max(frame.MostLevels, frame.Count - start);
        return scanner.Take((byte)']') ? default : shape;
    }

    private FrameFault Quoted(ReadOnlySpan<byte> text, out long mantissa)
    {
        mantissa = 0;
        if (text.Length < 3 || text[0] != '"')
        {
            return FrameFault.Malformed("A price or quantity is no quoted number.");
        }

        return PlainFixedText.Read(text[1..^1], decimals, NumberRule.Exact, out mantissa) switch
        {
            QualityIssue.None => default,
            QualityIssue.NotFinite => new(QualityIssue.NotFinite, "A price or quantity does not fit the feed's scale."),
            _ => FrameFault.Malformed("A price or quantity is no plain decimal of the feed's scale."),
        };
    }

    private static bool Optional(ReadOnlySpan<byte> body, in BinanceFields fields, BinanceKey key, out long value)
    {
        value = -1;
        return !fields.Has(key) || Whole(fields.Text(body, key), out value);
    }

    private static bool Whole(ReadOnlySpan<byte> text, out long value)
    {
        value = 0;
        if (text.IsEmpty || text.Length > 18 || text.ContainsAnyExceptInRange((byte)'0', (byte)'9'))
        {
            return false;
        }

        foreach (byte digit in text)
        {
            value = (value * 10) + (digit - '0');
        }

        return true;
    }
}
