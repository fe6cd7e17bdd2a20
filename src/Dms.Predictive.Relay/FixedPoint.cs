using System.Numerics;

namespace Dms.Predictive.Relay;

/// <summary>Decimals as whole numbers of 10⁻¹⁸, as chains keep them.</summary>
public static class FixedPoint
{
    private const int Digits = 18;

    /// <summary>The number that stands for 1.</summary>
    public static BigInteger One { get; } = BigInteger.Pow(10, Digits);

    /// <summary>Converts a rate or an amount, exactly.</summary>
    /// <param name="value">At most 18 decimals.</param>
    /// <exception cref="ArgumentException">It has more: rounding a risk parameter in silence would change it.</exception>
    public static BigInteger Of(decimal value)
    {
        Span<int> bits = stackalloc int[4];
        decimal.GetBits(value, bits);
        BigInteger magnitude = ((BigInteger)(uint)bits[2] << 64) | ((BigInteger)(uint)bits[1] << 32) | (uint)bits[0];
        int scale = (bits[3] >> 16) & 0xff;
        (BigInteger whole, BigInteger rest) =
            BigInteger.DivRem(magnitude * One, BigInteger.Pow(10, scale));
        return rest.IsZero
            ? value < 0 ? -whole : whole
            : throw new ArgumentException($"{value} has more than {Digits} decimals.", nameof(value));
    }
}
