namespace Dms.Predictive.Core;

/// <summary>Eigenvectors of a symmetric matrix by cyclic Jacobi rotations, in one fixed order of operations.</summary>
/// <remarks>Golub and Van Loan (2013), §8.5. About eight sweeps of O(n³); meant for matrices of tens of rows.</remarks>
public static class SymmetricEigen
{
    private const int MostSweeps = 60;

    /// <summary>Decomposes.</summary>
    /// <param name="matrix">Row-major n × n, symmetric, finite; not changed.</param>
    /// <param name="n">Rows ≥ 1.</param>
    /// <returns>Eigenvalues, largest first, and their orthonormal vectors one after another.</returns>
    /// <exception cref="ArgumentException">The matrix is not n × n or holds a number that is not finite.</exception>
    public static (double[] Values, double[] Vectors) Decompose(ReadOnlySpan<double> matrix, int n)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(n, 1);
        double[] a = matrix.ToArray();
        if (a.Length != n * n || !a.All(double.IsFinite))
        {
            throw new ArgumentException($"Found {a.Length} numbers; expected {n} x {n} finite ones.", nameof(matrix));
        }

        double[] v = new double[n * n];
        for (int i = 0; i < n; i++)
        {
            v[(i * n) + i] = 1;
        }

        for (int sweep = 0; sweep < MostSweeps && Sweep(a, v, n); sweep++)
        {
        }

        int[] order = [.. Enumerable.Range(0, n).OrderByDescending(i => a[(i * n) + i])];
        return ([.. order.Select(i => a[(i * n) + i])], [.. order.SelectMany(i => v[(i * n)..((i + 1) * n)])]);
    }

    // Rows of v are the vectors. Returns whether anything was rotated.
    private static bool Sweep(double[] a, double[] v, int n)
    {
        bool rotated = false;
        for (int p = 0; p < n - 1; p++)
        {
            for (int q = p + 1; q < n; q++)
            {
                double off = a[(p * n) + q];
                double scale = Math.Sqrt(Math.Abs(a[(p * n) + p])) * Math.Sqrt(Math.Abs(a[(q * n) + q]));
                if (off == 0 || Math.Abs(off) <= 1e-17 * scale)
                {
                    continue;
                }

                double theta = (a[(q * n) + q] - a[(p * n) + p]) / (2 * off);
                double t = Math.CopySign(1, theta) / (Math.Abs(theta) + Math.Sqrt((theta * theta) + 1));
                double c = 1 / Math.Sqrt((t * t) + 1);
                Rotate(a, v, n, (p, q), (c, t * c));
                rotated = true;
            }
        }

        return rotated;
    }

    private static void Rotate(double[] a, double[] v, int n, (int P, int Q) plane, (double C, double S) angle)
    {
        (int p, int q) = plane;
        (double c, double s) = angle;
        for (int k = 0; k < n; k++)
        {
            (double x, double y) = (a[(k * n) + p], a[(k * n) + q]);
            (a[(k * n) + p], a[(k * n) + q]) = ((c * x) - (s * y), (s * x) + (c * y));
        }

        for (int k = 0; k < n; k++)
        {
            (double x, double y) = (a[(p * n) + k], a[(q * n) + k]);
            (a[(p * n) + k], a[(q * n) + k]) = ((c * x) - (s * y), (s * x) + (c * y));
            (x, y) = (v[(p * n) + k], v[(q * n) + k]);
            (v[(p * n) + k], v[(q * n) + k]) = ((c * x) - (s * y), (s * x) + (c * y));
        }

        (a[(p * n) + q], a[(q * n) + p]) = (0, 0);
    }
}
