namespace Dms.Predictive.Core;

/// <summary>Equity against requirement.</summary>
public enum MarginStatus
{
    /// <summary>Equity ≥ initial margin.</summary>
    Compliant = 0,

    /// <summary>Maintenance margin ≤ equity &lt; initial margin.</summary>
    MarginCall,

    /// <summary>Equity &lt; maintenance margin.</summary>
    Liquidatable,
}
