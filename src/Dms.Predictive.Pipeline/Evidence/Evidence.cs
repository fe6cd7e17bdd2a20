using Dms.Predictive.Core;
using Dms.Predictive.Explanation;
using Dms.Predictive.Margin;

namespace Dms.Predictive.Pipeline;

/// <summary>All that one decision rests on.</summary>
/// <param name="Request">The account, its market and policy, as the margin engine was asked.</param>
/// <param name="Margin">The answer.</param>
/// <param name="Outlook">Forecast and multipliers.</param>
/// <param name="Reasons">What made up the learned uplift, quote; null without uplift.</param>
/// <param name="BaselineInitial">Initial margin of the same policy without any forecast, quote.</param>
public sealed record Evidence(
    MarginRequest Request, MarginRequirement Margin, MarketOutlook Outlook, UpliftAttribution? Reasons, decimal BaselineInitial)
{
    /// <summary>What may become of the account within the horizon; null where the distribution is not known.</summary>
    public AccountRisk? Risk { get; init; }

    /// <summary>Reasons why the learned part did not count, or null.</summary>
    public string? Fallback => Margin.Overlay!.Blocked.Count == 0 ? null : string.Join(' ', Margin.Overlay.Blocked);
}
