namespace Dms.Predictive.Core;

/// <summary>Sums in an order that no machine's vector width changes: four lanes, joined in pairs.</summary>
public static class VectorSums
{
    /// <summary>Σ aᵢ·bᵢ over the length of <paramref name="a"/>.</summary>
    /// <param name="a">First factor.</param>
    /// <param name="b">Second factor, at least as long.</param>
    /// <exception cref="ArgumentOutOfRangeException">The second is shorter.</exception>
    public static double Dot(ReadOnlySpan<double> a, ReadOnlySpan<double> b)
    {
        b = b[..a.Length];
        double s0 = 0, s1 = 0, s2 = 0, s3 = 0;
        int i = 0;
        for (; i + 4 <= a.Length; i += 4)
        {
            s0 += a[i] * b[i];
            s1 += a[i + 1] * b[i + 1];
            s2 += a[i + 2] * b[i + 2];
            s3 += a[i + 3] * b[i + 3];
        }

        for (; i < a.Length; i++)
        {
            s0 += a[i] * b[i];
        }

        return (s0 + s1) + (s2 + s3);
    }

    /// <summary>y += w·x.</summary>
    /// <param name="w">Weight.</param>
    /// <param name="x">At least as long as y.</param>
    /// <param name="y">Changed in place.</param>
    /// <exception cref="ArgumentOutOfRangeException">x is shorter.</exception>
    public static void AddScaled(double w, ReadOnlySpan<double> x, Span<double> y)
    {
        x = x[..y.Length];
        for (int i = 0; i < y.Length; i++)
        {
            y[i] += w * x[i];
        }
    }
}
