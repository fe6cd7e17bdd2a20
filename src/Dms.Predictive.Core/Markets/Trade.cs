namespace Dms.Predictive.Core;

/// <summary>Who crossed the spread.</summary>
public enum AggressorSide
{
    /// <summary>The feed does not say.</summary>
    Unknown = 0,

    /// <summary>A buyer took from the asks.</summary>
    Buy = 1,

    /// <summary>A seller took from the bids.</summary>
    Sell = -1,
}

/// <summary>One execution.</summary>
/// <param name="Stamp">Both clocks and the venue's number.</param>
/// <param name="Price">Price mantissa of the feed's <see cref="FixedScale"/>; &gt; 0.</param>
/// <param name="Quantity">Quantity mantissa in base units; &gt; 0.</param>
/// <param name="Aggressor">Who crossed the spread.</param>
/// <param name="Id">The venue's trade id; −1 where it sends none.</param>
public readonly record struct Trade(EventStamp Stamp, long Price, long Quantity, AggressorSide Aggressor, long Id);
