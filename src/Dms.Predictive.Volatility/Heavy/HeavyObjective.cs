namespace Dms.Predictive.Volatility;

/// <summary>Gaussian quasi-log-likelihood of q_t, of mean h_t = ω + αx_{t−1} + βh_{t−1}; θ = (ω, α, β).</summary>
/// <remarks>−½Σ(ln 2π + ln h + q/h). Before the first period x and h are given. Analytic gradient; second derivatives
/// are its differences.</remarks>
internal sealed class HeavyObjective(double[] targets, double[] measures, double startMeasure, double start)
    : ISmoothObjective
{
    private const int Width = 3;

    /// <inheritdoc/>
    public int Dimension => Width;

    /// <summary>Number of periods.</summary>
    public int Count => targets.Length;

    /// <inheritdoc/>
    public double Value(ReadOnlySpan<double> theta) => Gradient(theta, default);

    /// <inheritdoc/>
    public double Curvature(ReadOnlySpan<double> theta, Span<double> gradient, Span<double> hessian)
    {
        double value = Gradient(theta, gradient);
        if (double.IsFinite(value))
        {
            GradientDifferences.Fill(theta, gradient, hessian, StepOf, Gradient);
        }

        return value;
    }

    /// <summary>Step of a difference.</summary>
    public static double StepOf(int parameter, double value) => 1e-6 * Math.Max(0.02, Math.Abs(value));

    /// <inheritdoc/>
    public void Information(ReadOnlySpan<double> theta, Span<double> information) =>
        Gradient(theta, new double[Width], information);

    /// <summary>Value and gradient, S'S of the scores when asked for; an empty gradient asks for the value
    /// alone.</summary>
    public double Gradient(ReadOnlySpan<double> theta, Span<double> gradient, Span<double> outer = default)
    {
        gradient.Clear();
        outer.Clear();
        HeavyParameters p = new(theta[0], theta[1], theta[2]);
        (double h, double x) = (start, startMeasure);
        LogLikelihoodSum sum = default;
        Span<double> slope = stackalloc double[Width];
        slope.Clear();
        for (int t = 0; t < targets.Length; t++)
        {
            slope[0] = 1 + (p.Beta * slope[0]);
            slope[1] = x + (p.Beta * slope[1]);
            slope[2] = h + (p.Beta * slope[2]);
            h = p.Next(x, h);
            if (!(h > 0))
            {
                return double.NaN;
            }

            x = measures[t];
            double ratio = targets[t] / h;
            sum.Add(Math.Log(h) + ratio);
            if (!gradient.IsEmpty)
            {
                Collect(slope, 0.5 * (ratio - 1) / h, gradient, outer);
            }
        }

        return sum.Total(targets.Length * 2 * NormalDensity.HalfLogTwoPi);
    }

    private static void Collect(
        ReadOnlySpan<double> slope, double perVariance, Span<double> gradient, Span<double> outer)
    {
        for (int i = 0; i < Width; i++)
        {
            gradient[i] += perVariance * slope[i];
            for (int j = 0; j < Width && !outer.IsEmpty; j++)
            {
                outer[(i * Width) + j] += perVariance * slope[i] * perVariance * slope[j];
            }
        }
    }
}
