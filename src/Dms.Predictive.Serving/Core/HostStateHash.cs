using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Dms.Predictive.Audit;
using Dms.Predictive.Pipeline;

namespace Dms.Predictive.Serving;

/// <summary>All that makes up the state.</summary>
internal sealed record HostStateParts(
    long Sequence, IEnumerable<AccountState> Accounts, IdempotencyIndex Answers, FeedState Feed, MarketOutlook? Outlook,
    MarketDesk? Desk, string? ActiveManifest, string? ResumeAskedBy)
{
    /// <summary>Why the model in service counts with weight 0.</summary>
    public string? Withdrawn { get; init; }

    /// <summary>Digest of the challenger's manifest.</summary>
    public string? ChallengerManifest { get; init; }

    /// <summary>Losses of both.</summary>
    public ShadowBoard? Shadow { get; init; }

    /// <summary>Trades and books so far.</summary>
    public FlowState Flow { get; init; } = FlowState.None;

    /// <summary>Overrides that wait or hold.</summary>
    public IReadOnlyList<HeldOverride> Overrides { get; init; } = [];
}

/// <summary>A digest that two hosts share exactly when their states are alike.</summary>
internal static class HostStateHash
{
    /// <summary>SHA-256 over the parts in a fixed order, one to a line; doubles by their bits.</summary>
    public static string Of(HostStateParts s)
    {
        StringBuilder text = new();
        Line(text, "sequence", s.Sequence);
        Line(text, "feed", s.Feed.At.Nanoseconds, s.Feed.Bars, s.Feed.Gaps, s.Feed.Waits, s.Feed.HasEnded);
        if (s.Flow.KnownUntil is { } known)
        {
            Line(text, "flow", known.Nanoseconds, s.Flow.Digest);
        }

        Line(text, "model", s.ActiveManifest, s.Desk?.IsUpliftPaused, s.ResumeAskedBy);
        if (s.Withdrawn is not null || s.ChallengerManifest is not null)
        {
            Line(text, "registry", s.Withdrawn, s.ChallengerManifest, s.Shadow!.Fault);
        }

        if (s.Shadow is { Tally: { Pairs: > 0 } t })
        {
            Line(
                text, "shadow", t.Decisions, CanonicalNumber.Bits(t.Loss), t.Pairs, CanonicalNumber.Bits(t.PairChampion),
                CanonicalNumber.Bits(t.PairChallenger));
        }

        Line(text, "answers", s.Answers.Count, s.Answers.Digest);
        if (s.Desk?.Multipliers is { } m)
        {
            Line(text, "multipliers", CanonicalNumber.Bits(m.Multiplier), CanonicalNumber.Bits(m.MaintenanceMultiplier), m.At.Nanoseconds);
        }

        if (s.Outlook is { } o)
        {
            Line(
                text, "outlook", o.AsOf.Nanoseconds, o.Price, CanonicalNumber.Bits(o.Reference.Fraction),
                CanonicalNumber.Bits(o.Standing?.LnBlend ?? double.NaN), CanonicalNumber.Bits(o.Spike?.Probability ?? double.NaN),
                o.Overlay.AnnouncedAt?.Nanoseconds);
        }

        if (s.Outlook?.Coverage is { } c)
        {
            Line(text, "coverage", CanonicalNumber.Bits(c.Scale), CanonicalNumber.Bits(c.Multiplier), CanonicalNumber.Bits(c.Tail), c.Outcomes);
        }

        if (s.Outlook is { Alert.Thresholds: { } thresholds } warned)
        {
            Line(
                text, "alert", warned.Alert.Level, CanonicalNumber.Bits(warned.Alert.Reading.Score), CanonicalNumber.Bits(thresholds.Watch),
                CanonicalNumber.Bits(thresholds.Raise), CanonicalNumber.Bits(thresholds.Cap));
        }

        foreach (HeldOverride held in s.Overrides)
        {
            Line(
                text, "override", held.Id, held.Order.Scope.What, StateText.Plain(held.Order.Factor), held.Order.Until.Nanoseconds, held.State,
                held.Approvals.Count, held.EndedBy.Count);
        }

        foreach (AccountState a in s.Accounts)
        {
            Line(text, "account", a.Id, a.Mode, a.Version, StateText.Plain(a.Cash));
            foreach ((string instrument, Holding h) in a.Holdings)
            {
                Line(text, "holding", instrument, StateText.Plain(h.Quantity), StateText.Plain(h.Cost));
            }
        }

        return StateText.Sha256(text.ToString());
    }

    private static void Line(StringBuilder text, params object?[] parts) =>
        text.AppendJoin('|', parts.Select(p => Convert.ToString(p, CultureInfo.InvariantCulture))).Append('\n');
}

/// <summary>Spelling of state and figures that never depends on culture or scale.</summary>
internal static class StateText
{
    private const decimal WithoutTrailingZeros = 1.0000000000000000000000000000m;

    /// <summary>A decimal in plain notation without trailing zeros.</summary>
    public static string Plain(decimal value) => (value / WithoutTrailingZeros).ToString(CultureInfo.InvariantCulture);

    /// <summary>Lower-case hex of the digest of a text's UTF-8 bytes.</summary>
    public static string Sha256(string text) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text)));
}
