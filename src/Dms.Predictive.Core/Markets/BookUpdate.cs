namespace Dms.Predictive.Core;

/// <summary>A side of an order book.</summary>
public enum BookSide
{
    /// <summary>Resting buys; the best is the highest.</summary>
    Bid = 0,

    /// <summary>Resting sells; the best is the lowest.</summary>
    Ask = 1,
}

/// <summary>A level's new total.</summary>
/// <param name="Side">Side of the book.</param>
/// <param name="Price">Price mantissa; &gt; 0.</param>
/// <param name="Quantity">New absolute quantity mantissa in base units; 0 removes the level.</param>
public readonly record struct LevelChange(BookSide Side, long Price, long Quantity);

/// <summary>Levels that change together; the book is looked at only between such groups.</summary>
/// <param name="Stamp">Both clocks; the sequence is <paramref name="LastId"/> where the venue has ids.</param>
/// <param name="FirstId">First id that the group covers; −1 where the venue sends none.</param>
/// <param name="LastId">Last id that the group covers; −1 where the venue sends none.</param>
/// <param name="PreviousId">Last id of the group before; −1 where the venue does not say.</param>
/// <param name="IsSnapshot">Whether the levels replace the whole book.</param>
/// <param name="DepthLimit">Levels per side beyond which the feed says nothing; 0 = the whole book.</param>
public readonly record struct BookUpdate(
    EventStamp Stamp, long FirstId, long LastId, long PreviousId, bool IsSnapshot, int DepthLimit);
