using System.Numerics;

namespace Dms.Predictive.Margin;

/// <summary>Whole-number formulas of perpetual contracts: quote quantums of 1e-6 and parts per million.</summary>
public static class PerpetualIntegers
{
    private const int QuoteDigits = 6;
    private const int FundingPeriodSeconds = 28_800;                 // rates are quoted per 8 hours
    private static readonly BigInteger Million = 1_000_000;

    /// <summary>Largest funding rate: ⌊clamp·(IM − ⌊IM·MF/1e6⌋)/1e6⌋ in parts per million.</summary>
    /// <param name="clampPpm">Governed factor; ≥ 0.</param>
    /// <param name="initialMarginPpm">Initial margin fraction, [0, 1e6].</param>
    /// <param name="maintenanceFractionPpm">Maintenance margin as a part of it, [0, 1e6].</param>
    public static BigInteger MaximumFundingPpm(
        BigInteger clampPpm, BigInteger initialMarginPpm, BigInteger maintenanceFractionPpm) =>
        clampPpm * (initialMarginPpm - (initialMarginPpm * maintenanceFractionPpm / Million)) / Million;

    /// <summary>
    /// Change of the funding index, parts per million of a quote quantum per base quantum, cut toward zero:
    /// rate·seconds/28,800·price·10^(price exponent + atomic resolution + 6).
    /// </summary>
    /// <param name="rate8hPpm">Rate per 8 hours in parts per million.</param>
    /// <param name="seconds">Time; ≥ 0.</param>
    /// <param name="price">Price as a whole number with its power of ten.</param>
    /// <param name="atomicResolution">Power of ten of a base quantum.</param>
    public static BigInteger FundingIndexDelta(
        BigInteger rate8hPpm, BigInteger seconds, (BigInteger Value, int Exponent) price, int atomicResolution)
    {
        int power = price.Exponent + atomicResolution + QuoteDigits;
        BigInteger numerator = rate8hPpm * seconds * price.Value * BigInteger.Pow(10, Math.Max(0, power));
        return numerator / (FundingPeriodSeconds * BigInteger.Pow(10, Math.Max(0, -power)));
    }
}
