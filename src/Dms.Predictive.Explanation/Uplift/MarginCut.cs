namespace Dms.Predictive.Explanation;

/// <summary>A rule that moved the margin after the forecast was mapped to money. The default names no rule.</summary>
/// <param name="Name">Which rule: <c>cap</c>, <c>floor</c>, <c>ramp</c>, <c>raiseOnly</c>.</param>
/// <param name="MarginAfter">Margin once the rule has been applied, in currency; finite.</param>
public readonly record struct MarginCut(string Name, double MarginAfter);
