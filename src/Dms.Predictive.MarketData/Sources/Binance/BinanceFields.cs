using System.Runtime.CompilerServices;

namespace Dms.Predictive.MarketData;

/// <summary>The keys that mean something here; one letter means different things in different frames.</summary>
internal enum BinanceKey
{
    /// <summary>A key that is not known.</summary>
    None = -1,
    EventName,
    EventTime,
    TransactionTime,
    Symbol,
    FirstId,
    LastId,
    PreviousId,
    Bids,
    BidQuantity,
    Asks,
    AskQuantity,
    TradeId,
    Price,
    Quantity,
    BuyerIsMaker,
    LastUpdateId,
    SnapshotBids,
    SnapshotAsks,
    Stream,
    Data,

    /// <summary>Known and of no use: best-match flag, ids of first and last trade, order type, pair.</summary>
    Ignored,
}

/// <summary>Where the values of one checked JSON object stand.</summary>
internal struct BinanceFields
{
    private const int Slots = (int)BinanceKey.Ignored;

    private Offsets _starts;
    private Offsets _lengths;

    /// <summary>Finds the values.</summary>
    /// <param name="body">An object that has been checked as a whole.</param>
    /// <param name="onUnknownKey">Takes keys that are not known.</param>
    public static BinanceFields Of(ReadOnlySpan<byte> body, Action<ReadOnlySpan<byte>> onUnknownKey)
    {
        BinanceFields fields = default;
        JsonScanner scanner = new(body);
        _ = scanner.Take((byte)'{');
        while (scanner.Key(out ReadOnlySpan<byte> name) && scanner.Value(2, out ReadOnlySpan<byte> value))
        {
            BinanceKey key = KeyOf(name);
            if (key == BinanceKey.None)
            {
                onUnknownKey(name);
            }
            else if (key != BinanceKey.Ignored)
            {
                fields._starts[(int)key] = scanner.At - value.Length;
                fields._lengths[(int)key] = value.Length;
            }

            if (!scanner.Take((byte)','))
            {
                break;
            }
        }

        return fields;
    }

    /// <summary>Whether the key is there.</summary>
    public readonly bool Has(BinanceKey key) => _lengths[(int)key] > 0;

    /// <summary>The value's bytes; empty where the key is absent.</summary>
    public readonly ReadOnlySpan<byte> Text(ReadOnlySpan<byte> body, BinanceKey key) =>
        body.Slice(_starts[(int)key], _lengths[(int)key]);

    /// <summary>Offset of a value in the body.</summary>
    public readonly int At(BinanceKey key) => _starts[(int)key];

    private static BinanceKey KeyOf(ReadOnlySpan<byte> name) => name switch
    {
        [var letter] => OfLetter(letter),
        [(byte)'p', (byte)'u'] => BinanceKey.PreviousId,
        [(byte)'p', (byte)'s'] or [(byte)'s', (byte)'t'] => BinanceKey.Ignored,
        _ => name.SequenceEqual("data"u8) ? BinanceKey.Data
            : name.SequenceEqual("stream"u8) ? BinanceKey.Stream
            : name.SequenceEqual("bids"u8) ? BinanceKey.SnapshotBids
            : name.SequenceEqual("asks"u8) ? BinanceKey.SnapshotAsks
            : name.SequenceEqual("lastUpdateId"u8) ? BinanceKey.LastUpdateId
            : BinanceKey.None,
    };

    private static BinanceKey OfLetter(byte letter) => letter switch
    {
        (byte)'e' => BinanceKey.EventName,
        (byte)'E' => BinanceKey.EventTime,
        (byte)'T' => BinanceKey.TransactionTime,
        (byte)'s' => BinanceKey.Symbol,
        (byte)'U' => BinanceKey.FirstId,
        (byte)'u' => BinanceKey.LastId,
        (byte)'b' => BinanceKey.Bids,
        (byte)'B' => BinanceKey.BidQuantity,
        (byte)'a' => BinanceKey.Asks,
        (byte)'A' => BinanceKey.AskQuantity,
        (byte)'t' => BinanceKey.TradeId,
        (byte)'p' => BinanceKey.Price,
        (byte)'q' => BinanceKey.Quantity,
        (byte)'m' => BinanceKey.BuyerIsMaker,
        (byte)'M' or (byte)'f' or (byte)'l' or (byte)'X' => BinanceKey.Ignored,
        _ => BinanceKey.None,
    };

    [InlineArray(Slots)]
    private struct Offsets
    {
        private int _first;
    }
}
