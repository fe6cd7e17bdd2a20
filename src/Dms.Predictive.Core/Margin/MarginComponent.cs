namespace Dms.Predictive.Core;

/// <summary>The parts of a margin in their fixed order.</summary>
public enum MarginComponentName
{
    /// <summary>Stand-alone requirement of the policy.</summary>
    Base = 0,

    /// <summary>Credit for offsetting risk; ≤ 0.</summary>
    OffsetCredit,

    /// <summary>Change of the volatility smile.</summary>
    Skew,

    /// <summary>Extreme moves.</summary>
    Tail,

    /// <summary>Spread between expiries.</summary>
    Basis,

    /// <summary>Minimum for short options.</summary>
    ShortOptionMinimum,

    /// <summary>Crowded open interest.</summary>
    OpenInterest,

    /// <summary>Cost of closing.</summary>
    Liquidity,

    /// <summary>Size against market depth.</summary>
    Concentration,

    /// <summary>Haircuts on collateral.</summary>
    Collateral,

    /// <summary>Uncertain prices.</summary>
    OracleQuality,

    /// <summary>Raised by the GARCH forecast.</summary>
    GarchUplift,

    /// <summary>Raised by the learned forecast, or still decaying.</summary>
    MlUplift,

    /// <summary>Operators after the overlay: anti-procyclicality and overrides by persons; initial margin only.</summary>
    AntiProcyclicality,

    /// <summary>What is left of the requirement after the other parts were rounded.</summary>
    Rounding,
}

/// <summary>One part of a margin, at the policy's quantum.</summary>
/// <param name="Name">Which part.</param>
/// <param name="Initial">Share of initial margin, quote.</param>
/// <param name="Maintenance">Share of maintenance margin, quote.</param>
public sealed record MarginComponent(MarginComponentName Name, decimal Initial, decimal Maintenance);
