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

/// <summary>Figures of the tiered perpetual policy, at multiplier 1; whole quote quantums of 1e-6.</summary>
/// <param name="NetCollateralQuantums">Quote quantums plus the signed notional of all positions.</param>
/// <param name="InitialQuantums">Initial margin.</param>
/// <param name="MaintenanceQuantums">Maintenance margin.</param>
/// <param name="Positions">One row per instrument, ordinal by id.</param>
public sealed record TieredPerpDetails(
    decimal NetCollateralQuantums,
    decimal InitialQuantums,
    decimal MaintenanceQuantums,
    IReadOnlyList<TieredPerpDetailsRow> Positions) : MarginDetails;

/// <summary>One instrument under the tiered perpetual policy, at multiplier 1.</summary>
/// <param name="Instrument">Instrument id.</param>
/// <param name="InitialQuantums">Initial margin, quote quantums.</param>
/// <param name="MaintenanceQuantums">Maintenance margin, quote quantums.</param>
/// <param name="EffectiveInitialMarginPpm">Initial margin fraction after open interest and the account's choice, parts
/// per million.</param>
public sealed record TieredPerpDetailsRow(
    string Instrument, decimal InitialQuantums, decimal MaintenanceQuantums, int EffectiveInitialMarginPpm);

/// <summary>Figures of the skew-scaled policy, at multiplier 1.</summary>
/// <param name="Positions">One row per stored position, in a fixed order.</param>
/// <param name="LiquidationReward">Reward of the liquidator, part of both margins, quote.</param>
/// <param name="Withdrawable">Available margin above initial margin, quote; 0 while there is debt.</param>
public sealed record SkewScaledDetails(
    IReadOnlyList<SkewScaledDetailsRow> Positions, double LiquidationReward, double Withdrawable) : MarginDetails;

/// <summary>One stored position under the skew-scaled policy.</summary>
/// <param name="Instrument">Instrument id.</param>
/// <param name="Initial">Initial margin, quote, without the reward.</param>
/// <param name="Maintenance">Maintenance margin, quote, without the reward.</param>
/// <param name="Pnl">Profit with funding, quote.</param>
/// <param name="InitialRatio">Initial margin fraction.</param>
/// <param name="MaintenanceRatio">Maintenance margin fraction.</param>
public sealed record SkewScaledDetailsRow(
    string Instrument, double Initial, double Maintenance, double Pnl, double InitialRatio, double MaintenanceRatio);
