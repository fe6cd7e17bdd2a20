using Dms.Predictive.Core;
using Dms.Predictive.Pipeline;

namespace Dms.Predictive.Serving;

/// <summary>What one event changed.</summary>
/// <param name="Sequence">Its place.</param>
/// <param name="Event">The event as journaled, with its answer.</param>
/// <param name="At">Time of the feed.</param>
internal sealed record CoreStep(long Sequence, HostEvent Event, Timestamp At)
{
    /// <summary>Answer to a request; null for other events.</summary>
    public Answer? Answer { get; init; }

    /// <summary>A new outlook; null when the market stood still.</summary>
    public MarketOutlook? Outlook { get; init; }

    /// <summary>The market as it is published; null when nothing of it changed.</summary>
    public MarketFrame? Market { get; init; }

    /// <summary>The model that went into service.</summary>
    public ForecastModel? Model { get; init; }

    /// <summary>The challenger's forecasts of this decision; no margin depends on them.</summary>
    public IReadOnlyList<IssuedForecast> Shadow { get; init; } = [];

    /// <summary>The model began or ceased to be withheld; null = neither.</summary>
    public Withholding? Withheld { get; init; }

    /// <summary>Whether the learned uplift was switched off (true) or on (false); null = neither.</summary>
    public bool? UpliftSwitch { get; init; }

    /// <summary>Overrides that came into force or ended, in order.</summary>
    public IReadOnlyList<HeldOverride> Overrides { get; init; } = [];

    /// <summary>Accounts whose state or margin changed, by id.</summary>
    public IReadOnlyList<AccountChange> Accounts { get; init; } = [];
}

/// <summary>A model began or ceased to count with weight 0.</summary>
/// <param name="IsOn">Whether it is withheld now.</param>
/// <param name="Reason">Why it is, or was.</param>
internal sealed record Withholding(bool IsOn, string Reason);

/// <summary>An account after an event.</summary>
/// <param name="Account">Its state.</param>
/// <param name="Evidence">Its margin; null before the first price.</param>
/// <param name="IsOwn">Whether a command of its own changed it, not the market.</param>
internal sealed record AccountChange(AccountState Account, Evidence? Evidence, bool IsOwn);
