using Dms.Predictive.Core;
using Dms.Predictive.Explanation;
using Dms.Predictive.Margin;
using Dms.Predictive.Pipeline;

namespace Dms.Predictive.Serving;

/// <summary>Margins as they are shown.</summary>
internal static class MarginResources
{
    /// <summary>A margin under a frame of the market.</summary>
    /// <param name="account">The account.</param>
    /// <param name="margin">Its requirement.</param>
    /// <param name="reasons">What makes up the learned uplift; null without one.</param>
    /// <param name="risk">What may become of the account; null where it is not known.</param>
    /// <param name="context">Sequence, market and policy.</param>
    public static MarginResource Of(
        AccountState account, MarginRequirement margin, UpliftAttribution? reasons, AccountRisk? risk, MarginContext context) => new()
        {
            Account = account.Id,
            Sequence = context.Sequence,
            AsOf = context.Outlook.AsOf.ToDateTimeOffset(),
            AccountVersion = account.Version,
            MarkVersion = context.Bars,
            Currency = InstrumentTerms.Currency,
            Initial = Answers.Money(margin.Initial),
            Maintenance = Answers.Money(margin.Maintenance),
            Equity = Answers.Money(margin.Equity),
            Free = Answers.Money(margin.FreeInitial),
            Status = StatusOf(margin.Status),
            Components = [.. margin.Components.Select(c => new PartResource(c.Name.ToString(), Answers.Money(c.Initial)))],
            Attribution = MarketFrame.PartsOf(reasons),
            AttributionMode = reasons?.Mode,
            Risk = risk is null
            ? null
            : new RiskResource(
                $"PT{(int)risk.Horizon.TotalMinutes}M", risk.BelowMaintenance, risk.BelowZero, risk.DistanceSigmas, risk.Outcomes),
            Announced = margin.AnnouncedNext is { } next
            ? new AnnouncedMargin(Answers.Money(next.Initial), Answers.Money(next.Maintenance), next.At.ToDateTimeOffset())
            : null,
            Degraded = context.Reasons.Count > 0,
            Reasons = context.Reasons,
            Model = context.Model,
            Policy = context.Policy,
            RecordSequence = context.Record?.Sequence,
            RecordHash = context.Record?.LeafHash,
        };

    /// <summary>After minus before, to the cent.</summary>
    public static MarginDifference Difference(MarginRequirement before, MarginRequirement after)
    {
        MarginDelta delta = MarginDelta.Between(before, after);
        return new(Answers.Money(delta.Initial), Answers.Money(delta.Maintenance), Answers.Money(delta.Equity), Parts(before, after));
    }

    private static IReadOnlyList<PartResource> Parts(MarginRequirement before, MarginRequirement after) =>
        [.. after.Components.Zip(before.Components, (a, b) => new PartResource(a.Name.ToString(), Answers.Money(a.Initial - b.Initial)))];

    private static string StatusOf(MarginStatus status) => status switch
    {
        MarginStatus.Compliant => "compliant",
        MarginStatus.MarginCall => "marginCall",
        _ => "liquidatable",
    };
}

/// <summary>What a margin is shown with.</summary>
/// <param name="Sequence">Core sequence.</param>
/// <param name="Outlook">The outlook it was computed under.</param>
/// <param name="Bars">Bars received.</param>
/// <param name="Reasons">Why the forecast does not count in full.</param>
/// <param name="Model">The model in service.</param>
/// <param name="Policy">The policy in force.</param>
/// <param name="Record">Its record; null for a what-if.</param>
internal sealed record MarginContext(
    long Sequence, MarketOutlook Outlook, long Bars, IReadOnlyList<string> Reasons, ModelResource? Model, PolicyResource Policy, RecordPlace? Record);

/// <summary>Where a figure stands in the audit log.</summary>
/// <param name="Sequence">Sequence there.</param>
/// <param name="LeafHash">Merkle leaf hash, lower-case hex.</param>
internal sealed record RecordPlace(long Sequence, string LeafHash);
