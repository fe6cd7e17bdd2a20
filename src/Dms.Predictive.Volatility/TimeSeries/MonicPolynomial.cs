using System.Numerics;
using MathNet.Numerics;
using MathNet.Numerics.LinearAlgebra;
using MathNet.Numerics.LinearAlgebra.Double;

namespace Dms.Predictive.Volatility;

/// <summary>Roots and coefficients of c₀ + c₁z + … + c_{n−1}z^{n−1} + zⁿ with real coefficients.</summary>
internal static class MonicPolynomial
{
    // A repeated root stays in the order, behind every other one.
    private const double SmallestDistance = 1e-300;

    /// <summary>Roots as eigenvalues of the companion matrix; <c>null</c> when the iteration does not converge.</summary>
    /// <param name="coefficients">c₀ first, length n ≥ 1, finite.</param>
    /// <returns>Length n; complex roots in exactly conjugate pairs.</returns>
    public static Complex[]? Roots(ReadOnlySpan<double> coefficients)
    {
        int n = coefficients.Length;
        DenseMatrix companion = new(n);
        for (int i = 0; i < n; i++)
        {
            companion[i, n - 1] = -coefficients[i];
            if (i > 0)
            {
                companion[i, i - 1] = 1;
            }
        }

        try
        {
            Complex[] roots = [.. companion.Evd(Symmetricity.Asymmetric).EigenValues];
            return roots.All(r => double.IsFinite(r.Real) && double.IsFinite(r.Imaginary)) ? roots : null;
        }
        catch (NonConvergenceException)
        {
            return null;
        }
    }

    /// <summary>Coefficients of the polynomial with given roots; <c>null</c> when they leave the range of numbers.</summary>
    /// <param name="roots">Closed under conjugation. Only those with imaginary part ≥ 0 are read.</param>
    /// <remarks>Factors are multiplied in Leja order, which keeps the intermediate coefficients small (Reichel 1990, BIT
    /// 30, 332–346).</remarks>
    public static double[]? Coefficients(IReadOnlyList<Complex> roots)
    {
        double[] product = new double[roots.Count + 1];
        product[0] = 1;
        int degree = 0;
        foreach (Complex root in LejaOrder([.. roots.Where(r => r.Imaginary >= 0)]))
        {
            (double c0, double c1, int order) = root.Imaginary == 0
                ? (-root.Real, 0.0, 1)
                : ((root.Real * root.Real) + (root.Imaginary * root.Imaginary), -2 * root.Real, 2);
            for (int i = degree + order; i >= 0; i--)
            {
                double lead = i >= order ? product[i - order] : 0;
                double middle = order == 2 && i >= 1 ? c1 * product[i - 1] : 0;
                product[i] = lead + middle + (c0 * product[i]);
            }

            degree += order;
        }

        return degree == roots.Count && product.All(double.IsFinite) ? product[..degree] : null;
    }

    private static List<Complex> LejaOrder(List<Complex> left)
    {
        List<Complex> ordered = [];
        double[] logDistance = [.. left.Select(r => r.Magnitude)];
        for (int taken = 0; taken < logDistance.Length; taken++)
        {
            int next = 0;
            for (int i = 1; i < left.Count; i++)
            {
                next = logDistance[i] > logDistance[next] ? i : next;
            }

            Complex root = left[next];
            ordered.Add(root);
            logDistance[next] = double.NegativeInfinity;
            for (int i = 0; i < left.Count; i++)
            {
                double distance = (left[i] - root).Magnitude * (left[i] - Complex.Conjugate(root)).Magnitude;
                logDistance[i] = (taken == 0 ? 0 : logDistance[i]) + Math.Log(Math.Max(distance, SmallestDistance));
            }
        }

        return ordered;
    }
}
