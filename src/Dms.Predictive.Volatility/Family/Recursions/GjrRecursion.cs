namespace Dms.Predictive.Volatility;

/// <summary>h_t = ω + (α + γ·1{e_{t−1} &lt; 0})·e²_{t−1} + β·h_{t−1} (Glosten, Jagannathan, Runkle 1993).</summary>
internal sealed class GjrRecursion : VarianceRecursion
{
    /// <inheritdoc/>
    public override string[] Parameters => ["omega", "alpha", "gamma", "beta"];

    /// <inheritdoc/>
    public override LinearConstraint[] Constraints => NewsConstraints;

    /// <inheritdoc/>
    public override double[][] Starts =>
        [[0.05, 0.02, 0.08, 0.88], [0.05, 0.08, -0.04, 0.90], [0.1, 0.05, 0.3, 0.7], [0.002, 0.03, 0.06, 0.938]];

    /// <inheritdoc/>
    public override (GarchModel Model, Func<double[], double[]> Map)[] Parents =>
        [(GarchModel.Garch, p => [p[0], p[1], 0, p[2]])];

    /// <summary>ω, α, β ≥ 0, α + γ ≥ 0, γ ≥ −1, α + ½γ + β ≤ 1; γ ≤ 2 follows.</summary>
    internal static LinearConstraint[] NewsConstraints =>
    [
        Keep("omega", SmallestOmega, 1, 0, 0, 0), Keep("alpha", 0, 0, 1, 0, 0), Keep("beta", 0, 0, 0, 0, 1),
        Keep("alpha+gamma", 0, 0, 1, 1, 0), Keep("gamma", -1, 0, 0, 1, 0), Keep("persistence", -1, 0, -1, -0.5, -1),
    ];

    /// <inheritdoc/>
    public override void Run(VarianceRun run, ReadOnlySpan<double> p, bool slopes)
    {
        (double omega, double alpha, double gamma, double beta) = (p[0], p[1], p[2], p[3]);
        GarchStep step = new(omega, alpha, gamma, beta);
        double v = run.Square;
        double h = omega + ((alpha + (0.5 * gamma) + beta) * v);
        double dm = (alpha + (0.5 * gamma) + beta) * run.SquarePerMu;
        (double dw, double da, double dg, double db) = (1, v, 0.5 * v, v);
        if (run.FirstGiven)
        {
            (h, dm, dw, da, dg, db) = (v, 0, 0, 0, 0, 0);
        }
        else if (run.Rule == GarchStart.Unconditional)
        {
            double rest = 1 - alpha - (0.5 * gamma) - beta;
            h = omega / rest;
            (dm, dw, da, dg, db) = (0, 1 / rest, h / rest, 0.5 * h / rest, h / rest);
        }

        ReadOnlySpan<double> residuals = run.Residuals;
        Span<double> variances = run.Variances, slope = run.Slopes;
        for (int t = 0; t < residuals.Length; t++)
        {
            double e = residuals[t];
            variances[t] = h;
            if (slopes)
            {
                double lower = GarchStep.Lower(e), news = alpha + (gamma * lower);
                double inverse = 1 / h;
                Span<double> row = slope.Slice(5 * t, 5);
                (row[0], row[1], row[2]) = (dm * inverse, dw * inverse, da * inverse);
                (row[3], row[4]) = (dg * inverse, db * inverse);
                dm = (beta * dm) - (2 * news * e);
                dw = (beta * dw) + 1;
                da = (beta * da) + (e * e);
                dg = (beta * dg) + (lower * e * e);
                db = (beta * db) + h;
            }

            h = step.Next(h, e, h, 0);
        }

        variances[residuals.Length] = h;
    }

    /// <inheritdoc/>
    public override double? Persistence(ReadOnlySpan<double> p, double lowerVariance) =>
        p[1] + (p[2] * lowerVariance) + p[3];
}
