using Dms.Predictive.Core;

namespace Dms.Predictive.Serving;

/// <summary>Where the feed stands.</summary>
/// <param name="At">Time of the feed.</param>
/// <param name="LastBar">Last bar; null before the first.</param>
/// <param name="LastKnown">When the last bar became known.</param>
/// <param name="Bars">Bars received.</param>
/// <param name="Gaps">Holes between bars.</param>
/// <param name="Waits">Steps without a bar since the last one.</param>
/// <param name="HasEnded">Whether the feed has no more to give.</param>
internal sealed record FeedState(Timestamp At, Bar? LastBar, Timestamp LastKnown, long Bars, long Gaps, int Waits, bool HasEnded)
{
    /// <summary>Waits after which the price counts as stale.</summary>
    public const int StaleAfterWaits = 2;

    /// <summary>Before the first bar.</summary>
    public static FeedState None { get; } = new(default, null, default, 0, 0, 0, false);

    /// <summary>Whether the price is too old to be trusted.</summary>
    public bool IsStale => Waits >= StaleAfterWaits && !HasEnded;

    /// <summary>One word on the feed.</summary>
    public string Verdict => LastBar is null ? "NoPrice" : HasEnded ? "Ended" : IsStale ? "Stale" : Waits > 0 ? "Gap" : "Ok";

    /// <summary>After a bar.</summary>
    public FeedState Received(Bar bar, Timestamp known) => this with { At = known, LastBar = bar, LastKnown = known, Bars = Bars + 1, Waits = 0 };

    /// <summary>After a step without a bar.</summary>
    public FeedState Waited(Timestamp at) => this with { At = at, Waits = Waits + 1, Gaps = Waits == 0 ? Gaps + 1 : Gaps };
}
