using System.Runtime.Intrinsics;

namespace Dms.Predictive.Volatility;

/// <summary>The loops over the returns between a recursion and a law, four lanes at a time in a fixed order.</summary>
internal static class ScoreSums
{
    /// <summary>e = y − μ.</summary>
    public static void Subtract(ReadOnlySpan<double> returns, double mu, Span<double> residuals)
    {
        int t = 0;
        for (; t + 4 <= residuals.Length; t += 4)
        {
            (Vector256.Create(returns.Slice(t, 4)) - Vector256.Create(mu)).CopyTo(residuals.Slice(t, 4));
        }

        for (; t < residuals.Length; t++)
        {
            residuals[t] = returns[t] - mu;
        }
    }

    /// <summary>1/√h and z = e/√h.</summary>
    public static void Standardize(
        ReadOnlySpan<double> residuals, ReadOnlySpan<double> variances, Span<double> inverseRoot, Span<double> z)
    {
        int t = 0;
        for (; t + 4 <= z.Length; t += 4)
        {
            Vector256<double> inverse = Vector256<double>.One / Vector256.Sqrt(Vector256.Create(variances.Slice(t, 4)));
            inverse.CopyTo(inverseRoot.Slice(t, 4));
            (Vector256.Create(residuals.Slice(t, 4)) * inverse).CopyTo(z.Slice(t, 4));
        }

        for (; t < z.Length; t++)
        {
            inverseRoot[t] = 1 / Math.Sqrt(variances[t]);
            z[t] = residuals[t] * inverseRoot[t];
        }
    }

    /// <summary>Adds Σ ∂ln f(y)/∂(μ, recursion).</summary>
    /// <param name="slopes">∂ln h/∂(μ, recursion), those of one return side by side.</param>
    /// <param name="width">How many; 4 to 6.</param>
    /// <param name="z">Innovations.</param>
    /// <param name="score">∂ln f/∂z.</param>
    /// <param name="inverseRoot">1/√h.</param>
    /// <param name="sums">Receives the sums in its first elements.</param>
    public static void Add(
        ReadOnlySpan<double> slopes,
        int width,
        ReadOnlySpan<double> z,
        ReadOnlySpan<double> score,
        ReadOnlySpan<double> inverseRoot,
        Span<double> sums)
    {
        Vector256<double> first = Vector256<double>.Zero;
        double fifth = 0, sixth = 0, mu = 0;
        for (int t = 0; t < z.Length; t++)
        {
            double perLog = -0.5 * (1 + (z[t] * score[t]));
            ReadOnlySpan<double> row = slopes.Slice(width * t, width);
            first += Vector256.Create(row) * perLog;
            fifth += width > 4 ? perLog * row[4] : 0;
            sixth += width > 5 ? perLog * row[5] : 0;
            mu -= score[t] * inverseRoot[t];
        }

        for (int j = 0; j < 4; j++)
        {
            sums[j] += first[j];
        }

        sums[0] += mu;
        if (width > 4)
        {
            sums[4] += fifth;
        }

        if (width > 5)
        {
            sums[5] += sixth;
        }
    }
}
