using Dms.Predictive.Core;

namespace Dms.Predictive.Margin;

/// <summary>Everything that a margin depends on. Equal requests give equal answers, bit for bit.</summary>
/// <param name="Id">Comes back in the answer.</param>
/// <param name="AsOf">The only clock.</param>
/// <param name="Account">Who owes margin.</param>
/// <param name="Market">Prices.</param>
/// <param name="Policy">The governed parameters and their formula.</param>
public sealed record MarginRequest(
    string Id, Timestamp AsOf, Account Account, MarginMarket Market, IMarginPolicy Policy)
{
    /// <summary>Forecast that may raise margin; null = off.</summary>
    public MarginOverlay? Overlay { get; init; }

    /// <summary>One overlay per underlying instead of <see cref="Overlay"/>: alike in rules, kill switch and blocks.
    /// An underlying without one keeps its baseline; null = off.</summary>
    public IReadOnlyDictionary<string, MarginOverlay>? Overlays { get; init; }

    /// <summary>Observed prices and their limits; null = the prices are taken as they are.</summary>
    public MarginOracle? Oracle { get; init; }

    /// <summary>Add-ons on top of the policy; null = off.</summary>
    public MarginAddOns? AddOns { get; init; }

    /// <summary>Operators on initial margin after the overlay, in order; empty = off.</summary>
    public IReadOnlyList<MarginOperator> Operators { get; init; } = [];

    /// <summary>Band for calls and releases; null = off.</summary>
    public CallBand? Band { get; init; }
}
