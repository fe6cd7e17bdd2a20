using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace Dms.Predictive.Margin;

/// <summary>
/// Exponential, logarithm and normal tail of eight numbers at once: operation by operation the algorithms of PinnedMath
/// and PinnedNormal, so that every lane has the bits of the scalar functions. Only + − × ÷ and the fused multiply-add.
/// </summary>
internal static class PinnedVectors
{
    private const double Log2E = 1.4426950408889634;
    private const double Ln2High = 6.93147180369123816490e-01;
    private const double Ln2Low = 1.90821492927058770002e-10;
    private const double Sqrt2 = 1.4142135623730951;
    private const double InverseSqrtTwoPi = 0.3989422804014327;
    private const double FarTail = 39;
    private const double Underflow = 760;
    private const double WholeBias = 6755399441055744;               // 1.5·2⁵²: a whole number ends in the low bits
    private const double FieldBias = 4503599627370496 + 1023;        // 2⁵² and the bias of the exponent

    /// <summary>eˣ for |x| ≤ 700.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<double> Exp(Vector512<double> x)
    {
        Vector512<double> k = Vector512.Floor((x * Log2E) + Vector512.Create(0.5));
        Vector512<double> high = Vector512.FusedMultiplyAdd(-k, Vector512.Create(Ln2High), x);
        (Vector512<double> sum, Vector512<double> rest) = ExpNearZero(high, -k * Ln2Low);
        return (sum + rest) * PowerOfTwo(k);
    }

    /// <summary>ln x for normal, finite x.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<double> Log(Vector512<double> x)
    {
        Vector512<long> bits = x.AsInt64();
        Vector512<double> mantissa =
            ((bits & Vector512.Create(0x000FFFFFFFFFFFFF)) | Vector512.Create(1023L << 52)).AsDouble();
        Vector512<double> exponent = ((bits >>> 52) | Vector512.Create(0x4330000000000000)).AsDouble()
            - Vector512.Create(FieldBias);
        Vector512<double> upper = Vector512.GreaterThanOrEqual(mantissa, Vector512.Create(Sqrt2));
        mantissa = Vector512.ConditionalSelect(upper, mantissa * 0.5, mantissa);
        exponent = Vector512.ConditionalSelect(upper, exponent + Vector512<double>.One, exponent);
        Vector512<double> f = mantissa - Vector512<double>.One;
        Vector512<double> s = f / (Vector512.Create(2.0) + f);
        Vector512<double> z = s * s;
        Vector512<double> r = LogTail(z) * z;
        Vector512<double> halfSquare = f * 0.5 * f;
        return (exponent * Ln2High) - (halfSquare - ((s * (halfSquare + r)) + (exponent * Ln2Low)) - f);
    }

    /// <summary>N(−|x|) and the density φ(x).</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static (Vector512<double> Tail, Vector512<double> Density) Normal(Vector512<double> x)
    {
        Vector512<double> far = Vector512.Create(FarTail);
        Vector512<double> magnitude = Vector512.Abs(x);
        magnitude = Vector512.ConditionalSelect(Vector512.LessThan(magnitude, far), magnitude, far);
        Vector512<double> square = magnitude * magnitude;
        Vector512<double> lost = Vector512.FusedMultiplyAdd(magnitude, magnitude, -square);
        Vector512<double> power = square * -0.5;
        Vector512<double> k = Vector512.Floor((power * Log2E) + Vector512.Create(0.5));
        Vector512<double> high = Vector512.FusedMultiplyAdd(-k, Vector512.Create(Ln2High), power);
        (Vector512<double> sum, Vector512<double> rest) = ExpNearZero(high, (-k * Ln2Low) + (lost * -0.5));
        Vector512<double> half = Vector512.Floor(k * 0.5);
        Vector512<double> one = PowerOfTwo(half);
        Vector512<double> two = PowerOfTwo(k - half);
        Vector512<double> near = Vector512.LessThanOrEqual(square * 0.5, Vector512.Create(Underflow));
        Vector512<double> ratio = TailRatio(magnitude);
        Vector512<double> tail = Vector512.FusedMultiplyAdd(sum, ratio, rest * ratio) * one * two;
        Vector512<double> density =
            Vector512.FusedMultiplyAdd(sum, Vector512.Create(InverseSqrtTwoPi), rest * InverseSqrtTwoPi) * one * two;
        return (tail & near, density & near);
    }

    // 2ᵏ for whole k whose power is a normal number.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector512<double> PowerOfTwo(Vector512<double> k) =>
        ((k + Vector512.Create(WholeBias + 1023)).AsInt64() << 52).AsDouble();

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static (Vector512<double> Sum, Vector512<double> Tail) ExpNearZero(
        Vector512<double> high, Vector512<double> low)
    {
        Vector512<double> r = high + low;
        Vector512<double> lost = (high - r) + low;
        Vector512<double> p = Vector512.Create(1.0 / 1307674368000);
        p = Vector512.FusedMultiplyAdd(p, r, Vector512.Create(1.0 / 87178291200));
        p = Vector512.FusedMultiplyAdd(p, r, Vector512.Create(1.0 / 6227020800));
        p = Vector512.FusedMultiplyAdd(p, r, Vector512.Create(1.0 / 479001600));
        p = Vector512.FusedMultiplyAdd(p, r, Vector512.Create(1.0 / 39916800));
        p = Vector512.FusedMultiplyAdd(p, r, Vector512.Create(1.0 / 3628800));
        p = Vector512.FusedMultiplyAdd(p, r, Vector512.Create(1.0 / 362880));
        p = Vector512.FusedMultiplyAdd(p, r, Vector512.Create(1.0 / 40320));
        p = Vector512.FusedMultiplyAdd(p, r, Vector512.Create(1.0 / 5040));
        p = Vector512.FusedMultiplyAdd(p, r, Vector512.Create(1.0 / 720));
        p = Vector512.FusedMultiplyAdd(p, r, Vector512.Create(1.0 / 120));
        p = Vector512.FusedMultiplyAdd(p, r, Vector512.Create(1.0 / 24));
        p = Vector512.FusedMultiplyAdd(p, r, Vector512.Create(1.0 / 6));
        p = Vector512.FusedMultiplyAdd(p, r, Vector512.Create(0.5));
        Vector512<double> sum = Vector512<double>.One + r;
        Vector512<double> sumLost = r - (sum - Vector512<double>.One);
        return (sum, sumLost + Vector512.FusedMultiplyAdd(p * r, r, lost + (lost * r)));
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector512<double> LogTail(Vector512<double> z)
    {
        Vector512<double> p = Vector512.Create(1.479819860511658591e-01);
        p = Vector512.FusedMultiplyAdd(p, z, Vector512.Create(1.531383769920937332e-01));
        p = Vector512.FusedMultiplyAdd(p, z, Vector512.Create(1.818357216161805012e-01));
        p = Vector512.FusedMultiplyAdd(p, z, Vector512.Create(2.222219843214978396e-01));
        p = Vector512.FusedMultiplyAdd(p, z, Vector512.Create(2.857142874366239149e-01));
        p = Vector512.FusedMultiplyAdd(p, z, Vector512.Create(3.999999999940941908e-01));
        return Vector512.FusedMultiplyAdd(p, z, Vector512.Create(6.666666666666735130e-01));
    }

    // e^(x²/2)·N(−x) for x ≥ 0; the fit of PinnedNormal.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector512<double> TailRatio(Vector512<double> x)
    {
        Vector512<double> t = (x - Vector512.Create(4.0)) / (x + Vector512.Create(4.0));
        Vector512<double> p = Vector512.Create(1.2150315292578637e-11);
        p = Vector512.FusedMultiplyAdd(p, t, Vector512.Create(1.968773941157251e-10));
        p = Vector512.FusedMultiplyAdd(p, t, Vector512.Create(9.97584028167652e-11));
        p = Vector512.FusedMultiplyAdd(p, t, Vector512.Create(-1.9068104342795273e-09));
        p = Vector512.FusedMultiplyAdd(p, t, Vector512.Create(-2.39097585609548e-09));
        p = Vector512.FusedMultiplyAdd(p, t, Vector512.Create(8.858538843412715e-09));
        p = Vector512.FusedMultiplyAdd(p, t, Vector512.Create(1.9877590086615607e-08));
        p = Vector512.FusedMultiplyAdd(p, t, Vector512.Create(-2.3315488161994274e-08));
        p = Vector512.FusedMultiplyAdd(p, t, Vector512.Create(-1.1405819667561071e-07));
        p = Vector512.FusedMultiplyAdd(p, t, Vector512.Create(4.242344418455231e-09));
        p = Vector512.FusedMultiplyAdd(p, t, Vector512.Create(5.545351057486293e-07));
        p = Vector512.FusedMultiplyAdd(p, t, Vector512.Create(4.0299124275744025e-07));
        p = Vector512.FusedMultiplyAdd(p, t, Vector512.Create(-2.61426070042354e-06));
        p = Vector512.FusedMultiplyAdd(p, t, Vector512.Create(-3.4316562688625695e-06));
        p = Vector512.FusedMultiplyAdd(p, t, Vector512.Create(1.3627344150798229e-05));
        p = Vector512.FusedMultiplyAdd(p, t, Vector512.Create(2.1249915729449347e-05));
        p = Vector512.FusedMultiplyAdd(p, t, Vector512.Create(-8.785329222964207e-05));
        p = Vector512.FusedMultiplyAdd(p, t, Vector512.Create(-9.443023204456728e-05));
        p = Vector512.FusedMultiplyAdd(p, t, Vector512.Create(0.000694897120184032));
        p = Vector512.FusedMultiplyAdd(p, t, Vector512.Create(-0.0002856231002340135));
        p = Vector512.FusedMultiplyAdd(p, t, Vector512.Create(-0.0050023785923607065));
        p = Vector512.FusedMultiplyAdd(p, t, Vector512.Create(0.017936097479808313));
        p = Vector512.FusedMultiplyAdd(p, t, Vector512.Create(-0.032197837428028876));
        p = Vector512.FusedMultiplyAdd(p, t, Vector512.Create(0.02860036405354698));
        p = Vector512.FusedMultiplyAdd(p, t, Vector512.Create(0.013999634724424455));
        p = Vector512.FusedMultiplyAdd(p, t, Vector512.Create(-0.09670347732652577));
        p = Vector512.FusedMultiplyAdd(p, t, Vector512.Create(0.47205320650984467));
        return p / (x + Vector512<double>.One);
    }
}
