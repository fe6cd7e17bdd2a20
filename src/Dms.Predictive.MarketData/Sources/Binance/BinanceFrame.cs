using Dms.Predictive.Core;

namespace Dms.Predictive.MarketData;

/// <summary>What a frame says.</summary>
internal enum BinanceFrameKind
{
    /// <summary>Nothing that is known here.</summary>
    None = 0,

    /// <summary>Changes of levels.</summary>
    Depth,

    /// <summary>The answer to a request for the book.</summary>
    Snapshot,

    /// <summary>Best prices.</summary>
    Ticker,

    /// <summary>An execution, or several of one order at one price.</summary>
    Trade,
}

/// <summary>The fields of one frame; one object is filled again and again.</summary>
internal sealed class BinanceFrame
{
    /// <summary>Shortest text of a level with the comma behind it: <c>["1","1"],</c>.</summary>
    private const int ShortestLevel = 10;

    private LevelChange[] _changes = new LevelChange[256];

    public BinanceFrameKind Kind { get; set; }

    /// <summary>Event time as sent; −1 where there is none.</summary>
    public long EventTime { get; set; }

    /// <summary>Transaction or trade time as sent; −1 where there is none.</summary>
    public long TransactionTime { get; set; }

    /// <summary>Where the symbol stands in the frame; empty where there is none.</summary>
    public Range Symbol { get; set; }

    public long FirstId { get; set; }

    public long LastId { get; set; }

    public long PreviousId { get; set; }

    public long Price { get; set; }

    public long Quantity { get; set; }

    public long AskPrice { get; set; }

    public long AskQuantity { get; set; }

    public bool BuyerIsMaker { get; set; }

    /// <summary>Levels of the larger side.</summary>
    public int MostLevels { get; set; }

    /// <summary>Number of level changes.</summary>
    public int Count { get; set; }

    /// <summary>Room for as many changes as a frame of this length can hold.</summary>
    public LevelChange[] Room(int frameLength)
    {
        int most = (frameLength / ShortestLevel) + 2;
        if (_changes.Length < most)
        {
            _changes = new LevelChange[most];
        }

        return _changes;
    }

    /// <summary>Appends a change; the room grows to what a side of this length can hold.</summary>
    public void Add(in LevelChange change, int sideLength)
    {
        if (Count == _changes.Length)
        {
            Array.Resize(ref _changes, Count + (sideLength / ShortestLevel) + 2);
        }

        _changes[Count++] = change;
    }

    /// <summary>The level changes, in the order of the frame.</summary>
    public ReadOnlySpan<LevelChange> Changes => _changes.AsSpan(0, Count);

    /// <summary>Forgets the frame before.</summary>
    public void Clear()
    {
        (Kind, Symbol, Count, MostLevels) = (BinanceFrameKind.None, default, 0, 0);
        (EventTime, TransactionTime, FirstId, LastId, PreviousId) = (-1, -1, -1, -1, -1);
    }
}
