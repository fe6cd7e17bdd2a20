namespace Dms.Predictive.MarketData;

/// <summary>What rebuilding a book came across.</summary>
public sealed record BookCounts
{
    /// <summary>Updates applied, snapshots not counted.</summary>
    public long Applied { get; internal set; }

    /// <summary>Snapshots that began or replaced a book.</summary>
    public long Snapshots { get; internal set; }

    /// <summary>Snapshots older than the kept updates or than the book: of no use.</summary>
    public long StaleSnapshots { get; internal set; }

    /// <summary>Updates dropped because the snapshot holds them already.</summary>
    public long BeforeSnapshot { get; internal set; }

    /// <summary>Updates dropped because they came before.</summary>
    public long Duplicates { get; internal set; }

    /// <summary>Missing updates found.</summary>
    public long Gaps { get; internal set; }

    /// <summary>Waits for a snapshot that were started again because too much was kept.</summary>
    public long Overflows { get; internal set; }

    /// <summary>Updates after which the book was crossed, or locked for too long.</summary>
    public long Crossed { get; internal set; }

    /// <summary>Updates refused for a price or quantity out of range.</summary>
    public long Refused { get; internal set; }

    /// <summary>Level changes of the applied updates.</summary>
    public long Changes { get; internal set; }

    /// <summary>Removals of levels that were not there: normal where snapshots are cut.</summary>
    public long AbsentRemovals { get; internal set; }

    /// <summary>Order events of orders never seen to rest.</summary>
    public long UnknownOrders { get; internal set; }
}
