namespace Dms.Predictive.Core;

/// <summary>x_t = Σ α_j·x_{t−L+1+j}: what a signal subspace says about the next value of a signal that lies in it.</summary>
/// <remarks>Golyandina and Korobeynikov (2014), arXiv 1206.6910, §2.3.</remarks>
public static class LinearRecurrence
{
    /// <summary>1 − ν² below which the subspace holds the last unit vector and says nothing about the next value.</summary>
    public const double SmallestGap = 1e-9;

    /// <summary>Coefficients from an orthonormal basis.</summary>
    /// <param name="basis">rank vectors of length L, one after another.</param>
    /// <param name="windowSize">L.</param>
    /// <param name="coefficients">Length L − 1, oldest first; filled only on success.</param>
    /// <returns>False when the subspace is vertical.</returns>
    public static bool TryForm(ReadOnlySpan<double> basis, int windowSize, Span<double> coefficients)
    {
        double verticality = 0;
        for (int at = windowSize - 1; at < basis.Length; at += windowSize)
        {
            verticality += basis[at] * basis[at];
        }

        double gap = 1 - verticality;
        if (!(gap > SmallestGap))
        {
            return false;
        }

        coefficients.Clear();
        for (int at = 0; at < basis.Length; at += windowSize)
        {
            double last = basis[at + windowSize - 1];
            VectorSums.AddScaled(last, basis.Slice(at, windowSize - 1), coefficients);
        }

        for (int i = 0; i < coefficients.Length; i++)
        {
            coefficients[i] /= gap;
        }

        return true;
    }

    /// <summary>Continues a series in place: each element from <paramref name="start"/> on is the recurrence of the
    /// elements before it plus a constant.</summary>
    /// <param name="coefficients">α, length L − 1.</param>
    /// <param name="constant">Added to every new element.</param>
    /// <param name="values">L − 1 elements before <paramref name="start"/> at least.</param>
    /// <param name="start">First new element.</param>
    public static void Continue(ReadOnlySpan<double> coefficients, double constant, Span<double> values, int start)
    {
        for (int t = start; t < values.Length; t++)
        {
            values[t] = constant + VectorSums.Dot(coefficients, values.Slice(t - coefficients.Length, coefficients.Length));
        }
    }
}
