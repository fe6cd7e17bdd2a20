namespace Dms.Predictive.Volatility;

/// <summary>Gradient of a function at a point.</summary>
internal delegate double GradientAt(ReadOnlySpan<double> theta, Span<double> gradient, Span<double> outer);

/// <summary>Second derivatives as differences of an analytic gradient.</summary>
internal static class GradientDifferences
{
    /// <summary>Forward differences, made symmetric; enough for Newton steps.</summary>
    public static void Fill(
        ReadOnlySpan<double> theta,
        ReadOnlySpan<double> gradient,
        Span<double> hessian,
        Func<int, double, double> stepOf,
        GradientAt at)
    {
        int n = theta.Length;
        double[] ahead = new double[n], moved = theta.ToArray();
        for (int j = 0; j < n; j++)
        {
            moved[j] = theta[j] + stepOf(j, theta[j]);
            double step = moved[j] - theta[j];
            at(moved, ahead, default);
            moved[j] = theta[j];
            for (int i = 0; i < n; i++)
            {
                hessian[(i * n) + j] = (ahead[i] - gradient[i]) / step;
            }
        }

        Symmetrize(hessian, n);
    }

    /// <summary>Central differences, forward ones where a step back would leave the constraints; for standard
    /// errors.</summary>
    public static double[] Central(
        double[] theta, LinearConstraint[] constraints, Func<int, double, double> stepOf, GradientAt at)
    {
        int n = theta.Length;
        double[] hessian = new double[n * n], up = new double[n], down = new double[n], moved = [.. theta];
        for (int j = 0; j < n; j++)
        {
            double step = stepOf(j, theta[j]);
            bool inside = constraints.All(c => c.Normal[j] <= 0 || c.Slack(theta) >= 2 * step * c.Normal[j]);
            (double above, double below) = (theta[j] + step, inside ? theta[j] - step : theta[j]);
            moved[j] = above;
            at(moved, up, default);
            moved[j] = below;
            at(moved, down, default);
            moved[j] = theta[j];
            for (int i = 0; i < n; i++)
            {
                hessian[(i * n) + j] = (up[i] - down[i]) / (above - below);
            }
        }

        Symmetrize(hessian, n);
        return hessian;
    }

    private static void Symmetrize(Span<double> hessian, int n)
    {
        for (int i = 0; i < n; i++)
        {
            for (int j = 0; j < i; j++)
            {
                double both = 0.5 * (hessian[(i * n) + j] + hessian[(j * n) + i]);
                (hessian[(i * n) + j], hessian[(j * n) + i]) = (both, both);
            }
        }
    }
}
