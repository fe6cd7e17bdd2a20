using MathNet.Numerics.LinearAlgebra;

namespace Dms.Predictive.Volatility;

/// <summary>Three sets of standard errors on the face of the active constraints, mapped to the unit of the
/// returns.</summary>
internal sealed class FamilyCovariance
{
    private const double KinkStep = 1e-3;
    private readonly FamilyObjective _objective;
    private readonly double[] _theta;
    private readonly Matrix<double>? _basis;
    private readonly Matrix<double>? _hessian;
    private readonly Matrix<double>? _opg;
    private readonly Matrix<double>? _robust;

    /// <param name="objective">Over the free parameters.</param>
    /// <param name="theta">The optimum.</param>
    /// <param name="active">Constraints that hold with equality.</param>
    /// <param name="kinked">Whether the curvature in μ is to be taken over a wide step.</param>
    public FamilyCovariance(FamilyObjective objective, double[] theta, LinearConstraint[] active, bool kinked)
    {
        (_objective, _theta) = (objective, theta);
        int n = theta.Length;
        double[] outer = new double[n * n], unused = new double[n];
        objective.Gradient(theta, unused, outer);
        _basis = Garch11Covariance.FaceBasis(active, n);
        if (_basis is not null)
        {
            Matrix<double> bread = _basis.TransposeThisAndMultiply(Curvature(kinked) * -1) * _basis;
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

    /// <summary>Central differences of the gradient; forward ones where the parameter is at zero.</summary>
    private Matrix<double> Curvature(bool kinked)
    {
        int n = _theta.Length;
        double[] up = new double[n], down = new double[n];
        Matrix<double> h = Matrix<double>.Build.Dense(n, n);
        for (int j = 0; j < n; j++)
        {
            int index = _objective.Free[j];
            double step = kinked && index == 0 ? KinkStep : 10 * _objective.StepOf(index, _theta[j]);
            bool inside = _objective.Constraints.All(c => c.Slack(_theta) >= 2 * step * Math.Abs(c.Normal[j])
                || c.Normal[j] <= 0);
            double[] ahead = [.. _theta], behind = [.. _theta];
            ahead[j] += step;
            behind[j] -= inside ? step : 0;
            _objective.Gradient(ahead, up);
            _objective.Gradient(behind, down);
            for (int i = 0; i < n; i++)
            {
                h[i, j] = (up[i] - down[i]) / (ahead[j] - behind[j]);
            }
        }

        return 0.5 * (h + h.Transpose());
    }

    private static Matrix<double> Square(double[] rowMajor, int n) =>
        Matrix<double>.Build.Dense(n, n, (i, j) => rowMajor[(i * n) + j]);
}
