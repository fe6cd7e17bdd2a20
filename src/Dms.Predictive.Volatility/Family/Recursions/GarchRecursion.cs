namespace Dms.Predictive.Volatility;

/// <summary>h_t = ω + α·e²_{t−1} + β·h_{t−1} (Bollerslev 1986).</summary>
internal sealed class GarchRecursion : VarianceRecursion
{
    /// <inheritdoc/>
    public override string[] Parameters => ["omega", "alpha", "beta"];

    /// <inheritdoc/>
    public override LinearConstraint[] Constraints =>
    [
        Keep("omega", SmallestOmega, 1, 0, 0), Keep("alpha", 0, 0, 1, 0), Keep("beta", 0, 0, 0, 1),
        Keep("persistence", -1, 0, -1, -1),
    ];

    /// <inheritdoc/>
    public override double[][] Starts =>
    [
        [0.05, 0.05, 0.90], [0.01, 0.02, 0.97], [0.05, 0.10, 0.85], [0.10, 0.20, 0.70], [0.30, 0.30, 0.40],
        [0.001, 0.06, 0.939], [0.60, 0.40, 0.01], [0.50, 0.80, 0.15], [0.003, 0.001, 0.998], [0.05, 0.5, 0.5],
    ];

    /// <inheritdoc/>
    public override void Run(VarianceRun run, ReadOnlySpan<double> p, bool slopes)
    {
        (double omega, double alpha, double beta) = (p[0], p[1], p[2]);
        GarchStep step = new(omega, alpha, 0, beta);
        double v = run.Square;
        double h = omega + ((alpha + beta) * v);
        (double dm, double dw, double da, double db) = ((alpha + beta) * run.SquarePerMu, 1, v, v);
        if (run.FirstGiven)
        {
            (h, dm, dw, da, db) = (v, 0, 0, 0, 0);
        }
        else if (run.Rule == GarchStart.Unconditional)
        {
            double rest = 1 - alpha - beta;
            h = omega / rest;
            (dm, dw, da, db) = (0, 1 / rest, h / rest, h / rest);
        }

        ReadOnlySpan<double> residuals = run.Residuals;
        Span<double> variances = run.Variances, slope = run.Slopes;
        for (int t = 0; t < residuals.Length; t++)
        {
            double e = residuals[t];
            variances[t] = h;
            if (slopes)
            {
                double inverse = 1 / h;
                Span<double> row = slope.Slice(4 * t, 4);
                (row[0], row[1], row[2], row[3]) = (dm * inverse, dw * inverse, da * inverse, db * inverse);
                dm = (beta * dm) - (2 * alpha * e);
                dw = (beta * dw) + 1;
                da = (beta * da) + (e * e);
                db = (beta * db) + h;
            }

            h = step.Next(h, e, h, 0);
        }

        variances[residuals.Length] = h;
    }

    /// <inheritdoc/>
    public override double? Persistence(ReadOnlySpan<double> p, double lowerVariance) => p[1] + p[2];
}
