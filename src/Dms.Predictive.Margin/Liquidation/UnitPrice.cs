using System.Numerics;

namespace Dms.Predictive.Margin;

/// <summary>Quote units per contract as an exact fraction; <c>default</c> is no price and throws when used.</summary>
public readonly record struct UnitPrice
{
    private readonly BigInteger _denominator;

    /// <summary>Makes a price.</summary>
    /// <param name="numerator">Quote units; ≥ 0.</param>
    /// <param name="denominator">Contracts that they buy; &gt; 0.</param>
    /// <exception cref="ArgumentOutOfRangeException">A part is out of range.</exception>
    public UnitPrice(BigInteger numerator, BigInteger denominator)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(numerator);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(denominator);
        (Numerator, _denominator) = (numerator, denominator);
    }

    /// <summary>Quote units.</summary>
    public BigInteger Numerator { get; }

    /// <summary>Contracts that they buy; &gt; 0.</summary>
    public BigInteger Denominator =>
        _denominator.IsZero ? throw new InvalidOperationException("The price was never set.") : _denominator;

    /// <summary>Value of a position, rounded down to the quote unit: never flatters who holds it.</summary>
    /// <param name="quantity">Contracts; negative = short.</param>
    public BigInteger ValueOf(BigInteger quantity) => DivideDown(Numerator * quantity, Denominator);

    internal static BigInteger DivideDown(BigInteger numerator, BigInteger denominator)
    {
        BigInteger quotient = BigInteger.DivRem(numerator, denominator, out BigInteger rest);
        return rest.Sign * denominator.Sign < 0 ? quotient - 1 : quotient;
    }

    internal static BigInteger DivideUp(BigInteger numerator, BigInteger denominator) =>
        -DivideDown(-numerator, denominator);
}
