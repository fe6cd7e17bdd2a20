using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace Dms.Predictive.Margin;

/// <summary>Numbers that a formula is written in once: eight at a time, or one. Every operation is exact or correctly
/// rounded, so that both give the same bits on every processor.</summary>
/// <typeparam name="T">The lanes themselves.</typeparam>
internal interface ILanes<T>
    where T : struct, ILanes<T>
{
    public static abstract T Of(double value);

    public static abstract T operator +(T a, T b);

    public static abstract T operator -(T a, T b);

    public static abstract T operator *(T a, T b);

    public static abstract T operator /(T a, T b);

    /// <summary>a·b + c, rounded once.</summary>
    public static abstract T Fma(T a, T b, T c);

    public static abstract T Sqrt(T a);

    public static abstract T Abs(T a);

    public static abstract T Floor(T a);

    /// <summary>Where a is less than b the third, else (also for NaN) the fourth.</summary>
    public static abstract T IfLess(T a, T b, T yes, T no);

    /// <summary>Mantissa in [1, 2) and exponent of a normal number &gt; 0.</summary>
    public static abstract (T Mantissa, T Exponent) Split(T a);

    /// <summary>2ᵏ for whole k in [−1022, 1023].</summary>
    public static abstract T PowerOfTwo(T k);
}

/// <summary>Eight numbers.</summary>
internal readonly struct Eight(Vector512<double> values) : ILanes<Eight>
{
    private readonly Vector512<double> _values = values;

    public Vector512<double> Values => _values;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Eight Of(double value) => new(Vector512.Create(value));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Eight operator +(Eight a, Eight b) => new(a._values + b._values);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Eight operator -(Eight a, Eight b) => new(a._values - b._values);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Eight operator *(Eight a, Eight b) => new(a._values * b._values);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Eight operator /(Eight a, Eight b) => new(a._values / b._values);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Eight Fma(Eight a, Eight b, Eight c) => new(Vector512.FusedMultiplyAdd(a._values, b._values, c._values));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Eight Sqrt(Eight a) => new(Vector512.Sqrt(a._values));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Eight Abs(Eight a) => new(Vector512.Abs(a._values));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Eight Floor(Eight a) => new(Vector512.Floor(a._values));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Eight IfLess(Eight a, Eight b, Eight yes, Eight no) =>
        new(Vector512.ConditionalSelect(Vector512.LessThan(a._values, b._values), yes._values, no._values));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static (Eight Mantissa, Eight Exponent) Split(Eight a)
    {
        Vector512<ulong> bits = a._values.AsUInt64();
        Vector512<ulong> raw = (bits >>> 52) | Vector512.Create(DoubleBits.TwoTo52);
        Vector512<ulong> mantissa = (bits & Vector512.Create(DoubleBits.Fraction)) | Vector512.Create(DoubleBits.One);
        return (new(mantissa.AsDouble()), new(raw.AsDouble() - Vector512.Create(DoubleBits.Shift)));
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Eight PowerOfTwo(Eight k) =>
        new(((k._values + Vector512.Create(DoubleBits.Shift)).AsUInt64() << 52).AsDouble());
}

/// <summary>One number: the plain twin.</summary>
internal readonly struct One(double value) : ILanes<One>
{
    public double Value { get; } = value;

    public static One Of(double value) => new(value);

    public static One operator +(One a, One b) => new(a.Value + b.Value);

    public static One operator -(One a, One b) => new(a.Value - b.Value);

    public static One operator *(One a, One b) => new(a.Value * b.Value);

    public static One operator /(One a, One b) => new(a.Value / b.Value);

    public static One Fma(One a, One b, One c) => new(Math.FusedMultiplyAdd(a.Value, b.Value, c.Value));

    public static One Sqrt(One a) => new(Math.Sqrt(a.Value));

    public static One Abs(One a) => new(Math.Abs(a.Value));

    public static One Floor(One a) => new(Math.Floor(a.Value));

    public static One IfLess(One a, One b, One yes, One no) => a.Value < b.Value ? yes : no;

    public static (One Mantissa, One Exponent) Split(One a)
    {
        ulong bits = BitConverter.DoubleToUInt64Bits(a.Value);
        double raw = BitConverter.UInt64BitsToDouble((bits >> 52) | DoubleBits.TwoTo52);
        return (new(BitConverter.UInt64BitsToDouble((bits & DoubleBits.Fraction) | DoubleBits.One)), new(raw - DoubleBits.Shift));
    }

    public static One PowerOfTwo(One k) =>
        new(BitConverter.UInt64BitsToDouble(BitConverter.DoubleToUInt64Bits(k.Value + DoubleBits.Shift) << 52));
}

/// <summary>How a double is stored.</summary>
internal static class DoubleBits
{
    public const ulong TwoTo52 = 0x4330000000000000;
    public const ulong Fraction = 0x000FFFFFFFFFFFFF;
    public const ulong One = 0x3FF0000000000000;
    public const double Shift = 4503599627371519;                    // 2⁵² + 1023: the exponent in the lowest bits
}
