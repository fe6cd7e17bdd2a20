namespace Dms.Predictive.Core;

/// <summary>A level's quantity before and after a change, base-unit mantissas; 0 = the level is absent.</summary>
public readonly record struct LevelMove(BookSide Side, long Price, long Before, long After);

/// <summary>
/// Sees a book that has been rebuilt and judged: never one with a hole in its updates, never a crossed one.
/// </summary>
public interface IBookObserver
{
    /// <summary>Says what the feed is; comes first, and again when its scale is refined.</summary>
    public void OnFeed(MarketFeed feed);

    /// <summary>Sees the book after a group of changes.</summary>
    /// <param name="book">The book. It may be kept and read until the next event, whose receipt ends this state.</param>
    /// <param name="update">Ids and clocks of the group; a snapshot exactly when the book begins anew.</param>
    /// <param name="moves">What changed. Empty when the book begins anew, at first or after it was lost.</param>
    public void OnBook(DepthBook book, in BookUpdate update, ReadOnlySpan<LevelMove> moves);

    /// <summary>There is no book from here until the next <see cref="OnBook"/>.</summary>
    /// <param name="stamp">Clocks of the event that lost it.</param>
    /// <param name="why">What happened: a gap, a crossed book, silence.</param>
    public void OnBookLost(in EventStamp stamp, QualityIssue why);

    /// <summary>Sees an accepted execution.</summary>
    public void OnTrade(in Trade trade);
}
