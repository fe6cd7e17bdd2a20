namespace Dms.Predictive.MarketData;

/// <summary>How far the rebuilding of a book is.</summary>
public enum BookState
{
    /// <summary>Nothing was received.</summary>
    Empty = 0,

    /// <summary>Changes are kept until a snapshot comes. There is no book.</summary>
    Buffering,

    /// <summary>The book follows the venue.</summary>
    Live,

    /// <summary>The book was lost; changes are kept until a snapshot comes. There is no book.</summary>
    Resync,
}
