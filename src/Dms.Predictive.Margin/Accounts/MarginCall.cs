using Dms.Predictive.Core;

namespace Dms.Predictive.Margin;

/// <summary>Where a call stands.</summary>
public enum CallStatus
{
    /// <summary>Made, nothing paid.</summary>
    Issued = 0,

    /// <summary>Paid in part.</summary>
    PartlyMet,

    /// <summary>Paid, or no longer needed because equity came back.</summary>
    Met,

    /// <summary>Contested. The clock runs on: otherwise everybody would contest.</summary>
    Disputed,

    /// <summary>Due and not met.</summary>
    Expired,

    /// <summary>Positions are being closed.</summary>
    Liquidating,

    /// <summary>Done.</summary>
    Closed,

    /// <summary>Replaced by a call for more.</summary>
    Superseded,
}

/// <summary>Why a call is made.</summary>
public enum CallReason
{
    /// <summary>Equity is below initial margin only because a forecast raised it. Never ends in liquidation.</summary>
    ForecastRaise = 0,

    /// <summary>Equity is below initial margin without any forecast. Never ends in liquidation either.</summary>
    InitialMargin,

    /// <summary>Equity is near or below maintenance margin: the only reason that may expire into liquidation.</summary>
    MaintenanceMargin,
}

/// <summary>A request to post money, with everything that happened to it.</summary>
/// <param name="Id">Unique id.</param>
/// <param name="Amount">Asked for, quote; &gt; 0. Never changes: more is a new call.</param>
/// <param name="Due">When it expires.</param>
/// <param name="Reason">Why.</param>
/// <param name="RequirementHash">Fingerprint of the requirement that it rests on.</param>
public sealed record MarginCall(string Id, decimal Amount, Timestamp Due, CallReason Reason, string RequirementHash)
{
    /// <summary>When it was made.</summary>
    public required Timestamp IssuedAt { get; init; }

    /// <summary>Where it stands.</summary>
    public CallStatus Status { get; init; }

    /// <summary>Paid so far, quote; ≥ 0.</summary>
    public decimal Paid { get; init; }

    /// <summary>Id of the call that this one replaces; null = none.</summary>
    public string? Supersedes { get; init; }

    /// <summary>Every transition, oldest first.</summary>
    public IReadOnlyList<CallTransition> History { get; init; } = [];

    /// <summary>Still asked for, quote.</summary>
    public decimal Remaining => Math.Max(0, Amount - Paid);

    /// <summary>Whether it still asks for money.</summary>
    public bool IsOpen => Status is CallStatus.Issued or CallStatus.PartlyMet or CallStatus.Disputed;
}

/// <summary>What can happen to a call.</summary>
public enum CallAction
{
    /// <summary>Money arrived.</summary>
    Pay = 0,

    /// <summary>Equity came back above what the call wanted.</summary>
    Restore,

    /// <summary>The account contests it.</summary>
    Dispute,

    /// <summary>The contest is turned down.</summary>
    RejectDispute,

    /// <summary>The contest is right; the call is void.</summary>
    UpholdDispute,

    /// <summary>Its time is over.</summary>
    Expire,

    /// <summary>Equity fell below maintenance margin: a call for a risk reason expires before its time.</summary>
    Breach,

    /// <summary>Closing of positions begins.</summary>
    Liquidate,

    /// <summary>Nothing is left to do.</summary>
    Close,

    /// <summary>A call for more takes its place.</summary>
    Supersede,
}

/// <summary>Something that happened to a call.</summary>
/// <param name="Id">Unique within the call: the same command again changes nothing.</param>
/// <param name="Action">What happened.</param>
/// <param name="AsOf">When; not before the command before it.</param>
/// <param name="Amount">Money with <see cref="CallAction.Pay"/>, quote, &gt; 0; else 0.</param>
public sealed record CallCommand(string Id, CallAction Action, Timestamp AsOf, decimal Amount = 0);

/// <summary>One step of a call.</summary>
/// <param name="Command">What happened.</param>
/// <param name="From">Status before.</param>
/// <param name="To">Status after.</param>
public sealed record CallTransition(CallCommand Command, CallStatus From, CallStatus To);
