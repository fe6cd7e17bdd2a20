using Dms.Predictive.Core;

namespace Dms.Predictive.Margin;

/// <summary>Where an account stands.</summary>
public enum AccountPhase
{
    /// <summary>No call is open.</summary>
    Compliant = 0,

    /// <summary>A call is open, or expired without a risk reason: no new risk, no withdrawal below initial margin.
    /// </summary>
    Called,

    /// <summary>Positions are being closed.</summary>
    Liquidating,

    /// <summary>Settled after bankruptcy; nothing happens any more.</summary>
    Closed,
}

/// <summary>What an account remembers between reviews.</summary>
/// <param name="Id">Account id.</param>
/// <param name="Phase">Where it stands.</param>
/// <param name="Call">The call in force; null = none.</param>
/// <param name="Calls">Calls made so far; numbers their ids.</param>
public sealed record AccountState(string Id, AccountPhase Phase, MarginCall? Call, long Calls)
{
    /// <summary>A new account.</summary>
    public static AccountState Start(string id) => new(id, AccountPhase.Compliant, null, 0);
}

/// <summary>When calls are made and how long they run.</summary>
public sealed record CallPolicy
{
    /// <summary>Multiples of maintenance margin at which risk calls are made, filled up to, and released above.
    /// </summary>
    public required CallBand Band { get; init; }

    /// <summary>Minutes to meet a risk call while equity is still at or above maintenance margin; ≥ 0.</summary>
    public required int GraceMinutes { get; init; }

    /// <summary>Minutes to meet a top-up notice that rests on no announced rise; ≥ 0.</summary>
    public required int TopUpMinutes { get; init; }

    /// <summary>Growth of the need over what is still asked for that makes a new call, as a fraction; ≥ 0.</summary>
    public decimal SupersedeStep { get; init; } = 0.1m;

    /// <summary>Smallest shortfall below initial margin that makes a top-up notice, as a fraction of it; in [0, 1). Orders
    /// and withdrawals are refused from the first unit on.</summary>
    public decimal SmallestTopUp { get; init; }

    /// <summary>Refuses figures outside their range.</summary>
    /// <exception cref="InputRefusedException">Code <c>OutOfRange</c>.</exception>
    internal void Check()
    {
        bool isBand = Band.Search >= 1 && Band.Initial > Band.Search;
        if (isBand && GraceMinutes >= 0 && TopUpMinutes >= 0 && SupersedeStep >= 0 && SmallestTopUp is >= 0 and < 1)
        {
            return;
        }

        Refuse.Unless(Band.Search >= 1, "calls.band.search", Band.Search, ">= 1, so that a call precedes a liquidation");
        Refuse.Unless(Band.Initial > Band.Search, "calls.band.initial", Band.Initial, $"> search, {Band.Search}");
        Refuse.Unless(GraceMinutes >= 0, "calls.graceMinutes", GraceMinutes, ">= 0");
        Refuse.Unless(TopUpMinutes >= 0, "calls.topUpMinutes", TopUpMinutes, ">= 0");
        Refuse.Unless(SmallestTopUp is >= 0 and < 1, "calls.smallestTopUp", SmallestTopUp, "in [0, 1)");
        Refuse.Unless(SupersedeStep >= 0, "calls.supersedeStep", SupersedeStep, ">= 0");
    }
}

/// <summary>Circumstances of a review.</summary>
/// <param name="AsOf">The only clock.</param>
/// <param name="RequirementHash">Fingerprint of the requirement behind the standing.</param>
/// <param name="NoticeEnds">End of the notice of an announced rise: due time of top-up notices for it; null = nothing is
/// announced.</param>
public sealed record ReviewContext(Timestamp AsOf, string RequirementHash, Timestamp? NoticeEnds = null);

/// <summary>Result of a review.</summary>
/// <param name="State">The account afterwards.</param>
/// <param name="Calls">Calls that were made or changed, in order, as they are afterwards.</param>
public sealed record AccountReview(AccountState State, IReadOnlyList<MarginCall> Calls);
