namespace Dms.Predictive.MarketData;

/// <summary>Limits of rebuilding a book.</summary>
public sealed record BookRules
{
    /// <summary>Most updates kept while waiting for a snapshot; one more starts the wait again.</summary>
    public int MostBuffered { get; init; } = 10_000;

    /// <summary>Most levels of a side.</summary>
    public int MostLevels { get; init; } = 20_000;

    /// <summary>How long the best bid may equal the best ask.</summary>
    public TimeSpan LockedFor { get; init; } = TimeSpan.FromMilliseconds(100);

    /// <summary>How long a crossed book is waited for before it is given up.</summary>
    public TimeSpan CrossedFor { get; init; } = TimeSpan.FromSeconds(1);

    /// <summary>How many updates a crossed book is waited for before it is given up.</summary>
    public int CrossedUpdates { get; init; } = 10;

    /// <summary>
    /// Whether snapshots are answers to requests, older than the stream they come into, as with Binance; null = by the
    /// feed's source. Elsewhere a snapshot stands in the stream and replaces the book.
    /// </summary>
    public bool? RequestedSnapshots { get; init; }
}
