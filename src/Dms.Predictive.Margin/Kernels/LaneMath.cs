using System.Runtime.CompilerServices;

namespace Dms.Predictive.Margin;

/// <summary>Exponential, logarithm and normal tail on <see cref="ILanes{T}"/>; relative error of a few ulp.</summary>
internal static class LaneMath<T>
    where T : struct, ILanes<T>
{
    private const double Log2E = 1.4426950408889634;
    private const double Ln2High = 6.93147180369123816490e-01;
    private const double Ln2Low = 1.90821492927058770002e-10;

    /// <summary>eˣ for x in [−708, 709]; below it is taken as −708, which is 0 to anything that is priced.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static T Exp(T x)
    {
        x = T.IfLess(x, T.Of(-708), T.Of(-708), x);
        T k = T.Floor(T.Fma(x, T.Of(Log2E), T.Of(0.5)));
        T r = T.Fma(k, T.Of(-Ln2Low), T.Fma(k, T.Of(-Ln2High), x));
        T square = r * r;
        T even = T.Of(1.0 / 479001600);
        even = T.Fma(even, square, T.Of(1.0 / 3628800));
        even = T.Fma(even, square, T.Of(1.0 / 40320));
        even = T.Fma(even, square, T.Of(1.0 / 720));
        even = T.Fma(even, square, T.Of(1.0 / 24));
        even = T.Fma(even, square, T.Of(0.5));
        T odd = T.Of(1.0 / 6227020800);
        odd = T.Fma(odd, square, T.Of(1.0 / 39916800));
        odd = T.Fma(odd, square, T.Of(1.0 / 362880));
        odd = T.Fma(odd, square, T.Of(1.0 / 5040));
        odd = T.Fma(odd, square, T.Of(1.0 / 120));
        odd = T.Fma(odd, square, T.Of(1.0 / 6));
        T tail = T.Fma(T.Fma(odd, r, even), square, r);
        return T.Fma(tail, T.PowerOfTwo(k), T.PowerOfTwo(k));
    }

    /// <summary>ln x for a normal x &gt; 0.</summary>
    /// <remarks>Argument reduction and coefficients of the public-domain FDLIBM (Sun Microsystems, 1993).</remarks>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static T Log(T x)
    {
        (T mantissa, T k) = T.Split(x);
        T root = T.Of(1.4142135623730951);
        k = T.IfLess(mantissa, root, k, k + T.Of(1));
        mantissa = T.IfLess(mantissa, root, mantissa, mantissa * T.Of(0.5));
        T f = mantissa - T.Of(1);
        T s = f / (f + T.Of(2));
        T z = s * s;
        T p = T.Of(1.479819860511658591e-01);
        p = T.Fma(p, z, T.Of(1.531383769920937332e-01));
        p = T.Fma(p, z, T.Of(1.818357216161805012e-01));
        p = T.Fma(p, z, T.Of(2.222219843214978396e-01));
        p = T.Fma(p, z, T.Of(2.857142874366239149e-01));
        p = T.Fma(p, z, T.Of(3.999999999940941908e-01));
        p = T.Fma(p, z, T.Of(6.666666666666735130e-01));
        T half = T.Of(0.5) * f * f;
        T inner = T.Fma(s, T.Fma(p, z, half), k * T.Of(Ln2Low));
        return T.Fma(k, T.Of(Ln2High), f - (half - inner));
    }

    /// <summary>e^(x²/2)·N(−x) for x ≥ 0: the polynomial of PinnedNormal, even and odd powers apart.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static T TailRatio(T x)
    {
        T near = x + T.Of(1);
        T far = x + T.Of(4);
        T inverse = T.Of(1) / (near * far);
        T t = (x - T.Of(4)) * near * inverse;
        T z = t * t;
        T even = T.Fma(T.Of(1.2150315292578637e-11), z, T.Of(9.97584028167652e-11));
        even = T.Fma(even, z, T.Of(-2.39097585609548e-09));
        even = T.Fma(even, z, T.Of(1.9877590086615607e-08));
        even = T.Fma(even, z, T.Of(-1.1405819667561071e-07));
        even = T.Fma(even, z, T.Of(5.545351057486293e-07));
        even = T.Fma(even, z, T.Of(-2.61426070042354e-06));
        even = T.Fma(even, z, T.Of(1.3627344150798229e-05));
        even = T.Fma(even, z, T.Of(-8.785329222964207e-05));
        even = T.Fma(even, z, T.Of(0.000694897120184032));
        even = T.Fma(even, z, T.Of(-0.0050023785923607065));
        even = T.Fma(even, z, T.Of(-0.032197837428028876));
        even = T.Fma(even, z, T.Of(0.013999634724424455));
        even = T.Fma(even, z, T.Of(0.47205320650984467));
        T odd = T.Fma(T.Of(1.968773941157251e-10), z, T.Of(-1.9068104342795273e-09));
        odd = T.Fma(odd, z, T.Of(8.858538843412715e-09));
        odd = T.Fma(odd, z, T.Of(-2.3315488161994274e-08));
        odd = T.Fma(odd, z, T.Of(4.242344418455231e-09));
        odd = T.Fma(odd, z, T.Of(4.0299124275744025e-07));
        odd = T.Fma(odd, z, T.Of(-3.4316562688625695e-06));
        odd = T.Fma(odd, z, T.Of(2.1249915729449347e-05));
        odd = T.Fma(odd, z, T.Of(-9.443023204456728e-05));
        odd = T.Fma(odd, z, T.Of(-0.0002856231002340135));
        odd = T.Fma(odd, z, T.Of(0.017936097479808313));
        odd = T.Fma(odd, z, T.Of(0.02860036405354698));
        odd = T.Fma(odd, z, T.Of(-0.09670347732652577));
        return T.Fma(odd, t, even) * (far * inverse);
    }
}
