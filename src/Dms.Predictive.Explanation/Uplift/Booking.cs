using System.Numerics;

namespace Dms.Predictive.Explanation;

/// <summary>
/// Turns parts computed in double into booked money: each is rounded half-even from the exact value of the double
/// (2.675 books as 2.67, because that double lies below it), and what rounding leaves goes onto the largest part.
/// </summary>
public static class Booking
{
    /// <summary>Books parts so that their sum is the booked change, always.</summary>
    /// <param name="parts">At least one; finite, in currency.</param>
    /// <param name="bookedDelta">The change as booked, in currency; a multiple of <paramref name="quantum"/>.</param>
    /// <param name="quantum">Smallest booked amount, in currency; &gt; 0, such as 0.01.</param>
    /// <exception cref="ArgumentException">No parts, a part that is not finite, a change off the quantum.</exception>
    /// <exception cref="OverflowException">An amount is beyond ±7.9e28.</exception>
    public static BookedParts Book(IReadOnlyList<double> parts, decimal bookedDelta, decimal quantum)
    {
        ArgumentNullException.ThrowIfNull(parts);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(quantum);
        if (parts.Count == 0)
        {
            throw new ArgumentException("A change needs at least one part to be booked on.", nameof(parts));
        }

        if (bookedDelta % quantum != 0)
        {
            throw new ArgumentException($"{bookedDelta} is no multiple of the quantum {quantum}.", nameof(bookedDelta));
        }

        decimal[] booked = [.. parts.Select(p => RoundHalfEven(p, quantum))];
        decimal residual = WithoutSignOfZero(bookedDelta - booked.Sum());
        int largest = LargestOf(parts);
        booked[largest] = WithoutSignOfZero(booked[largest] + residual);
        return new(booked, residual, largest);
    }

    /// <summary>Rounds the exact value of a double half-even to a multiple of the quantum; never gives −0.</summary>
    /// <param name="amount">Finite, in currency.</param>
    /// <param name="quantum">Smallest booked amount, in currency; &gt; 0.</param>
    /// <exception cref="ArgumentOutOfRangeException">The amount is not finite or the quantum not positive.</exception>
    /// <exception cref="OverflowException">The amount is beyond ±7.9e28.</exception>
    public static decimal RoundHalfEven(double amount, decimal quantum)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(quantum);
        if (!double.IsFinite(amount))
        {
            throw new ArgumentOutOfRangeException(nameof(amount), amount, "Expected a finite number in currency.");
        }

        (BigInteger numerator, int binaryExponent) = Exact(amount);
        (BigInteger unit, int scale) = Exact(quantum);
        numerator *= BigInteger.Pow(10, scale);
        BigInteger denominator = unit;
        if (binaryExponent >= 0)
        {
            numerator <<= binaryExponent;
        }
        else
        {
            denominator <<= -binaryExponent;
        }

        return WithoutSignOfZero((decimal)DivideHalfEven(numerator, denominator) * quantum);
    }

    // amount = numerator · 2^exponent, exactly.
    private static (BigInteger Numerator, int Exponent) Exact(double amount)
    {
        long bits = BitConverter.DoubleToInt64Bits(amount);
        int exponent = (int)((bits >> 52) & 0x7FF);
        long fraction = bits & 0xF_FFFF_FFFF_FFFF;
        long magnitude = exponent == 0 ? fraction : fraction | (1L << 52);
        return (bits < 0 ? -magnitude : magnitude, Math.Max(exponent, 1) - 1075);
    }

    // quantum = unit / 10^scale, exactly.
    private static (BigInteger Unit, int Scale) Exact(decimal quantum)
    {
        int scale = quantum.Scale;
        Span<int> words = stackalloc int[4];
        decimal.GetBits(quantum, words);
        BigInteger unit = (new BigInteger(unchecked((uint)words[2])) << 64)
            | (new BigInteger(unchecked((uint)words[1])) << 32)
            | unchecked((uint)words[0]);
        return (unit, scale);
    }

    private static BigInteger DivideHalfEven(BigInteger numerator, BigInteger denominator)
    {
        BigInteger quotient = BigInteger.DivRem(BigInteger.Abs(numerator), denominator, out BigInteger rest);
        int half = (rest * 2).CompareTo(denominator);
        if (half > 0 || (half == 0 && !quotient.IsEven))
        {
            quotient += 1;
        }

        return numerator.Sign < 0 ? -quotient : quotient;
    }

    private static decimal WithoutSignOfZero(decimal amount) =>
        amount == 0 ? new decimal(0, 0, 0, isNegative: false, amount.Scale) : amount;

    private static int LargestOf(IReadOnlyList<double> parts)
    {
        int largest = 0;
        for (int i = 1; i < parts.Count; i++)
        {
            if (Math.Abs(parts[i]) > Math.Abs(parts[largest]))
            {
                largest = i;
            }
        }

        return largest;
    }
}
