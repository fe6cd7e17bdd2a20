using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace Dms.Predictive.Margin;

/// <summary>Black 1976 of many options in columns: value, delta, gamma, vega, theta and vanna, eight at a time.</summary>
/// <remarks>Elementwise and written once for eight lanes and for one: <see cref="PriceScalar"/> gives the same bits. Values
/// are those of <see cref="Black76.Greeks"/> within 1e-12 at prices around 100; values of deep wings have this absolute, not
/// its relative accuracy.</remarks>
public static class Black76Kernel
{
    private const int Lanes = 8;
    private const double SmallestDeviation = 1e-12;
    private const double InverseSqrtTwoPi = 0.3989422804014327;

    /// <summary>Values all options.</summary>
    /// <param name="options">One element per option; all columns of one length.</param>
    /// <param name="rate">Continuous rate per year.</param>
    /// <param name="results">Columns of the same length; none may overlap another or an input.</param>
    /// <exception cref="ArgumentException">Columns differ in length.</exception>
    public static void Price(OptionColumns options, double rate, OptionResults results)
    {
        Check(options, results);
        int count = options.Forwards.Length;
        if (count < Lanes)
        {
            PriceScalar(options, rate, results);
            return;
        }

        for (int i = 0; i <= count - Lanes; i += Lanes)
        {
            Store(options, rate, results, (nuint)i);
        }

        Store(options, rate, results, (nuint)(count - Lanes));           // overlaps instead of leaving a scalar tail
    }

    /// <summary>The plain twin of <see cref="Price"/>.</summary>
    /// <inheritdoc cref="Price"/>
    public static void PriceScalar(OptionColumns options, double rate, OptionResults results)
    {
        Check(options, results);
        for (int i = 0; i < options.Forwards.Length; i++)
        {
            Valued<One> v = Value(
                new(new(options.Forwards[i]), new(options.Strikes[i]), new(options.Volatilities[i]), new(options.Years[i]), new(options.Signs[i])),
                new One(rate));
            (results.Prices[i], results.Deltas[i], results.Gammas[i]) = (v.Price.Value, v.Delta.Value, v.Gamma.Value);
            (results.Vegas[i], results.Thetas[i], results.Vannas[i]) = (v.Vega.Value, v.Theta.Value, v.Vanna.Value);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Store(OptionColumns options, double rate, OptionResults results, nuint at)
    {
        Valued<Eight> v = Value(
            new(Load(options.Forwards, at), Load(options.Strikes, at), Load(options.Volatilities, at), Load(options.Years, at), Load(options.Signs, at)),
            Eight.Of(rate));
        v.Price.Values.StoreUnsafe(ref MemoryMarshal.GetReference(results.Prices), at);
        v.Delta.Values.StoreUnsafe(ref MemoryMarshal.GetReference(results.Deltas), at);
        v.Gamma.Values.StoreUnsafe(ref MemoryMarshal.GetReference(results.Gammas), at);
        v.Vega.Values.StoreUnsafe(ref MemoryMarshal.GetReference(results.Vegas), at);
        v.Theta.Values.StoreUnsafe(ref MemoryMarshal.GetReference(results.Thetas), at);
        v.Vanna.Values.StoreUnsafe(ref MemoryMarshal.GetReference(results.Vannas), at);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Eight Load(ReadOnlySpan<double> column, nuint at) =>
        new(Vector512.LoadUnsafe(ref MemoryMarshal.GetReference(column), at));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Valued<T> Value<T>(Quoted<T> q, T rate)
        where T : struct, ILanes<T>
    {
        T zero = T.Of(0);
        T one = T.Of(1);
        T years = T.IfLess(zero, q.Years, q.Years, zero);
        T discount = LaneMath<T>.Exp(zero - (rate * years));
        T root = T.Sqrt(years);
        T s = q.Volatility * root;
        T dead = T.IfLess(zero, years, T.IfLess(zero, q.Forward, T.IfLess(s, T.Of(SmallestDeviation), one, zero), one), one);
        s = T.IfLess(zero, dead, one, s);
        root = T.IfLess(zero, dead, one, root);
        T forward = T.IfLess(zero, dead, q.Strike, q.Forward);
        T ratio = forward / q.Strike;
        T inverse = one / (s * root * forward);                          // one division for 1/s, 1/√T and 1/(F·s)
        T perDeviation = inverse * root * forward;
        T d1 = T.Fma(LaneMath<T>.Log(ratio), perDeviation, T.Of(0.5) * s);
        T d2 = d1 - s;
        T bell = LaneMath<T>.Exp(T.Of(-0.5) * d1 * d1);
        T density = discount * T.Of(InverseSqrtTwoPi) * bell;
        T spot = Side(q.Sign * d1, bell);
        T exercised = Side(q.Sign * d2, bell * ratio);                   // φ(d2)·K = φ(d1)·F
        T delta = q.Sign * discount * spot;
        T price = T.Fma(forward, delta, zero - (q.Sign * discount * q.Strike * exercised));
        price = T.IfLess(price, zero, zero, price);
        T vega = forward * density * root;
        T decay = T.Of(0.5) * forward * density * q.Volatility * (inverse * s * forward);
        T inside = q.Sign * (q.Forward - q.Strike);
        T intrinsic = discount * T.IfLess(zero, inside, inside, zero);
        T side = T.IfLess(zero, inside, q.Sign, T.IfLess(inside, zero, zero, T.Of(0.5) * q.Sign));
        return new(
            T.IfLess(zero, dead, intrinsic, price),
            T.IfLess(zero, dead, side, delta),
            T.IfLess(zero, dead, zero, density * inverse * root),
            T.IfLess(zero, dead, zero, vega),
            T.IfLess(zero, dead, zero, T.Fma(rate, price, zero - decay)),
            T.IfLess(zero, dead, zero, zero - (density * d2 * root * perDeviation)));
    }

    // N(x) from e^(−x²/2).
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static T Side<T>(T x, T bell)
        where T : struct, ILanes<T>
    {
        T tail = bell * LaneMath<T>.TailRatio(T.Abs(x));
        return T.IfLess(T.Of(0), x, T.Of(1) - tail, tail);
    }

    private static void Check(OptionColumns o, OptionResults r)
    {
        int count = o.Forwards.Length;
        if (o.Strikes.Length != count || o.Volatilities.Length != count || o.Years.Length != count || o.Signs.Length != count
            || r.Prices.Length != count || r.Deltas.Length != count || r.Gammas.Length != count || r.Vegas.Length != count
            || r.Thetas.Length != count || r.Vannas.Length != count)
        {
            throw new ArgumentException($"Expected columns of one length, {count}.", nameof(o));
        }
    }

    private readonly record struct Quoted<T>(T Forward, T Strike, T Volatility, T Years, T Sign);

    private readonly record struct Valued<T>(T Price, T Delta, T Gamma, T Vega, T Theta, T Vanna);
}

/// <summary>Columns of options, one element per option.</summary>
public readonly ref struct OptionColumns
{
    /// <summary>Forward prices, quote.</summary>
    public required ReadOnlySpan<double> Forwards { get; init; }

    /// <summary>Strikes, quote; &gt; 0.</summary>
    public required ReadOnlySpan<double> Strikes { get; init; }

    /// <summary>Annualized volatilities, fractions; ≥ 0.</summary>
    public required ReadOnlySpan<double> Volatilities { get; init; }

    /// <summary>Years to expiry; 0 or less = expired.</summary>
    public required ReadOnlySpan<double> Years { get; init; }

    /// <summary>1 for calls, −1 for puts.</summary>
    public required ReadOnlySpan<double> Signs { get; init; }
}

/// <summary>Columns that receive values and greeks; units as in <see cref="OptionGreeks"/>.</summary>
public readonly ref struct OptionResults
{
    /// <summary>Values, quote.</summary>
    public required Span<double> Prices { get; init; }

    /// <summary>Deltas.</summary>
    public required Span<double> Deltas { get; init; }

    /// <summary>Gammas.</summary>
    public required Span<double> Gammas { get; init; }

    /// <summary>Vegas per 1.00 of volatility.</summary>
    public required Span<double> Vegas { get; init; }

    /// <summary>Thetas per year.</summary>
    public required Span<double> Thetas { get; init; }

    /// <summary>Vannas per 1.00 of volatility.</summary>
    public required Span<double> Vannas { get; init; }
}
