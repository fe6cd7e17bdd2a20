using Dms.Predictive.Core;

namespace Dms.Predictive.Margin;

/// <summary>Parameters that all versions of the pool policy have.</summary>
public abstract record PoolParameters
{
    private protected const string At = "policy.parameters.";

    private protected PoolParameters()
    {
    }

    /// <summary>Fee of closing, fraction of size, [0, 1].</summary>
    public decimal PositionFeeFactor { get; init; }

    /// <summary>Largest part of a side's pool that its traders may win together; ≥ 0.</summary>
    public required decimal MaxPnlFactorForTraders { get; init; }

    /// <summary>Name of the version in requests.</summary>
    internal abstract string Version { get; }

    internal virtual void Check()
    {
        Fraction(PositionFeeFactor, At + "positionFeeFactor");
        NotNegative(MaxPnlFactorForTraders, At + "maxPnlFactorForTraders");
    }

    /// <summary>Impact of closing, quote; null = none is charged.</summary>
    internal abstract decimal? ImpactOf(PoolPosition position, bool isLong, TradingPool pool);

    /// <summary>Requirement of one position, quote.</summary>
    internal abstract InitialAndMaintenance Require(PoolPosition position, PoolSide side, double scale);

    /// <summary>Verdict on a position whose remaining collateral is known.</summary>
    internal abstract PoolDetailsRow Judge(ValuedPoolPosition position);

    private protected static void Fraction(decimal value, string where) =>
        Refuse.Unless(value is >= 0 and <= 1, where, value, "a fraction in [0, 1]");

    private protected static void NotNegative(decimal value, string where) =>
        Refuse.Unless(value >= 0, where, value, ">= 0");
}
