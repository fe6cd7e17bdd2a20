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
}
