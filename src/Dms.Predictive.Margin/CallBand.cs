using Dms.Predictive.Core;

namespace Dms.Predictive.Margin;

/// <summary>Three multiples of maintenance margin that keep calls and releases apart.</summary>
/// <param name="Search">A call goes out below it; &gt; 0.</param>
/// <param name="Initial">Calls bring equity up to it; above <paramref name="Search"/>.</param>
/// <param name="Release">Money is released only above it, and down to it; above <paramref name="Initial"/>.</param>
public sealed record CallBand(decimal Search, decimal Initial, decimal Release)
{
    /// <summary>Amounts for one account. Inside the band both are 0, so nothing flips back and forth.</summary>
    /// <param name="maintenance">Maintenance margin, quote.</param>
    /// <param name="equity">Equity, quote.</param>
    public BandAmounts AmountsFor(decimal maintenance, decimal equity) => new(
        equity < Search * maintenance ? (Initial * maintenance) - equity : 0,
        equity > Release * maintenance ? equity - (Release * maintenance) : 0);
}
