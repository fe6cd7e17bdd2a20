using Dms.Predictive.Core;

namespace Dms.Predictive.Pipeline;

/// <summary>One decision of a back-test, in rates of notional.</summary>
/// <param name="AsOf">Decision time.</param>
/// <param name="Price">Price, quote.</param>
/// <param name="Initial">Initial margin ÷ notional.</param>
/// <param name="Maintenance">Maintenance margin ÷ notional.</param>
/// <param name="Reactive">Initial margin without the learned part ÷ notional: baseline and GARCH uplift only.</param>
/// <param name="Baseline">Initial margin at multiplier 1 ÷ notional.</param>
/// <param name="Uplift">Multiplier in force.</param>
/// <param name="ReferenceVolatility">The policy's own baseline, annualized fraction.</param>
/// <param name="Variances">Forecast variances over the horizon as squared fractions; null when none was issued.</param>
/// <param name="SpikeProbability">Calibrated probability; NaN when none was issued.</param>
/// <param name="Reason">Named reason of a fallback; empty when the forecast counted.</param>
public sealed record BacktestPoint(
    Timestamp AsOf, double Price, double Initial, double Maintenance, double Reactive, double Baseline, double Uplift,
    double ReferenceVolatility, MemberVariances? Variances, double SpikeProbability, string Reason)
{
    /// <summary>How far the price may stray within the horizon; null when not known.</summary>
    public MoveOutlook? Moves { get; init; }

    /// <summary>Multiplier that GARCH alone asks for; ≥ 1.</summary>
    public double GarchUplift { get; init; } = 1;

    /// <summary>Multiplier of maintenance margin; ≥ 1.</summary>
    public double MaintenanceUplift { get; init; } = 1;

    /// <summary>Margin that the venue itself charged ÷ notional; null when not given.</summary>
    public double? Venue { get; init; }
}

/// <summary>Forecast variances over the margin horizon, squared fractions.</summary>
/// <param name="Ewma">EWMA.</param>
/// <param name="Garch">GARCH.</param>
/// <param name="Blend">Blend.</param>
public sealed record MemberVariances(double Ewma, double Garch, double Blend);
