namespace Dms.Predictive.Volatility;

/// <summary>−½(ln 2π + z²).</summary>
internal sealed class NormalDensity : InnovationDensity
{
    /// <summary>½·ln 2π.</summary>
    public const double HalfLogTwoPi = 0.918938533204672741780329736406;

    /// <inheritdoc/>
    public override string[] Shapes => [];

    /// <inheritdoc/>
    public override LinearConstraint[] Constraints => [];

    /// <inheritdoc/>
    public override void Log(ReadOnlySpan<double> z, ReadOnlySpan<double> shape, Span<double> log)
    {
        for (int t = 0; t < z.Length; t++)
        {
            log[t] = -HalfLogTwoPi - (0.5 * z[t] * z[t]);
        }
    }

    /// <inheritdoc/>
    public override void Scores(
        ReadOnlySpan<double> z,
        ReadOnlySpan<double> shape,
        Span<double> log,
        Span<double> score,
        Span<double> shapeScore)
    {
        for (int t = 0; t < z.Length; t++)
        {
            log[t] = -HalfLogTwoPi - (0.5 * z[t] * z[t]);
            score[t] = -z[t];
        }
    }

    /// <inheritdoc/>
    public override bool TryTotal(
        ReadOnlySpan<double> z,
        ReadOnlySpan<double> shape,
        Span<double> scratch,
        Span<double> score,
        Span<double> shapeSums,
        out double total)
    {
        total = (-HalfLogTwoPi * z.Length) - (0.5 * SumOfSquares(z));
        for (int t = 0; t < score.Length; t++)
        {
            score[t] = -z[t];
        }

        return true;
    }

    /// <summary>Σ z², compensated over blocks of four.</summary>
    private static double SumOfSquares(ReadOnlySpan<double> z)
    {
        LogLikelihoodSum sum = default;
        int t = 0;
        for (; t + 4 <= z.Length; t += 4)
        {
            sum.Add((z[t] * z[t]) + (z[t + 1] * z[t + 1]) + ((z[t + 2] * z[t + 2]) + (z[t + 3] * z[t + 3])));
        }

        for (; t < z.Length; t++)
        {
            sum.Add(z[t] * z[t]);
        }

        return -2 * sum.Total(0);
    }
}
