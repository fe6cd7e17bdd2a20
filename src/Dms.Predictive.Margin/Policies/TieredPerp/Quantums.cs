using System.Numerics;

namespace Dms.Predictive.Margin;

/// <summary>Whole-number arithmetic of perpetuals: base and quote quantums, parts per million. Never a double.</summary>
/// <remarks>Rounding follows the public v4-chain of dYdX: notional toward zero, requirements up, shares down.</remarks>
public static class Quantums
{
    /// <summary>Value of one quote quantum, quote.</summary>
    public const decimal QuoteQuantum = 0.000001m;

    private const int QuotePower = 6;
    private const int Million = 1_000_000;

    /// <summary>Signed notional in quote quantums: trunc(|quantity|·price·10^(resolution + 6)) with the sign of the
    /// quantity.</summary>
    /// <param name="quantity">Whole base quantums.</param>
    /// <param name="price">Price, quote; ≥ 0.</param>
    /// <param name="atomicResolution">Power of ten of one base quantum.</param>
    public static BigInteger Notional(BigInteger quantity, decimal price, int atomicResolution)
    {
        (BigInteger digits, int scale) = Split(price);
        BigInteger product = quantity * digits;
        int power = atomicResolution + QuotePower - scale;
        return power >= 0
            ? product * BigInteger.Pow(10, power)
            : BigInteger.Divide(product, BigInteger.Pow(10, -power));   // toward zero
    }

    /// <summary>⌈amount·ppm/1e6⌉ for an amount ≥ 0.</summary>
    public static BigInteger PortionUp(BigInteger amount, int ppm) =>
        (BigInteger.Multiply(amount, ppm) + (Million - 1)) / Million;

    /// <summary>Initial margin fraction with open interest: IMF + ⌊(1e6 − IMF)(OI − lower)/(upper − lower)⌋ between the
    /// bounds, IMF below and 1e6 above; upper 0 switches it off.</summary>
    public static int EffectivePpm(PerpTier tier, BigInteger openInterest)
    {
        ArgumentNullException.ThrowIfNull(tier);
        (BigInteger lower, BigInteger upper) = ((BigInteger)tier.OpenInterestLower, (BigInteger)tier.OpenInterestUpper);
        int ppm = tier.InitialMarginPpm;
        return upper.IsZero || openInterest <= lower ? ppm
            : openInterest >= upper ? Million
            : ppm + (int)((Million - ppm) * (openInterest - lower) / (upper - lower));
    }

    /// <summary>min(1e6, ⌈ppm·⌈scale·1e6⌉/1e6⌉).</summary>
    /// <param name="ppm">Fraction in [0, 1e6].</param>
    /// <param name="scale">Multiple; ≥ 1. 1 multiplies nothing.</param>
    public static int Scaled(int ppm, double scale)
    {
        if (scale == 1)
        {
            return ppm;
        }

        long multiple = (long)Math.Ceiling(Math.Min(scale, Million) * Million);
        return (int)BigInteger.Min(Million, PortionUp(new BigInteger(ppm), multiple));
    }

    /// <summary>Quote quantums as money.</summary>
    /// <exception cref="OverflowException">The amount does not fit a decimal.</exception>
    public static decimal ToQuote(BigInteger quantums) => (decimal)quantums * QuoteQuantum;

    private static BigInteger PortionUp(BigInteger amount, long ppm) => ((amount * ppm) + (Million - 1)) / Million;

    /// <summary>Digits and number of decimals of an amount.</summary>
    internal static (BigInteger Digits, int Scale) Split(decimal value)
    {
        int scale = value.Scale;
        Span<int> bits = stackalloc int[4];
        decimal.GetBits(value, bits);
        BigInteger digits = (new BigInteger(unchecked((uint)bits[2])) << 64)
            | (new BigInteger(unchecked((uint)bits[1])) << 32)
            | new BigInteger(unchecked((uint)bits[0]));
        return (value < 0 ? -digits : digits, scale);
    }
}
