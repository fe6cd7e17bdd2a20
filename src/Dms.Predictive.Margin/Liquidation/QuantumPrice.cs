using System.Globalization;
using System.Numerics;

namespace Dms.Predictive.Margin;

/// <summary>A price as an exact fraction of quote quantums per base quantum; may be negative.</summary>
public sealed record QuantumPrice
{
    private const int Digits = 25;

    /// <summary>Makes a price.</summary>
    /// <param name="numerator">Quote quantums.</param>
    /// <param name="denominator">Base quantums; not 0.</param>
    /// <exception cref="DivideByZeroException"><paramref name="denominator"/> is 0.</exception>
    public QuantumPrice(BigInteger numerator, BigInteger denominator)
    {
        BigInteger common = BigInteger.GreatestCommonDivisor(numerator, denominator) * denominator.Sign;
        (Numerator, Denominator) = (numerator / common, denominator / common);
    }

    /// <summary>Quote quantums.</summary>
    public BigInteger Numerator { get; }

    /// <summary>Base quantums; &gt; 0.</summary>
    public BigInteger Denominator { get; }

    /// <summary>The price times a power of ten: quote per base unit for 10^−(atomic resolution + 6).</summary>
    /// <param name="power">Power of ten; may be negative.</param>
    public QuantumPrice TimesTenTo(int power) => power >= 0
        ? new(Numerator * BigInteger.Pow(10, power), Denominator)
        : new(Numerator, Denominator * BigInteger.Pow(10, -power));

    /// <summary>Rounds to a whole multiple of the tick.</summary>
    /// <param name="tick">Smallest price step in the same unit; &gt; 0.</param>
    /// <param name="up">Up for a sale, down for a purchase: never a worse price than allowed.</param>
    public QuantumPrice ToTick(decimal tick, bool up)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(tick);
        int scale = tick.Scale;
        BigInteger step = new(tick * new decimal(Math.Pow(10, scale)));
        BigInteger numerator = Numerator * BigInteger.Pow(10, scale);
        BigInteger count = up
            ? UnitPrice.DivideUp(numerator, Denominator * step)
            : UnitPrice.DivideDown(numerator, Denominator * step);
        return new(count * step, BigInteger.Pow(10, scale));
    }

    /// <summary>The nearest double.</summary>
    public double ToDouble()
    {
        int power = Digits + Length(Denominator) - Length(Numerator);
        BigInteger digits = power >= 0
            ? Numerator * BigInteger.Pow(10, power) / Denominator
            : Numerator / (Denominator * BigInteger.Pow(10, -power));
        return double.Parse($"{digits}E{-power}", NumberStyles.Float, CultureInfo.InvariantCulture);
    }

    private static int Length(BigInteger value) => BigInteger.Abs(value).ToString(CultureInfo.InvariantCulture).Length;
}
