namespace Dms.Predictive.Volatility;

/// <summary>σ_t^δ = ω + α·(|e_{t−1}| − γ·e_{t−1})^δ + β·σ_{t−1}^δ (Ding, Granger, Engle 1993).</summary>
internal sealed class AparchRecursion : VarianceRecursion
{
    private const double MostGamma = 0.9997;

    /// <inheritdoc/>
    public override string[] Parameters => ["omega", "alpha", "gamma", "beta", "delta"];

    /// <inheritdoc/>
    public override LinearConstraint[] Constraints =>
    [
        Keep("omega", SmallestOmega, 1, 0, 0, 0, 0), Keep("alpha", 0, 0, 1, 0, 0, 0), Keep("beta", 0, 0, 0, 0, 1, 0),
        Keep("gamma", -MostGamma, 0, 0, 1, 0, 0), Keep("gamma", -MostGamma, 0, 0, -1, 0, 0),
        Keep("delta", 0.05, 0, 0, 0, 0, 1), Keep("delta", -4, 0, 0, 0, 0, -1),
        Keep("persistence", -1, 0, -1, 0, -1, 0),
    ];

    /// <inheritdoc/>
    public override double[][] Starts =>
    [
        [0.05, 0.08, 0, 0.88, 1.5], [0.05, 0.08, 0.4, 0.88, 1], [0.05, 0.08, -0.3, 0.88, 1.5],
        [0.1, 0.2, 0.2, 0.7, 1.2], [0.02, 0.05, 0.1, 0.93, 2.5],
    ];

    /// <inheritdoc/>
    public override bool Kinked => true;

    /// <inheritdoc/>
    public override string? OmegaScaledBy => "delta";

    /// <inheritdoc/>
    public override (GarchModel Model, Func<double[], double[]> Map)[] Parents =>
    [
        (GarchModel.Garch, p => [p[0], p[1], 0, p[2], 2]),
        (GarchModel.Gjr, FromGjr),
        (GarchModel.Tarch, FromTarch),
    ];

    /// <inheritdoc/>
    public override double ScaleOmega(ReadOnlySpan<double> p, double c) => p[0] * Math.Pow(c, p[4]);

    /// <inheritdoc/>
    public override void Run(VarianceRun run, ReadOnlySpan<double> p, bool slopes)
    {
        (double omega, double alpha, double gamma, double beta, double delta) = (p[0], p[1], p[2], p[3], p[4]);
        AparchStep step = new(omega, alpha, gamma, beta, delta);
        Span<double> d = stackalloc double[6];
        double q = Start(run, p, d);
        double ratio = 2 / delta;
        ReadOnlySpan<double> residuals = run.Residuals;
        Span<double> variances = run.Variances, slope = run.Slopes;
        for (int t = 0; t < residuals.Length; t++)
        {
            double e = residuals[t], log = Math.Log(q);
            double power = step.Power(e, out double x, out double logX);
            variances[t] = Math.Exp(ratio * log);
            if (slopes)
            {
                double scale = ratio / q;
                Span<double> row = slope.Slice(6 * t, 6);
                for (int j = 0; j < 6; j++)
                {
                    row[j] = scale * d[j];
                }

                row[5] -= ratio / delta * log;
                double perX = x > 0 ? alpha * delta * power / x : 0;
                d[0] = (beta * d[0]) - (perX * (Math.Sign(e) - gamma));
                d[1] = (beta * d[1]) + 1;
                d[2] = (beta * d[2]) + power;
                d[3] = (beta * d[3]) - (perX * e);
                d[4] = (beta * d[4]) + q;
                d[5] = (beta * d[5]) + (alpha * power * logX);
            }

            q = step.After(q, power);
        }

        variances[residuals.Length] = Math.Exp(ratio * Math.Log(q));
    }

    /// <summary>σ_1^δ and its slopes in (μ, ω, α, γ, β, δ).</summary>
    private static double Start(VarianceRun run, ReadOnlySpan<double> p, Span<double> d)
    {
        (double alpha, double gamma, double beta, double delta) = (p[1], p[2], p[3], p[4]);
        double level = Math.Pow(run.Square, delta / 2), logLevel = 0.5 * Math.Log(run.Square);
        double levelPerMu = delta / 2 * level / run.Square * run.SquarePerMu;
        if (run.FirstGiven)
        {
            d.Clear();
            d[5] = level * logLevel;
            return level;
        }

        double news = level, newsPerMu = levelPerMu, newsPerGamma = 0, newsPerDelta = level * logLevel;
        if (run.Rule == GarchStart.AparchSample)
        {
            (news, newsPerMu, newsPerGamma, newsPerDelta) = (0, 0, 0, 0);
            double share = 1.0 / run.Residuals.Length;
            foreach (double e in run.Residuals)
            {
                double x = Math.Abs(e) - (gamma * e);
                if (x > 0)
                {
                    double log = Math.Log(x), power = share * Math.Exp(delta * log);
                    news += power;
                    newsPerMu -= delta * power / x * (Math.Sign(e) - gamma);
                    newsPerGamma -= delta * power / x * e;
                    newsPerDelta += power * log;
                }
            }
        }

        d[0] = (alpha * newsPerMu) + (beta * levelPerMu);
        d[1] = 1;
        d[2] = news;
        d[3] = alpha * newsPerGamma;
        d[4] = level;
        d[5] = (alpha * newsPerDelta) + (beta * level * logLevel);
        return p[0] + (alpha * news) + (beta * level);
    }

    /// <summary>α(1−γ)² and α(1+γ)² are the weights of news above and below zero.</summary>
    private static double[] FromGjr(double[] p)
    {
        double up = Math.Sqrt(Math.Max(0, p[1])), down = Math.Sqrt(Math.Max(0, p[1] + p[2]));
        double gamma = up + down > 0 ? Math.Clamp((down - up) / (down + up), -MostGamma, MostGamma) : 0;
        double alpha = 0.25 * (up + down) * (up + down);
        return [p[0], alpha, gamma, Math.Min(p[3], 1 - alpha), 2];
    }

    private static double[] FromTarch(double[] p)
    {
        double alpha = p[1] + (0.5 * p[2]);
        double gamma = alpha > 0 ? Math.Clamp(0.5 * p[2] / alpha, -MostGamma, MostGamma) : 0;
        return [p[0], alpha, gamma, Math.Min(p[3], 1 - alpha), 1];
    }
}
