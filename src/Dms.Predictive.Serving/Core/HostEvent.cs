using Dms.Predictive.Core;
using Dms.Predictive.Pipeline;

namespace Dms.Predictive.Serving;

/// <summary>What can change the host's state. Every event is journaled and gets the next sequence.</summary>
internal abstract record HostEvent;

/// <summary>A start of the process: what it serves and where it runs.</summary>
/// <param name="At">Time of the feed.</param>
/// <param name="Instrument">Instrument id.</param>
/// <param name="BarMinutes">Bar length, minutes.</param>
/// <param name="WarmUpBars">Bars before the first margin.</param>
/// <param name="LogId">Id of the audit log, 32 hex digits.</param>
/// <param name="Policy">The policy's canonical text.</param>
/// <param name="Fingerprint">Canonical text of the machine and program.</param>
internal sealed record HostStarted(
    Timestamp At, string Instrument, int BarMinutes, int WarmUpBars, string LogId, string Policy, string Fingerprint) : HostEvent
{
    /// <summary>Whether trades and book accompany the bars, as flow bars.</summary>
    public bool HasFlow { get; init; }
}

/// <summary>A bar became known.</summary>
/// <param name="Bar">The bar.</param>
internal sealed record BarArrived(Bar Bar) : HostEvent;

/// <summary>A minute of trades and book became known; it comes before the bar that ends with it.</summary>
/// <param name="OpenTime">Its whole minute.</param>
/// <param name="Values">One value per <see cref="FlowMeasure"/>; not to be changed.</param>
internal sealed record FlowArrived(Timestamp OpenTime, double[] Values) : HostEvent;

/// <summary>Time went by without a bar.</summary>
/// <param name="At">Time of the feed.</param>
internal sealed record TimePassed(Timestamp At) : HostEvent;

/// <summary>The feed has no more to give.</summary>
/// <param name="At">Time of the feed.</param>
internal sealed record FeedEnded(Timestamp At) : HostEvent;

/// <summary>A verified model went into service.</summary>
/// <param name="Folder">Bundle below the state folder's <c>models</c>.</param>
/// <param name="ManifestSha256">Digest that the bundle must have.</param>
internal sealed record ModelActivated(string Folder, string ManifestSha256) : HostEvent
{
    /// <summary>Time of the feed from which on its forecast counts with weight 0; null = never.</summary>
    public Timestamp? ExpiresAt { get; init; }
}

/// <summary>The model in service counts no more; margins decay to the baseline under the rules.</summary>
/// <param name="Reason">Why, one word.</param>
internal sealed record ModelWithdrawn(string Reason) : HostEvent;

/// <summary>A verified challenger is scored beside the model in service from here on.</summary>
/// <param name="Folder">Bundle below the state folder's <c>models</c>.</param>
/// <param name="ManifestSha256">Digest that the bundle must have.</param>
internal sealed record ChallengerActivated(string Folder, string ManifestSha256) : HostEvent;

/// <summary>No challenger is scored any more.</summary>
internal sealed record ChallengerWithdrawn : HostEvent;

/// <summary>Numbers of outputs from here on belong to this start.</summary>
/// <param name="First">First number of the block.</param>
internal sealed record OutputsReserved(long First) : HostEvent;

/// <summary>A request of a principal, with the key under which it may be repeated.</summary>
/// <param name="Caller">Who asked.</param>
internal abstract record Requested(Caller Caller) : HostEvent
{
    /// <summary>What was answered; null until applied.</summary>
    public Answer? Answer { get; init; }
}

/// <summary>An account is to be opened.</summary>
/// <param name="Caller">Who asked.</param>
/// <param name="Account">Account id.</param>
/// <param name="Mode">How positions share collateral.</param>
internal sealed record AccountRequested(Caller Caller, string Account, MarginMode Mode) : Requested(Caller);

/// <summary>An account is told something.</summary>
/// <param name="Caller">Who asked.</param>
/// <param name="Account">Account id.</param>
/// <param name="Command">What.</param>
internal sealed record CommandRequested(Caller Caller, string Account, AccountCommand Command) : Requested(Caller);

/// <summary>The learned uplift is to be switched.</summary>
/// <param name="Caller">Who asked.</param>
/// <param name="Pause">Whether it stops counting.</param>
internal sealed record UpliftSwitchRequested(Caller Caller, bool Pause) : Requested(Caller);

/// <summary>A margin is to be set apart from the rules for a time.</summary>
/// <param name="Caller">Who asked.</param>
/// <param name="Order">What for.</param>
internal sealed record OverrideRequested(Caller Caller, OverrideOrder Order) : Requested(Caller);

/// <summary>An override is signed by a second approver, or ended.</summary>
/// <param name="Caller">Who asked.</param>
/// <param name="Id">Id of the override.</param>
/// <param name="Ends">Whether it is to end; else it is to come into force.</param>
internal sealed record OverrideSigned(Caller Caller, string Id, bool Ends) : Requested(Caller);

/// <summary>Who asked, and how a repetition is told from a new request.</summary>
/// <param name="Principal">Id of the key.</param>
/// <param name="IdempotencyKey">1–64 characters of the client.</param>
/// <param name="RequestHash">SHA-256 over method, path and body, lower-case hex.</param>
internal sealed record Caller(string Principal, string IdempotencyKey, string RequestHash);

/// <summary>An answer over HTTP that must be the same when asked again.</summary>
/// <param name="Status">Status code.</param>
/// <param name="Body">UTF-8 JSON text.</param>
internal sealed record Answer(int Status, string Body)
{
    /// <summary>Whether the body is a problem document.</summary>
    public bool IsProblem => Status >= 400;
}
