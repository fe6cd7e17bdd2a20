using Dms.Predictive.Core;

namespace Dms.Predictive.MarketData;

/// <summary>What the ids of an update say.</summary>
internal enum UpdateFit
{
    /// <summary>It is the next one.</summary>
    Next = 0,

    /// <summary>The book holds it already.</summary>
    Old,

    /// <summary>Something between it and the book is missing.</summary>
    Gap,
}

/// <summary>
/// Rules by which updates follow on. What the venue sends decides: a first and a last id (Binance spot; Bybit, with both
/// equal), the last id of the update before (Binance futures, Deribit), only rising ids, or none.
/// </summary>
internal static class BookContinuity
{
    /// <summary>Judges the first update after a requested snapshot.</summary>
    public static UpdateFit AfterSnapshot(in BookUpdate update, long snapshotId)
    {
        bool futures = update is { PreviousId: >= 0, FirstId: >= 0 };
        if (!futures)
        {
            return Following(update, snapshotId);
        }

        return update.LastId < snapshotId ? UpdateFit.Old
            : update.FirstId <= snapshotId ? UpdateFit.Next
            : UpdateFit.Gap;
    }

    /// <summary>Judges an update in the stream.</summary>
    public static UpdateFit Following(in BookUpdate update, long lastId)
    {
        if (update.LastId < 0)
        {
            return UpdateFit.Next;
        }

        if (update.LastId <= lastId)
        {
            return UpdateFit.Old;
        }

        return update.PreviousId >= 0 ? (update.PreviousId == lastId ? UpdateFit.Next : UpdateFit.Gap)
            : update.FirstId >= 0 && update.FirstId > lastId + 1 ? UpdateFit.Gap
            : UpdateFit.Next;
    }
}
