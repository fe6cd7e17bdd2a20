using Dms.Predictive.Core;

namespace Dms.Predictive.Learning;

/// <summary>Log odds = a·ln p − b·ln(1 − p) + c of a first probability p = 1/(1 + e^−score); a, b ≥ 0, so it never
/// falls. It can bend what Platt's straight line cannot.</summary>
/// <remarks>Kull, Silva Filho and Flach (2017), Electronic Journal of Statistics 11(2), 5052–5080.</remarks>
public sealed record BetaMap : ICalibrationMap
{
    /// <summary>Takes a map.</summary>
    /// <param name="rise">a: log odds per unit of ln p; finite, ≥ 0.</param>
    /// <param name="fall">b: log odds per unit of −ln(1 − p); finite, ≥ 0.</param>
    /// <param name="offset">c; finite.</param>
    /// <exception cref="ArgumentOutOfRangeException">A value is not allowed.</exception>
    public BetaMap(double rise, double fall, double offset)
    {
        Rise = Require.FiniteNonNegative(rise, "log odds per unit of ln p");
        Fall = Require.FiniteNonNegative(fall, "log odds per unit of -ln(1 - p)");
        Offset = double.IsFinite(offset)
            ? offset
            : throw new ArgumentOutOfRangeException(nameof(offset), offset, "Expected a finite number.");
    }

    /// <summary>a ≥ 0.</summary>
    public double Rise { get; }

    /// <summary>b ≥ 0.</summary>
    public double Fall { get; }

    /// <summary>c.</summary>
    public double Offset { get; }

    /// <summary>Fits to known outcomes.</summary>
    /// <param name="scores">Log odds before calibration, finite, one per outcome.</param>
    /// <param name="outcomes">Whether the event came; at least one of each kind.</param>
    /// <exception cref="ArgumentException">Lengths differ, a kind is missing, or a score is not finite.</exception>
    public static BetaMap Fit(ReadOnlySpan<double> scores, ReadOnlySpan<bool> outcomes)
    {
        _ = CalibrationSample.Check(scores, outcomes);
        double[] rows = new double[2 * scores.Length];
        for (int i = 0; i < scores.Length; i++)
        {
            (rows[2 * i], rows[(2 * i) + 1]) = (-Softplus(-scores[i]), Softplus(scores[i]));
        }

        LogisticRegression fit = LogisticRegression.Fit(rows, outcomes, [true, true]);
        return new BetaMap(fit.Coefficients[0], fit.Coefficients[1], fit.Offset);
    }

    /// <inheritdoc/>
    public double Apply(double score) => double.IsNaN(score)
        ? double.NaN
        : LogisticRegression.Logistic(Offset - (Rise * Softplus(-score)) + (Fall * Softplus(score)));

    private static double Softplus(double x) => Math.Max(x, 0) + PinnedMath.Log(1 + PinnedMath.Exp(-Math.Abs(x)));
}
