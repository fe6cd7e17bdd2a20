namespace Dms.Predictive.Core;

/// <summary>Figures that only one kind of policy has.</summary>
public abstract record MarginDetails;

/// <summary>Figures of the static policy.</summary>
/// <param name="Positions">One row per instrument, ordinal by id.</param>
public sealed record StaticDetails(IReadOnlyList<StaticDetailsRow> Positions) : MarginDetails;

/// <summary>One instrument under the static policy, at multiplier 1.</summary>
/// <param name="Instrument">Instrument id.</param>
/// <param name="Initial">Notional times initial rate, quote.</param>
/// <param name="Maintenance">Notional times maintenance rate, quote.</param>
/// <param name="Notional">Absolute quantity times multiplier times price, quote.</param>
public sealed record StaticDetailsRow(string Instrument, double Initial, double Maintenance, double Notional);

/// <summary>Figures of the parametric policy, at multiplier 1.</summary>
/// <param name="StandardDeviation">Of the account's profit over the horizon, quote; isolated: the sum over
/// instruments.</param>
/// <param name="Factor">Requirement per unit of standard deviation.</param>
public sealed record ParametricDetails(double StandardDeviation, double Factor) : MarginDetails;

/// <summary>Figures of the historical policy, at multiplier 1.</summary>
/// <param name="Leg">Period that decides the requirement: <c>history</c> or <c>stressed</c>.</param>
/// <param name="Scenarios">Number of its scenarios.</param>
public sealed record HistoricalDetails(string Leg, int Scenarios) : MarginDetails;
