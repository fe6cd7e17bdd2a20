namespace Dms.Predictive.Volatility;

/// <summary>Gaussian quasi-log-likelihood of the correlations of standardised returns; θ = (a, b).</summary>
/// <remarks>Σ over blocks of assets of −½Σ_t(ln|R_t| + u'R_t⁻¹u − u'u): one block of all assets is the likelihood,
/// blocks of two are the composite one. Analytic gradient; with the correction, whose S moves with θ,
/// differences.</remarks>
internal sealed class DccObjective(
    double[] rows, int assets, int[][] blocks, Func<double, double, double[]> intercept, bool corrected) : ISmoothObjective
{
    private const double ValueStep = 1e-5;

    /// <inheritdoc/>
    public int Dimension => 2;

    /// <summary>a, b ≥ 0 and a + b &lt; 1.</summary>
    public static LinearConstraint[] Constraints { get; } =
        [new("a", [1, 0], 0), new("b", [0, 1], 0), new("persistence", [-1, -1], -1 + 1e-6, 0.9)];

    /// <inheritdoc/>
    public double Value(ReadOnlySpan<double> theta) => Pass(theta, default, default);

    /// <inheritdoc/>
    public double Curvature(ReadOnlySpan<double> theta, Span<double> gradient, Span<double> hessian)
    {
        double value = Gradient(theta, gradient, default);
        if (double.IsFinite(value))
        {
            GradientDifferences.Fill(theta, gradient, hessian, (_, _) => corrected ? 1e-4 : 1e-6, Gradient);
        }

        return value;
    }

    /// <inheritdoc/>
    public void Information(ReadOnlySpan<double> theta, Span<double> information)
    {
        Span<double> unused = stackalloc double[2];
        Pass(theta, unused, information);
    }

    /// <summary>Value and gradient; S'S of the scores when asked for.</summary>
    public double Gradient(ReadOnlySpan<double> theta, Span<double> gradient, Span<double> outer)
    {
        double value = Pass(theta, gradient, outer);
        for (int j = 0; j < 2 && corrected; j++)
        {
            double[] up = theta.ToArray(), down = theta.ToArray();
            (up[j], down[j]) = (theta[j] + ValueStep, Math.Max(0, theta[j] - ValueStep));
            gradient[j] = (Value(up) - Value(down)) / (up[j] - down[j]);
        }

        return value;
    }

    private double Pass(ReadOnlySpan<double> theta, Span<double> gradient, Span<double> outer)
    {
        gradient.Clear();
        outer.Clear();
        double[] mean = intercept(theta[0], theta[1]);
        LogLikelihoodSum sum = default;
        foreach (int[] block in blocks)
        {
            DccBlock run = new(block, assets, mean, (theta[0], theta[1]), corrected);
            for (int t = 0; t < rows.Length; t += assets)
            {
                double term = run.Append(rows.AsSpan(t, assets), !gradient.IsEmpty);
                if (double.IsNaN(term))
                {
                    return double.NaN;
                }

                sum.Add(-2 * term);
                Collect(run.Score, gradient, outer);
            }
        }

        return sum.Total(0);
    }

    private static void Collect((double A, double B) score, Span<double> gradient, Span<double> outer)
    {
        if (!gradient.IsEmpty)
        {
            (gradient[0], gradient[1]) = (gradient[0] + score.A, gradient[1] + score.B);
        }

        if (!outer.IsEmpty)
        {
            (outer[0], outer[1]) = (outer[0] + (score.A * score.A), outer[1] + (score.A * score.B));
            (outer[2], outer[3]) = (outer[1], outer[3] + (score.B * score.B));
        }
    }
}
