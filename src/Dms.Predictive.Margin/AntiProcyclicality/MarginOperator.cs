using System.Numerics;

namespace Dms.Predictive.Margin;

/// <summary>
/// An operator on initial margin, after the overlay: anti-procyclicality of Regulation (EU) 153/2013, Article 28(1), or an
/// override by persons.
/// </summary>
public abstract record MarginOperator
{
    private protected MarginOperator()
    {
    }

    /// <summary>Name in requests and answers.</summary>
    public abstract string Name { get; }

    /// <summary>Initial margin after the operator, in the arithmetic of the policy.</summary>
    /// <param name="initial">Initial margin before it.</param>
    /// <param name="baseline">Initial margin without any forecast and operator.</param>
    internal abstract T Apply<T>(T initial, T baseline)
        where T : INumber<T>;

    internal abstract void Check(string at);
}

/// <summary>(a) A buffer on top, released in stress: IM·(1 + rate·(1 − released)).</summary>
/// <param name="Rate">Buffer as a fraction of initial margin; ≥ 0.</param>
/// <param name="Released">Share of it that is released, [0, 1]; see <see cref="ReleasedAt"/>.</param>
public sealed record StabilityBuffer(decimal Rate, decimal Released = 0) : MarginOperator
{
    /// <inheritdoc/>
    public override string Name => "buffer";

    /// <summary>Published rule of the release: 0 until volatility is 1.5 times its ten-year level, then linear to 1 at
    /// 3 times.</summary>
    /// <param name="ratio">Volatility divided by its ten-year level; ≥ 0.</param>
    /// <returns>Share in [0, 1].</returns>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="ratio"/> is negative or not finite.</exception>
    public static double ReleasedAt(double ratio) => double.IsFinite(ratio) && ratio >= 0
        ? Math.Clamp((ratio - 1.5) / 1.5, 0, 1)
        : throw new ArgumentOutOfRangeException(nameof(ratio), ratio, "Expected a finite ratio >= 0.");

    internal override T Apply<T>(T initial, T baseline) =>
        initial * (T.One + (T.CreateChecked(Rate) * (T.One - T.CreateChecked(Released))));

    internal override void Check(string at)
    {
        Refuse.Unless(Rate >= 0, at + ".rate", Rate, ">= 0, a fraction of initial margin");
        Refuse.Unless(Released is >= 0 and <= 1, at + ".released", Released, "in [0, 1]");
    }
}

/// <summary>(b) A weight on stressed margin: (1 − w)·IM + w·stressed.</summary>
/// <param name="Weight">Weight of the stressed margin, [0, 1].</param>
/// <param name="StressedMargin">Margin of the same account over a stressed period, quote; ≥ 0.</param>
public sealed record StressWeight(decimal Weight, decimal StressedMargin) : MarginOperator
{
    /// <inheritdoc/>
    public override string Name => "stressWeight";

    internal override T Apply<T>(T initial, T baseline) =>
        ((T.One - T.CreateChecked(Weight)) * initial) + (T.CreateChecked(Weight) * T.CreateChecked(StressedMargin));

    internal override void Check(string at)
    {
        Refuse.Unless(Weight is >= 0 and <= 1, at + ".weight", Weight, "in [0, 1]");
        Refuse.Unless(StressedMargin >= 0, at + ".stressedMargin", StressedMargin, ">= 0 in quote currency");
    }
}

/// <summary>(c) Never below the margin at ten-year volatility: max(IM, floor).</summary>
/// <param name="Margin">That margin, quote; ≥ 0.</param>
public sealed record MarginFloor(decimal Margin) : MarginOperator
{
    /// <inheritdoc/>
    public override string Name => "floor";

    internal override T Apply<T>(T initial, T baseline) => T.Max(initial, T.CreateChecked(Margin));

    internal override void Check(string at) =>
        Refuse.Unless(Margin >= 0, at + ".floorMargin", Margin, ">= 0 in quote currency");
}

/// <summary>An override by persons: a multiple of what the rules ask for, never below the margin without any forecast.</summary>
/// <param name="Factor">In [0.1, 10]; above 1 it raises.</param>
public sealed record MarginOverride(decimal Factor) : MarginOperator
{
    /// <summary>Smallest factor.</summary>
    public const decimal Smallest = 0.1m;

    /// <summary>Largest factor.</summary>
    public const decimal Largest = 10;

    /// <inheritdoc/>
    public override string Name => "override";

    /// <summary>Initial margin under the override.</summary>
    /// <param name="initial">What the rules ask for, quote.</param>
    /// <param name="baseline">The same without any forecast and operator, quote.</param>
    /// <returns>initial·factor; below 1 at least the smaller of <paramref name="initial"/> and <paramref name="baseline"/>.</returns>
    public double Of(double initial, double baseline) => Apply(initial, baseline);

    internal override T Apply<T>(T initial, T baseline) => Factor >= 1
        ? initial * T.CreateChecked(Factor)
        : T.Max(initial * T.CreateChecked(Factor), T.Min(initial, baseline));

    internal override void Check(string at) =>
        Refuse.Unless(Factor is >= Smallest and <= Largest, at + ".factor", Factor, "in [0.1, 10], a multiple of initial margin");
}
