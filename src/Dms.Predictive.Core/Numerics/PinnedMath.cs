namespace Dms.Predictive.Core;

/// <summary>
/// Elementary functions made of + − × ÷ √ and the fused multiply-add, all of which IEEE 754 pins to one result.
/// The bits are the same on every processor and runtime, which <see cref="Math"/> does not promise.
/// </summary>
public static class PinnedMath
{
    private const double Log2E = 1.4426950408889634;
    private const double Ln2High = 6.93147180369123816490e-01;    // trailing zeros: k·Ln2High is exact
    private const double Ln2Low = 1.90821492927058770002e-10;
    private const double Ln2 = 0.6931471805599453;
    private const double Ln2Rest = 2.3190468138462996e-17;        // ln 2 − Ln2
    private const double Sqrt2 = 1.4142135623730951;
    private const double ExpOverflow = 709.782712893384;
    private const double ExpUnderflow = -745.2;

    /// <summary>eˣ; relative error below 1 ulp. +∞ above 709.78, 0 below −745.2, NaN for NaN.</summary>
    public static double Exp(double x)
    {
        if (double.IsNaN(x))
        {
            return x;
        }

        if (x > ExpOverflow)
        {
            return double.PositiveInfinity;
        }

        if (x < ExpUnderflow)
        {
            return 0;
        }

        (double sum, double rest, int exponent) = ExpParts(x, 0);
        return Scale(sum + rest, exponent);
    }

    /// <summary>ln x; relative error below 1 ulp. −∞ at 0, NaN below 0 or for NaN, +∞ at +∞.</summary>
    /// <remarks>Argument reduction and coefficients of the public-domain FDLIBM (Sun Microsystems, 1993).</remarks>
    public static double Log(double x)
    {
        if (double.IsNaN(x) || x < 0)
        {
            return double.NaN;
        }

        if (x == 0 || double.IsPositiveInfinity(x))
        {
            return x == 0 ? double.NegativeInfinity : x;
        }

        (double mantissa, int exponent) = Split(x);
        double f = mantissa - 1;
        double s = f / (2 + f);
        double z = s * s;
        double r = LogTail(z) * z;
        double halfSquare = 0.5 * f * f;
        return (exponent * Ln2High)
            - (halfSquare - ((s * (halfSquare + r)) + (exponent * Ln2Low)) - f);
    }

    /// <summary>ln(1 + y), accurate for small y; y &gt; −1.</summary>
    public static double Log1p(double y)
    {
        double sum = 1 + y;
        return double.IsInfinity(sum) || sum == 0 ? Log(sum) : Log(sum) + ((y - (sum - 1)) / sum);
    }

    /// <summary>2ʸ; exact for whole y in [−1022, 1023], else relative error below 1 ulp.</summary>
    public static double Exp2(double y)
    {
        if (!(y >= -1080))
        {
            return double.IsNaN(y) ? y : 0;
        }

        if (y >= 1024)
        {
            return double.PositiveInfinity;
        }

        double k = Math.Floor(y + 0.5);
        double rest = y - k;
        double high = rest * Ln2;
        double low = Math.FusedMultiplyAdd(rest, Ln2, -high) + (rest * Ln2Rest);
        (double sum, double tail) = ExpNearZero(high, low);
        return Scale(sum + tail, (int)k);
    }

    /// <summary>xʸ for x &gt; 0. Whole y up to 64 in size by multiplication, all others as e^(y·ln x).</summary>
    /// <param name="x">Base; &gt; 0 and finite.</param>
    /// <param name="y">Exponent; finite.</param>
    /// <returns>Relative error about (1 + |y·ln x|) ulp; y = 1 returns x, y = 0 returns 1, exactly.</returns>
    /// <exception cref="ArgumentOutOfRangeException">An argument is outside its range.</exception>
    public static double Pow(double x, double y)
    {
        Require.FinitePositive(x, "any unit");
        if (!double.IsFinite(y))
        {
            throw new ArgumentOutOfRangeException(nameof(y), y, "Expected a finite exponent.");
        }

        return Math.Abs(y) <= 64 && Math.Floor(y) == y ? WholePower(x, (int)y) : Exp(y * Log(x));
    }

    /// <summary>e^(x + lost) as (sum + tail)·2ᵏ, the sum in [0.7, 1.42]; x within the range of a double's
    /// exponent.</summary>
    internal static (double Sum, double Tail, int Exponent) ExpParts(double x, double lost)
    {
        double k = Math.Floor((x * Log2E) + 0.5);
        double high = Math.FusedMultiplyAdd(-k, Ln2High, x);
        double low = (-k * Ln2Low) + lost;
        (double sum, double rest) = ExpNearZero(high, low);
        return (sum, rest, (int)k);
    }

    /// <summary>m·2ᵏ with one rounding, also where the result is subnormal.</summary>
    internal static double Scale(double mantissa, int exponent)
    {
        int half = exponent / 2;
        return mantissa * PowerOfTwo(half) * PowerOfTwo(exponent - half);
    }

    // Taylor series of (eʳ − 1 − r)/r² for |r| ≤ ln(2)/2; the first term left out is below 2⁻⁶⁰.
    private static (double Sum, double Tail) ExpNearZero(double high, double low)
    {
        double r = high + low;
        double lost = (high - r) + low;
        double p = 1.0 / 1307674368000;
        p = Math.FusedMultiplyAdd(p, r, 1.0 / 87178291200);
        p = Math.FusedMultiplyAdd(p, r, 1.0 / 6227020800);
        p = Math.FusedMultiplyAdd(p, r, 1.0 / 479001600);
        p = Math.FusedMultiplyAdd(p, r, 1.0 / 39916800);
        p = Math.FusedMultiplyAdd(p, r, 1.0 / 3628800);
        p = Math.FusedMultiplyAdd(p, r, 1.0 / 362880);
        p = Math.FusedMultiplyAdd(p, r, 1.0 / 40320);
        p = Math.FusedMultiplyAdd(p, r, 1.0 / 5040);
        p = Math.FusedMultiplyAdd(p, r, 1.0 / 720);
        p = Math.FusedMultiplyAdd(p, r, 1.0 / 120);
        p = Math.FusedMultiplyAdd(p, r, 1.0 / 24);
        p = Math.FusedMultiplyAdd(p, r, 1.0 / 6);
        p = Math.FusedMultiplyAdd(p, r, 0.5);
        double sum = 1 + r;
        double sumLost = r - (sum - 1);
        return (sum, sumLost + Math.FusedMultiplyAdd(p * r, r, lost + (lost * r)));
    }

    private static double LogTail(double z)
    {
        double p = 1.479819860511658591e-01;
        p = Math.FusedMultiplyAdd(p, z, 1.531383769920937332e-01);
        p = Math.FusedMultiplyAdd(p, z, 1.818357216161805012e-01);
        p = Math.FusedMultiplyAdd(p, z, 2.222219843214978396e-01);
        p = Math.FusedMultiplyAdd(p, z, 2.857142874366239149e-01);
        p = Math.FusedMultiplyAdd(p, z, 3.999999999940941908e-01);
        return Math.FusedMultiplyAdd(p, z, 6.666666666666735130e-01);
    }

    private static double WholePower(double x, int n)
    {
        double result = 1;
        double square = x;
        for (int left = Math.Abs(n); left > 0; left >>= 1)
        {
            if ((left & 1) == 1)
            {
                result *= square;
            }

            square *= square;
        }

        return n < 0 ? 1 / result : result;
    }

    // Mantissa in [√½, √2) and the matching power of two.
    private static (double Mantissa, int Exponent) Split(double x)
    {
        int exponent = 0;
        if (x < 2.2250738585072014e-308)
        {
            x *= 18014398509481984;
            exponent = -54;
        }

        long bits = BitConverter.DoubleToInt64Bits(x);
        exponent += (int)(bits >> 52) - 1023;
        double mantissa = BitConverter.Int64BitsToDouble((bits & 0x000FFFFFFFFFFFFF) | (1023L << 52));
        return mantissa >= Sqrt2 ? (mantissa / 2, exponent + 1) : (mantissa, exponent);
    }

    private static double PowerOfTwo(int exponent) => BitConverter.Int64BitsToDouble((exponent + 1023L) << 52);
}
