using Dms.Predictive.Core;

namespace Dms.Predictive.Volatility;

/// <summary>A fitted log-HAR model: a straight line for the logarithm of realized variance.</summary>
/// <remarks>The level is <see cref="Scale"/> · exp(<see cref="PredictLog(ReadOnlySpan{double})"/>); the
/// scale is mean(Y / exp(fit)) over recent
/// outcomes, which minimises QLIKE, and not exp(s²/2). Corsi (2009), J. Financial Econometrics 7(2), 174–196.</remarks>
public sealed class LogHarModel
{
    private readonly double[] _coefficients;

    /// <summary>Takes a fitted line.</summary>
    /// <param name="intercept">Constant, ln variance.</param>
    /// <param name="coefficients">One per regressor, in their order.</param>
    /// <param name="lowerClip">Smallest ln target of the training rows.</param>
    /// <param name="upperClip">Largest ln target of the training rows.</param>
    /// <exception cref="ArgumentException">A number is not finite, or the clips are out of order.</exception>
    public LogHarModel(double intercept, double[] coefficients, double lowerClip, double upperClip)
    {
        ArgumentNullException.ThrowIfNull(coefficients);
        if (!double.IsFinite(intercept) || !coefficients.All(double.IsFinite))
        {
            throw new ArgumentException("Expected finite coefficients.", nameof(coefficients));
        }

        if (!(lowerClip <= upperClip) || !double.IsFinite(lowerClip) || !double.IsFinite(upperClip))
        {
            throw new ArgumentException(
                $"Expected a finite range, found [{lowerClip}, {upperClip}].", nameof(lowerClip));
        }

        (Intercept, _coefficients, LowerClip, UpperClip) = (intercept, [.. coefficients], lowerClip, upperClip);
    }

    /// <summary>Constant of the line, ln variance.</summary>
    public double Intercept { get; }

    /// <summary>One coefficient per regressor; 0 where the column was dropped.</summary>
    public double[] Coefficients => [.. _coefficients];

    /// <summary>Columns that were constant or a combination of earlier ones; their coefficients are 0.</summary>
    public IReadOnlyList<int> DroppedColumns { get; init; } = [];

    /// <summary>Training rows; 0 when not known.</summary>
    public long Rows { get; init; }

    /// <summary>Standard deviation of the residuals on the training rows, ln variance; NaN when not known.</summary>
    public double ResidualDeviation { get; init; } = double.NaN;

    /// <summary>Multiplies exp of the line; 1 until <see cref="WithScale"/> sets it.</summary>
    public double Scale { get; private init; } = 1;

    /// <summary>Smallest value that <see cref="PredictLog(ReadOnlySpan{double})"/> returns.</summary>
    public double LowerClip { get; }

    /// <summary>Largest value that <see cref="PredictLog(ReadOnlySpan{double})"/> returns.</summary>
    public double UpperClip { get; }

    /// <summary>The same line with another scale.</summary>
    /// <param name="scale">mean(Y / exp(fit)) of recent outcomes; finite, &gt; 0.</param>
    /// <exception cref="ArgumentOutOfRangeException">The scale is not finite and &gt; 0.</exception>
    public LogHarModel WithScale(double scale) => new(Intercept, _coefficients, LowerClip, UpperClip)
    {
        DroppedColumns = DroppedColumns,
        Rows = Rows,
        ResidualDeviation = ResidualDeviation,
        Scale = Require.FinitePositive(scale, "ratio"),
    };

    /// <summary>Constant plus Σ coefficient·regressor, clipped to the training range of the ln target;
    /// without the scale.</summary>
    /// <param name="regressors">In the order of the training design; the constant is not among them.</param>
    /// <returns>ln variance; NaN when a regressor that counts is NaN.</returns>
    /// <exception cref="ArgumentException">Their number is not the number of coefficients.</exception>
    public double PredictLog(ReadOnlySpan<double> regressors)
    {
        RefuseLength(regressors.Length);
        double sum = Intercept;
        for (int j = 0; j < _coefficients.Length; j++)
        {
            sum += _coefficients[j] == 0 ? 0 : _coefficients[j] * regressors[j];
        }

        return Math.Clamp(sum, LowerClip, UpperClip);
    }

    /// <inheritdoc cref="PredictLog(ReadOnlySpan{double})"/>
    public double PredictLog(ReadOnlySpan<float> regressors)
    {
        RefuseLength(regressors.Length);
        double sum = Intercept;
        for (int j = 0; j < _coefficients.Length; j++)
        {
            sum += _coefficients[j] == 0 ? 0 : _coefficients[j] * regressors[j];
        }

        return Math.Clamp(sum, LowerClip, UpperClip);
    }

    /// <summary>Variance forecast <see cref="Scale"/> · exp(line), in the unit of the training target.</summary>
    public double Predict(ReadOnlySpan<double> regressors) => Scale * Math.Exp(PredictLog(regressors));

    private void RefuseLength(int length)
    {
        if (length != _coefficients.Length)
        {
            throw new ArgumentException($"Found {length} regressors, expected {_coefficients.Length}.");
        }
    }
}
