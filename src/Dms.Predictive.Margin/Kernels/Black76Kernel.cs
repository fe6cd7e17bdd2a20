using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace Dms.Predictive.Margin;

/// <summary>Values and greeks of many options on forwards, eight at a time.</summary>
/// <remarks>
/// The same operations in the same order as <see cref="Black76"/>, so that every number has its bits; options outside
/// the usual range (expired, without volatility, extreme) are handed to it. Blocks pass three short loops, in which the
/// long chains of neighbouring options overlap.
/// </remarks>
public static class Black76Kernel
{
    private const int Width = 8;
    private const int Block = 128;
    private const double LeastDeviation = 1e-12;
    private const double MostDeviation = 1e6;
    private const double MostQuotient = 1e300;
    private const double MostPower = 700;

    // Columns of the working space.
    private const int D1 = 0;
    private const int D2 = Block;
    private const int Discount = 2 * Block;
    private const int Root = 3 * Block;
    private const int Density = 4 * Block;
    private const int Columns = 5;

    /// <summary>Values all options.</summary>
    /// <param name="options">The options.</param>
    /// <param name="prices">Receives one value per option, quote.</param>
    /// <exception cref="ArgumentException">Columns differ in length.</exception>
    public static void Price(OptionColumns options, Span<double> prices)
    {
        if (!options.HaveLength(prices.Length))
        {
            throw new ArgumentException($"Expected six columns of {prices.Length} options.", nameof(options));
        }

        Span<double> work = stackalloc double[Block * Columns];
        int whole = prices.Length / Width * Width;
        for (int start = 0; start < whole; start += Block)
        {
            int count = Math.Min(Block, whole - start);
            OptionColumns block = options.Slice(start, count);
            Span<double> to = prices.Slice(start, count);
            UInt128 odd = Deviate(block, work);
            Spread(work.Slice(D2, count), work[Density..]);
            Spread(work.Slice(D1, count), work[Density..]);         // the density at d1 is the one that stays
            Value(block, work, to);
            for (; odd != 0; odd &= odd - 1)
            {
                int i = (int)UInt128.TrailingZeroCount(odd);
                to[i] = Black76.Price(block.At(i), block.Rates[i]);
            }
        }

        for (int i = whole; i < prices.Length; i++)
        {
            prices[i] = Black76.Price(options.At(i), options.Rates[i]);
        }
    }

    /// <summary>Values all options and gives five greeks with respect to the forward.</summary>
    /// <param name="options">The options.</param>
    /// <param name="greeks">Receives the results.</param>
    /// <exception cref="ArgumentException">Columns differ in length.</exception>
    public static void Greeks(OptionColumns options, GreekColumns greeks)
    {
        int length = options.Forwards.Length;
        if (!options.HaveLength(length) || !greeks.HaveLength(length))
        {
            throw new ArgumentException($"Expected columns of {length} options and results.", nameof(options));
        }

        Span<double> work = stackalloc double[Block * Columns];
        int whole = length / Width * Width;
        for (int start = 0; start < whole; start += Block)
        {
            int count = Math.Min(Block, whole - start);
            OptionColumns block = options.Slice(start, count);
            GreekColumns to = greeks.Slice(start, count);
            UInt128 odd = Deviate(block, work);
            Spread(work.Slice(D2, count), work[Density..]);
            Spread(work.Slice(D1, count), work[Density..]);         // the density at d1 is the one that stays
            Value(block, work, to.Prices);
            Derive(block, work, to);
            for (; odd != 0; odd &= odd - 1)
            {
                int i = (int)UInt128.TrailingZeroCount(odd);
                to.Set(i, Black76.Greeks(block.At(i), block.Rates[i]));
            }
        }

        for (int i = whole; i < length; i++)
        {
            greeks.Set(i, Black76.Greeks(options.At(i), options.Rates[i]));
        }
    }

    // d1, d2, e^(−rT) and √T; gives the options that are outside the range, one bit each.
    private static UInt128 Deviate(OptionColumns options, Span<double> work)
    {
        UInt128 odd = 0;
        for (int i = 0; i < options.Forwards.Length; i += Width)
        {
            Vector512<double> forward = At(options.Forwards, i);
            Vector512<double> years = At(options.Years, i);
            Vector512<double> root = Vector512.Sqrt(years);
            Vector512<double> s = At(options.Volatilities, i) * root;
            Vector512<double> quotient = forward / At(options.Strikes, i);
            Vector512<double> power = -At(options.Rates, i) * years;
            Vector512<double> d1 = (PinnedVectors.Log(quotient) / s) + (s * 0.5);
            Put(d1, work, D1 + i);
            Put(d1 - s, work, D2 + i);
            Put(PinnedVectors.Exp(power), work, Discount + i);
            Put(root, work, Root + i);
            Vector512<double> usual = Vector512.GreaterThan(years, Vector512<double>.Zero)
                & Vector512.GreaterThan(forward, Vector512<double>.Zero)
                & Between(s, LeastDeviation, MostDeviation)
                & Between(quotient, 1 / MostQuotient, MostQuotient)
                & Between(power, -MostPower, MostPower);
            odd |= (UInt128)(usual.ExtractMostSignificantBits() ^ 0xFF) << i;
        }

        return odd;
    }

    // Replaces d by N(−|d|) with the sign of d. One vector per turn: a constant used once needs no register, and the
    // chains of several turns overlap.
    private static void Spread(Span<double> deviations, Span<double> densities)
    {
        for (int i = 0; i < deviations.Length; i += Width)
        {
            Vector512<double> d = At(deviations, i);
            (Vector512<double> tail, Vector512<double> density) = PinnedVectors.Normal(d);
            Put(Vector512.CopySign(tail, d), deviations, i);
            Put(density, densities, i);
        }
    }

    private static void Value(OptionColumns options, Span<double> work, Span<double> prices)
    {
        for (int i = 0; i < prices.Length; i += Width)
        {
            Vector512<double> sign = SignAt(options, i);
            Vector512<double> discount = At(work, Discount + i) * sign;
            Vector512<double> inner = (At(options.Forwards, i) * Cumulative(At(work, D1 + i), sign))
                - (At(options.Strikes, i) * Cumulative(At(work, D2 + i), sign));
            Put(discount * inner, prices, i);
        }
    }

    private static void Derive(OptionColumns options, Span<double> work, GreekColumns to)
    {
        for (int i = 0; i < to.Prices.Length; i += Width)
        {
            Vector512<double> forward = At(options.Forwards, i);
            Vector512<double> volatility = At(options.Volatilities, i);
            Vector512<double> discount = At(work, Discount + i);
            Vector512<double> root = At(work, Root + i);
            Vector512<double> sign = SignAt(options, i);
            Vector512<double> price = At(to.Prices, i);
            Vector512<double> density = discount * At(work, Density + i);
            Put(sign * discount * Cumulative(At(work, D1 + i), sign), to.Deltas, i);
            Put(density / (forward * volatility * root), to.Gammas, i);
            Put(forward * density * root, to.Vegas, i);
            Put((-forward * density * volatility / (root * 2)) + (At(options.Rates, i) * price), to.Thetas, i);
            Put(-At(options.Years, i) * price, to.Rhos, i);
        }
    }

    // N(sign·d) from N(−|d|) with the sign of d.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector512<double> Cumulative(Vector512<double> signed, Vector512<double> sign)
    {
        Vector512<double> tail = Vector512.Abs(signed);
        Vector512<double> below = (signed.AsInt64() ^ sign.AsInt64()).AsDouble();
        return Vector512.ConditionalSelect(Vector512.IsNegative(below), tail, Vector512<double>.One - tail);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector512<double> Between(Vector512<double> x, double least, double most) =>
        Vector512.GreaterThanOrEqual(x, Vector512.Create(least)) & Vector512.LessThanOrEqual(x, Vector512.Create(most));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector512<double> SignAt(OptionColumns options, int i) => Vector512.ConditionalSelect(
        Vector512.GreaterThan(At(options.Rights, i), Vector512<double>.Zero),
        Vector512<double>.One,
        Vector512.Create(-1.0));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector512<double> At(ReadOnlySpan<double> column, int i) =>
        Vector512.LoadUnsafe(ref MemoryMarshal.GetReference(column), (nuint)i);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Put(Vector512<double> value, Span<double> column, int i) =>
        value.StoreUnsafe(ref MemoryMarshal.GetReference(column), (nuint)i);
}
