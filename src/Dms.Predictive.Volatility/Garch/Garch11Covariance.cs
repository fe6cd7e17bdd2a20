using MathNet.Numerics.LinearAlgebra;

namespace Dms.Predictive.Volatility;

/// <summary>Standard errors on the face of the active constraints, on standardised returns.</summary>
internal static class Garch11Covariance
{
    private static readonly string[] Names = ["omega", "alpha", "beta"];

    /// <summary>Computes the three sets and maps them to the unit of the returns.</summary>
    public static GarchStandardErrors Of(Garch11Objective objective, NewtonEnd end, double scale)
    {
        int n = objective.Dimension;
        double[] gradient = new double[n], hessian = new double[n * n], outer = new double[n * n];
        objective.Curvature(end.Theta, gradient, hessian);
        objective.OuterProduct(end.Theta, outer);
        Matrix<double>? basis = FaceBasis(end.Active, n);
        if (basis is null)
        {
            ParameterErrors none = ParameterErrors.None;
            return new(none, none, none, "every parameter is on a bound");
        }

        Matrix<double> bread = basis.TransposeThisAndMultiply(Square(hessian, n) * -1) * basis;
        Matrix<double> meat = basis.TransposeThisAndMultiply(Square(outer, n)) * basis;
        (Matrix<double>? h, Matrix<double>? s) = (Invert(bread), Invert(meat));
        Matrix<double>? robust = h is null ? null : h * meat * h;
        return new(
            Errors(basis, h, scale), Errors(basis, s, scale), Errors(basis, robust, scale), Reason(end, h, s));
    }

    private static string? Reason(NewtonEnd end, Matrix<double>? h, Matrix<double>? s)
    {
        List<string> reasons = [];
        if (h is null || s is null)
        {
            reasons.Add("the matrix is singular");
        }

        reasons.AddRange(end.Active.Where(c => Names.Contains(c.Name)).Select(c => $"{c.Name} is on its bound"));
        if (end.Active.Any(c => c.Name == "persistence"))
        {
            reasons.Add("alpha and beta move along alpha + beta = 1 only");
        }

        return reasons.Count == 0 ? null : string.Join("; ", reasons);
    }

    /// <summary>Columns span the directions that keep the active constraints; null when there is none.</summary>
    internal static Matrix<double>? FaceBasis(LinearConstraint[] active, int n)
    {
        if (active.Length >= n)
        {
            return null;
        }

        if (active.Length == 0)
        {
            return Matrix<double>.Build.DenseIdentity(n);
        }

        Matrix<double> normals = Matrix<double>.Build.DenseOfColumnArrays(active.Select(c => c.Normal));
        Matrix<double> q = normals.QR(MathNet.Numerics.LinearAlgebra.Factorization.QRMethod.Full).Q;
        return q.SubMatrix(0, n, active.Length, n - active.Length);
    }

    private static Matrix<double> Square(double[] rowMajor, int n) =>
        Matrix<double>.Build.Dense(n, n, (i, j) => rowMajor[(i * n) + j]);

    /// <summary>Inverse through the scaled Cholesky factor; null when singular or indefinite.</summary>
    internal static Matrix<double>? Invert(Matrix<double> a)
    {
        int n = a.RowCount;
        double[] scale = [.. Enumerable.Range(0, n).Select(i => Math.Sqrt(a[i, i]))];
        double[] scaled = new double[n * n];
        for (int i = 0; i < n * n; i++)
        {
            scaled[i] = a[i / n, i % n] / (scale[i / n] * scale[i % n]);
        }

        if (!SmallCholesky.TryFactor(scaled, n, 1e-13))
        {
            return null;
        }

        Matrix<double> inverse = Matrix<double>.Build.Dense(n, n);
        double[] column = new double[n];
        for (int j = 0; j < n; j++)
        {
            Array.Clear(column);
            column[j] = 1;
            SmallCholesky.Solve(scaled, n, column);
            for (int i = 0; i < n; i++)
            {
                inverse[i, j] = column[i] / (scale[i] * scale[j]);
            }
        }

        return inverse;
    }

    private static ParameterErrors Errors(Matrix<double> basis, Matrix<double>? covariance, double scale)
    {
        if (covariance is null)
        {
            return ParameterErrors.None;
        }

        Matrix<double> whole = basis * covariance * basis.Transpose();
        int n = whole.RowCount;
        double? Error(int fromEnd, double unit)
        {
            double variance = fromEnd <= n ? whole[n - fromEnd, n - fromEnd] : 0;
            double still = basis.Row(Math.Max(0, n - fromEnd)).L2Norm();
            return variance > 0 && still > 1e-9 ? Math.Sqrt(variance) * unit : null;
        }

        return new(Error(4, scale), Error(3, scale * scale), Error(2, 1), Error(1, 1));
    }
}
