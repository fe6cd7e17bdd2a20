namespace Dms.Predictive.Core;

/// <summary>Figures of the span policy, at multiplier 1.</summary>
/// <param name="Underlyings">One row per underlying with a position, ordinal by id.</param>
public sealed record SpanDetails(IReadOnlyList<SpanDetailsRow> Underlyings) : MarginDetails;

/// <summary>One underlying under the span policy, quote unless stated.</summary>
/// <param name="Underlying">Underlying id.</param>
/// <param name="Profits">Profit of the sixteen scenarios, in their order.</param>
/// <param name="ScanRisk">Loss of the worst scenario; ≥ 0.</param>
/// <param name="Scenario">Number of the worst scenario, 1 to 16; the first of equal ones.</param>
/// <param name="CompositeDelta">Net delta, underlying units.</param>
/// <param name="WeightedPriceRisk">Price risk of one unit of delta.</param>
/// <param name="ShortOptionMinimum">Least requirement for the short options.</param>
/// <param name="IntraCharge">Charge for spreads between expiries and for delivery.</param>
/// <param name="InterCredit">Credit for spreads against other underlyings.</param>
public sealed record SpanDetailsRow(
    string Underlying,
    IReadOnlyList<double> Profits,
    double ScanRisk,
    int Scenario,
    double CompositeDelta,
    double WeightedPriceRisk,
    double ShortOptionMinimum,
    double IntraCharge,
    double InterCredit);

/// <summary>Figures of the scenario-portfolio policy, at multiplier 1.</summary>
/// <param name="Underlyings">One row per underlying, ordinal by id.</param>
public sealed record ScenarioDetails(IReadOnlyList<ScenarioDetailsRow> Underlyings) : MarginDetails;

/// <summary>One underlying under the scenario-portfolio policy, quote.</summary>
/// <param name="Underlying">Underlying id.</param>
/// <param name="Worst">The scenario with the lowest profit; index −1 = the basis.</param>
/// <param name="BasisPnl">Profit when forwards and spot move apart; ≤ 0.</param>
/// <param name="ScenarioPnl">Profit of every scenario, in the order of the parameters.</param>
public sealed record ScenarioDetailsRow(
    string Underlying, WorstScenario Worst, double BasisPnl, IReadOnlyList<double> ScenarioPnl);

/// <summary>Figures of the standard-options policy, at multiplier 1.</summary>
/// <param name="Expiries">One row per expiry with a position, by underlying and time.</param>
public sealed record StandardOptionDetails(IReadOnlyList<StandardOptionDetailsRow> Expiries) : MarginDetails;

/// <summary>One expiry under the standard-options policy, quote.</summary>
/// <param name="Underlying">Underlying id.</param>
/// <param name="SecondsToExpiry">Seconds until expiry.</param>
/// <param name="IsolatedInitial">Σ initial margin of the short options alone.</param>
/// <param name="IsolatedMaintenance">Σ maintenance margin of the short options alone.</param>
/// <param name="MaximumLossInitial">Largest loss at expiry, for initial margin; null where the variant has
/// none.</param>
/// <param name="MaximumLossMaintenance">The same for maintenance margin.</param>
public sealed record StandardOptionDetailsRow(
    string Underlying,
    double SecondsToExpiry,
    double IsolatedInitial,
    double IsolatedMaintenance,
    double? MaximumLossInitial,
    double? MaximumLossMaintenance);
