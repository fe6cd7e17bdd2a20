namespace Dms.Predictive.Volatility;

/// <summary>One forecast of the blend with all that made it.</summary>
/// <param name="Ln">ln of the forecast, percent² over the horizon.</param>
/// <param name="LnMembers">ln forecasts by member as they were combined; NaN where the member was missing.</param>
/// <param name="Weights">Weights that were used; 0 for missing members.</param>
/// <param name="Level">Intercept of the pool plus the online scale.</param>
/// <param name="Reason">Why the blend was not the usual one (<c>member-missing:NAME</c>, <c>garch-from-ewma</c>,
/// <c>all-members-missing</c>), or null.</param>
public sealed record BlendedForecast(
    double Ln, IReadOnlyList<double> LnMembers, IReadOnlyList<double> Weights, double Level, string? Reason);
