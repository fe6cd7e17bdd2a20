namespace Dms.Predictive.Volatility;

/// <summary>Cholesky factor of a small symmetric matrix, row-major.</summary>
internal static class SmallCholesky
{
    /// <summary>Factors in place (lower triangle).</summary>
    /// <param name="a">n × n; replaced by L.</param>
    /// <param name="n">Order.</param>
    /// <param name="relativePivot">Smallest pivot allowed, relative to the diagonal entry it came from.</param>
    /// <returns>Whether every pivot was above the limit.</returns>
    public static bool TryFactor(Span<double> a, int n, double relativePivot)
    {
        for (int j = 0; j < n; j++)
        {
            double pivot = a[(j * n) + j];
            double limit = relativePivot * pivot;
            for (int k = 0; k < j; k++)
            {
                pivot -= a[(j * n) + k] * a[(j * n) + k];
            }

            if (!(pivot > 0) || pivot <= limit || !double.IsFinite(pivot))
            {
                return false;
            }

            double root = Math.Sqrt(pivot);
            a[(j * n) + j] = root;
            for (int i = j + 1; i < n; i++)
            {
                double x = a[(i * n) + j];
                for (int k = 0; k < j; k++)
                {
                    x -= a[(i * n) + k] * a[(j * n) + k];
                }

                a[(i * n) + j] = x / root;
            }
        }

        return true;
    }

    /// <summary>√(x'·L·L'·x).</summary>
    public static double Norm(ReadOnlySpan<double> factor, int n, ReadOnlySpan<double> x)
    {
        double square = 0;
        for (int j = 0; j < n; j++)
        {
            double sum = 0;
            for (int i = j; i < n; i++)
            {
                sum += factor[(i * n) + j] * x[i];
            }

            square += sum * sum;
        }

        return Math.Sqrt(square);
    }

    /// <summary>Solves L·L'·x = b in place.</summary>
    public static void Solve(ReadOnlySpan<double> factor, int n, Span<double> b)
    {
        for (int i = 0; i < n; i++)
        {
            double x = b[i];
            for (int k = 0; k < i; k++)
            {
                x -= factor[(i * n) + k] * b[k];
            }

            b[i] = x / factor[(i * n) + i];
        }

        for (int i = n - 1; i >= 0; i--)
        {
            double x = b[i];
            for (int k = i + 1; k < n; k++)
            {
                x -= factor[(k * n) + i] * b[k];
            }

            b[i] = x / factor[(i * n) + i];
        }
    }
}
