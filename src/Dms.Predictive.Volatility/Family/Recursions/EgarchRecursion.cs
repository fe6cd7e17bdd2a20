namespace Dms.Predictive.Volatility;

/// <summary>ln h_t = ω + α·(|z_{t−1}| − √(2/π)) + γ·z_{t−1} + β·ln h_{t−1} (Nelson 1991).</summary>
internal sealed class EgarchRecursion : VarianceRecursion
{
    /// <inheritdoc/>
    public override string[] Parameters => ["omega", "alpha", "gamma", "beta"];

    /// <inheritdoc/>
    public override LinearConstraint[] Constraints => [Keep("beta", 0, 0, 0, 0, 1), Keep("persistence", -1, 0, 0, 0, -1)];

    /// <inheritdoc/>
    public override double[][] Starts =>
    [
        [0, 0.1, 0, 0.98], [0, 0.2, -0.05, 0.95], [0, 0.2, 0.05, 0.9], [0, 0.3, 0, 0.7], [0, 0.5, 0, 0.4],
        [0, 0.05, -0.1, 0.97], [0, 0.02, 0, 0.995],
    ];

    /// <inheritdoc/>
    public override bool Kinked => true;

    /// <inheritdoc/>
    public override string? OmegaScaledBy => "beta";

    /// <inheritdoc/>
    public override double ScaleOmega(ReadOnlySpan<double> p, double c) => p[0] + ((1 - p[3]) * 2 * Math.Log(c));

    /// <inheritdoc/>
    public override void Run(VarianceRun run, ReadOnlySpan<double> p, bool slopes)
    {
        (double omega, double alpha, double gamma, double beta) = (p[0], p[1], p[2], p[3]);
        EgarchStep step = new(omega, alpha, gamma, beta);
        double level = Math.Log(run.Square);
        bool backcast = run.Rule == GarchStart.Backcast;
        double log = backcast ? omega + (beta * level) : level;
        double dm = (backcast ? beta : 1) * run.SquarePerMu / run.Square;
        (double dw, double da, double dg, double db) = (backcast ? 1 : 0, 0, 0, backcast ? level : 0);
        if (run.FirstGiven)
        {
            (log, dm) = (level, 0);
        }
        else if (run.Rule == GarchStart.Unconditional)
        {
            log = omega / (1 - beta);
            (dm, dw, db) = (0, 1 / (1 - beta), log / (1 - beta));
        }

        ReadOnlySpan<double> residuals = run.Residuals;
        Span<double> variances = run.Variances, slope = run.Slopes;
        for (int t = 0; t < residuals.Length; t++)
        {
            double root = Math.Exp(0.5 * log);
            double z = residuals[t] / root, size = Math.Abs(z);
            variances[t] = root * root;
            if (slopes)
            {
                Span<double> row = slope.Slice(5 * t, 5);
                (row[0], row[1], row[2], row[3], row[4]) = (dm, dw, da, dg, db);
                double side = z > 0 ? 1 : z < 0 ? -1 : 0;           // Math.Sign throws where z is not a number
                double news = (alpha * side) + gamma;
                double carry = beta - (0.5 * news * z);
                dm = (carry * dm) - (news / root);
                dw = (carry * dw) + 1;
                da = (carry * da) + size - EgarchStep.MeanAbsolute;
                dg = (carry * dg) + z;
                db = (carry * db) + log;
            }

            log = step.After(log, z);
        }

        variances[residuals.Length] = step.Variance(log);
    }
}
