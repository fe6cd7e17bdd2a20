using MathNet.Numerics;

namespace Dms.Predictive.Volatility;

/// <summary>Generalized error law with variance 1 (Nelson 1991); shape k = 1/ν, ν in [1.01, 500], ν = 2 normal.</summary>
internal sealed class GeneralizedErrorDensity : InnovationDensity
{
    private const double LogTwo = 0.693147180559945309417;

    /// <inheritdoc/>
    public override string[] Shapes => ["nu"];

    /// <inheritdoc/>
    public override LinearConstraint[] Constraints => [new("nu", [1], 1.0 / 500), new("nu", [-1], -1 / 1.01)];

    /// <inheritdoc/>
    public override double[] Neutral => [0.5];

    /// <inheritdoc/>
    public override double[][] Starts => [[0.4], [0.65], [0.85]];

    /// <inheritdoc/>
    public override void Log(ReadOnlySpan<double> z, ReadOnlySpan<double> shape, Span<double> log)
    {
        double k = shape[0], scale = LogScale(k), constant = Constant(k, scale);
        for (int t = 0; t < z.Length; t++)
        {
            log[t] = constant - (0.5 * Math.Exp((Math.Log(Math.Abs(z[t])) - scale) / k));
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
        double k = shape[0], scale = LogScale(k), constant = Constant(k, scale);
        double digamma = SpecialFunctions.DiGamma(k);
        double scaleSlope = 0.5 * ((-2 * LogTwo) + digamma - (3 * SpecialFunctions.DiGamma(3 * k)));
        double slope = (-1 / k) - scaleSlope - LogTwo - digamma;
        for (int t = 0; t < z.Length; t++)
        {
            double far = Math.Log(Math.Abs(z[t])) - scale;
            double power = Math.Exp(far / k);
            log[t] = constant - (0.5 * power);
            score[t] = power > 0 ? -0.5 * power / (k * z[t]) : 0;
            shapeScore[t] = slope + (power > 0 ? 0.5 * power * ((far / (k * k)) + (scaleSlope / k)) : 0);
        }
    }

    internal static double LogScale(double k) =>
        0.5 * ((-2 * k * LogTwo) + SpecialFunctions.GammaLn(k) - SpecialFunctions.GammaLn(3 * k));

    internal static double Constant(double k, double scale) =>
        -Math.Log(k) - scale - ((1 + k) * LogTwo) - SpecialFunctions.GammaLn(k);
}
