namespace Dms.Predictive.Core;

/// <summary>Realized measures of the returns r₁…rₙ of one horizon, per that horizon.</summary>
/// <remarks>In squared units of the returns, quarticities in their fourth power. A measure that needs more returns than
/// there are is NaN, never 0. Barndorff-Nielsen and Shephard (2004), J. Financial Econometrics 2(1); Andersen, Dobrev
/// and Schaumburg (2012), J. Econometrics 169(1); Barndorff-Nielsen, Kinnebrock and Shephard (2010).</remarks>
public sealed record RealizedMeasures
{
    /// <summary>Share of zero returns above which a jump test says nothing: the products of neighbours
    /// vanish.</summary>
    public const double LargestZeroShareForJumpTests = 0.5;

    /// <summary>n: returns in the horizon.</summary>
    public required int Count { get; init; }

    /// <summary>Share of returns that are exactly zero, in [0, 1]; missing bars count as zero; NaN without
    /// returns.</summary>
    public required double ZeroReturnShare { get; init; }

    /// <summary>RV = Σ r².</summary>
    public required double RealizedVariance { get; init; }

    /// <summary>BV = (π/2)·n/(n−1)·Σ|rᵢ||rᵢ₋₁|; n ≥ 2.</summary>
    public required double BipowerVariation { get; init; }

    /// <summary>MedRV = π/(6−4√3+π)·n/(n−2)·Σ med(|rᵢ₋₁|, |rᵢ|, |rᵢ₊₁|)²; n ≥ 3.</summary>
    public required double MedianRealizedVariance { get; init; }

    /// <summary>MinRV = π/(π−2)·n/(n−1)·Σ min(|rᵢ|, |rᵢ₋₁|)²; n ≥ 2.</summary>
    public required double MinimumRealizedVariance { get; init; }

    /// <summary>RS⁺ = Σ r²·1{r &gt; 0}.</summary>
    public required double UpsideSemivariance { get; init; }

    /// <summary>RS⁻ = Σ r²·1{r &lt; 0}.</summary>
    public required double DownsideSemivariance { get; init; }

    /// <summary>RQ = (n/3)·Σ r⁴.</summary>
    public required double RealizedQuarticity { get; init; }

    /// <summary>TQ = n·μ⁻³·n/(n−2)·Σ(|rᵢ||rᵢ₋₁||rᵢ₋₂|)^{4/3}, μ = 2^{2/3}Γ(7/6)/Γ(1/2); n ≥ 3.</summary>
    public required double TripowerQuarticity { get; init; }

    /// <summary>Signed jump variation SJ = RS⁺ − RS⁻.</summary>
    public double SignedJumpVariation => UpsideSemivariance - DownsideSemivariance;

    /// <summary>Whether few enough returns are zero for a jump test.</summary>
    public bool IsUsableForJumpTests => ZeroReturnShare <= LargestZeroShareForJumpTests;

    /// <summary>Measures of a whole horizon.</summary>
    /// <param name="returns">Oldest first, one per bar of a stated grid, all finite.</param>
    /// <returns>The bits that <see cref="RealizedAccumulator"/> has after the same returns.</returns>
    /// <exception cref="ArgumentOutOfRangeException">A return is not finite.</exception>
    public static RealizedMeasures Of(ReadOnlySpan<double> returns)
    {
        RealizedAccumulator accumulator = new();
        foreach (double r in returns)
        {
            accumulator.Append(r);
        }

        return accumulator.Current;
    }
}
