using MathNet.Numerics.LinearAlgebra;

namespace Dms.Predictive.Volatility;

/// <summary>Three sets of standard errors on the face of the active constraints, mapped to the unit of the
/// returns.</summary>
internal sealed class FamilyCovariance
{
    private readonly Matrix<double>? _basis;
    private readonly Matrix<double>? _hessian;
    private readonly Matrix<double>? _opg;
    private readonly Matrix<double>? _robust;

    /// <param name="curvature">Hessian of the log-likelihood, row-major.</param>
    /// <param name="outer">S'S of the scores, row-major.</param>
    /// <param name="active">Constraints that hold with equality.</param>
    /// <param name="n">Free parameters.</param>
    public FamilyCovariance(double[] curvature, double[] outer, LinearConstraint[] active, int n)
    {
        _basis = Garch11Covariance.FaceBasis(active, n);
        if (_basis is not null)
        {
            Matrix<double> bread = _basis.TransposeThisAndMultiply(Square(curvature, n) * -1) * _basis;
            Matrix<double> meat = _basis.TransposeThisAndMultiply(Square(outer, n)) * _basis;
            (_hessian, _opg) = (Garch11Covariance.Invert(bread), Garch11Covariance.Invert(meat));
            _robust = _hessian is null ? null : _hessian * meat * _hessian;
        }
    }

    /// <summary>Standard errors of J·θ for one row of J; null where not defined.</summary>
    public (double? Hessian, double? Opg, double? Robust) Of(double[] row)
    {
        if (_basis is null)
        {
            return (null, null, null);
        }

        Vector<double> along = _basis.TransposeThisAndMultiply(Vector<double>.Build.Dense(row));
        double whole = row.Sum(x => x * x);
        if (!(along.DotProduct(along) > 1e-14 * whole))
        {
            return (null, null, null);
        }

        double? Root(Matrix<double>? covariance)
        {
            double variance = covariance is null ? 0 : along.DotProduct(covariance * along);
            return variance > 0 && double.IsFinite(variance) ? Math.Sqrt(variance) : null;
        }

        return (Root(_hessian), Root(_opg), Root(_robust));
    }

    /// <summary>Robust covariance of J·θ for the rows of J; null where not defined.</summary>
    public double[][]? Robust(double[][] rows)
    {
        if (_basis is null || _robust is null)
        {
            return null;
        }

        Vector<double>[] along = [.. rows.Select(r => _basis.TransposeThisAndMultiply(Vector<double>.Build.Dense(r)))];
        return [.. along.Select(a => along.Select(b => a.DotProduct(_robust * b)).ToArray())];
    }

    private static Matrix<double> Square(double[] rowMajor, int n) =>
        Matrix<double>.Build.Dense(n, n, (i, j) => rowMajor[(i * n) + j]);
}
