using Dms.Predictive.Core;
using Dms.Predictive.Explanation;
using Dms.Predictive.Margin;

namespace Dms.Predictive.Pipeline;

/// <summary>All that one decision rests on.</summary>
internal sealed record Evidence(
    MarginRequest Request, MarginRequirement Margin, AnnualizedVolatility Reference,
    IssuedForecast? Forecast, IssuedForecast? Spike, UpliftAttribution? Reasons, decimal BaselineInitial)
{
    /// <summary>Reasons why the learned part did not count, or null.</summary>
    public string? Fallback => Margin.Overlay!.Blocked.Count == 0 ? null : string.Join(' ', Margin.Overlay.Blocked);
}
