namespace Dms.Predictive.Volatility;

/// <summary>√h_t = ω + (α + γ·1{e_{t−1} &lt; 0})·|e_{t−1}| + β·√h_{t−1} (Zakoian 1994).</summary>
internal sealed class TarchRecursion : VarianceRecursion
{
    /// <inheritdoc/>
    public override string[] Parameters => ["omega", "alpha", "gamma", "beta"];

    /// <inheritdoc/>
    public override LinearConstraint[] Constraints => GjrRecursion.NewsConstraints;

    /// <inheritdoc/>
    public override double[][] Starts =>
    [
        [0.05, 0.08, 0, 0.90], [0.05, 0.03, 0.10, 0.90], [0.02, 0.05, 0.03, 0.93], [0.2, 0.2, 0.1, 0.6],
        [0.3, 0.3, -0.1, 0.4], [0.01, 0.08, -0.04, 0.93],
    ];

    /// <inheritdoc/>
    public override bool Kinked => true;

    /// <inheritdoc/>
    public override double ScaleOmega(ReadOnlySpan<double> p, double c) => p[0] * c;

    /// <inheritdoc/>
    public override void Run(VarianceRun run, ReadOnlySpan<double> p, bool slopes)
    {
        (double omega, double alpha, double gamma, double beta) = (p[0], p[1], p[2], p[3]);
        TarchStep step = new(omega, alpha, gamma, beta);
        double v = run.Absolute;
        double s = omega + ((alpha + (0.5 * gamma) + beta) * v);
        double dm = (alpha + (0.5 * gamma) + beta) * run.AbsolutePerMu;
        (double dw, double da, double dg, double db) = (1, v, 0.5 * v, v);
        if (run.FirstGiven)
        {
            (s, dm, dw, da, dg, db) = (v, 0, 0, 0, 0, 0);
        }

        ReadOnlySpan<double> residuals = run.Residuals;
        Span<double> variances = run.Variances, slope = run.Slopes;
        for (int t = 0; t < residuals.Length; t++)
        {
            double e = residuals[t];
            variances[t] = s * s;
            if (slopes)
            {
                double lower = GarchStep.Lower(e), news = alpha + (gamma * lower), size = Math.Abs(e);
                double twice = 2 / s;
                Span<double> row = slope.Slice(5 * t, 5);
                (row[0], row[1], row[2]) = (dm * twice, dw * twice, da * twice);
                (row[3], row[4]) = (dg * twice, db * twice);
                dm = (beta * dm) - (news * Math.Sign(e));
                dw = (beta * dw) + 1;
                da = (beta * da) + size;
                dg = (beta * dg) + (lower * size);
                db = (beta * db) + s;
            }

            s = step.Next(s, e, s * s, 0);
        }

        variances[residuals.Length] = s * s;
    }
}
