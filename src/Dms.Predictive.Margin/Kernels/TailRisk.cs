namespace Dms.Predictive.Margin;

/// <summary>Value at risk and expected shortfall of equally likely losses.</summary>
/// <remarks>
/// x = n(1 − α), m = ⌊x + 1e-9⌋, losses descending L₁ ≥ L₂ …: VaR = L_{m+1},
/// ES = (Σ_{i ≤ m} Lᵢ + (x − m)·L_{m+1})/x (Acerbi, Tasche 2002). Only values enter, so ties change nothing.
/// </remarks>
public readonly record struct TailRisk
{
    private readonly double _weight;

    private TailRisk(double weight, int whole, TailMeasure measure) =>
        (_weight, Whole, Measure) = (weight, whole, measure);

    /// <summary>How many of the largest losses count in full.</summary>
    public int Whole { get; }

    /// <summary>VaR or ES.</summary>
    public TailMeasure Measure { get; }

    /// <summary>Weight of the first loss that does not count in full; the others count 1, and the sum is divided by
    /// <see cref="Divisor"/>.</summary>
    public double LastWeight => Measure == TailMeasure.ValueAtRisk ? 1 : _weight - Whole;

    /// <summary>What the weighted sum is divided by.</summary>
    public double Divisor => Measure == TailMeasure.ValueAtRisk ? 1 : _weight;

    /// <summary>Prepares the measure for a number of losses.</summary>
    /// <param name="count">How many losses; ≥ 1.</param>
    /// <param name="confidence">Level in (0.5, 1).</param>
    /// <param name="measure">VaR or ES.</param>
    /// <exception cref="ArgumentOutOfRangeException">A number is outside its range.</exception>
    public static TailRisk For(int count, double confidence, TailMeasure measure)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(count, 1);
        if (confidence is not (> 0.5 and < 1))
        {
            throw new ArgumentOutOfRangeException(nameof(confidence), confidence, "Expected a level in (0.5, 1).");
        }

        double weight = count * (1 - confidence);
        int whole = Math.Min((int)Math.Floor(weight + 1e-9), count - 1);
        return new(weight, whole, measure);
    }

    /// <summary>Measures losses by selecting the largest ones: the bits of <see cref="OfSorted"/>.</summary>
    /// <param name="losses">Losses in any order, all finite, as many as the measure was prepared for.</param>
    /// <param name="largest">Working space for <see cref="Whole"/> + 1 numbers.</param>
    /// <returns>The measure in the unit of the losses; negative = a profit even there.</returns>
    public double Of(ReadOnlySpan<double> losses, Span<double> largest)
    {
        Span<double> heap = largest[..(Whole + 1)];
        LargestLosses.Select(losses, heap);
        heap.Sort();
        return OfAscending(heap);
    }

    /// <summary>Measures losses by sorting all of them: the plain twin of <see cref="Of"/>.</summary>
    /// <param name="losses">Losses in any order, all finite.</param>
    public double OfSorted(ReadOnlySpan<double> losses)
    {
        double[] sorted = losses.ToArray();
        Array.Sort(sorted);
        return OfAscending(sorted);
    }

    // Sums from the largest loss down, so that both ways add the same numbers in the same order.
    private double OfAscending(ReadOnlySpan<double> ascending)
    {
        double last = ascending[^(Whole + 1)];
        if (Measure == TailMeasure.ValueAtRisk)
        {
            return last + 0.0;                                       // −0 and 0 tie; either may be selected
        }

        double sum = 0;
        for (int i = 1; i <= Whole; i++)
        {
            sum += ascending[^i];
        }

        return (sum + (LastWeight * last)) / _weight;
    }
}
