using MathNet.Numerics.LinearAlgebra;

namespace Dms.Predictive.Volatility;

/// <summary>How far the variance forecast may be off because the parameters are estimates.</summary>
/// <param name="Terms">Of the forecast.</param>
/// <param name="Level">Share of draws inside, in (0, 1).</param>
/// <param name="Lower">Lower end by bar, squared return units.</param>
/// <param name="Upper">Upper end by bar.</param>
/// <param name="Draws">Parameters drawn and kept.</param>
/// <param name="Outside">Parameters drawn outside the constraint set and drawn again.</param>
public sealed record VarianceInterval(
    ForecastTerms Terms, double Level, IReadOnlyList<double> Lower, IReadOnlyList<double> Upper, int Draws, int Outside);

/// <summary>Draws parameters from N(estimates, robust covariance) inside the constraint set and forecasts with
/// each.</summary>
/// <remarks>Each draw filters the returns anew from the fit's start, so h of the next bar moves too. Parameters without a
/// robust error (on a bound, held, at the normal limit) stay. Pascual, Romo and Ruiz (2006), CSDA 50(9), draw
/// returns instead.</remarks>
public static class ParameterBootstrap
{
    private const int MostTries = 50;

    /// <summary>Interval around the variance forecast.</summary>
    /// <param name="fit">A fit with robust errors.</param>
    /// <param name="returns">The returns of the fit.</param>
    /// <param name="options">The forecast; its seed also drives the draws.</param>
    /// <param name="draws">Draws; ≥ 20.</param>
    /// <param name="level">Share of draws inside, in (0, 1).</param>
    /// <exception cref="ArgumentException">The fit has no robust covariance, the returns are not those of the fit, or the
    /// model reads realized variances.</exception>
    /// <exception cref="ArgumentOutOfRangeException">Draws or level are out of range.</exception>
    public static VarianceInterval Interval(
        GarchModelFit fit, ReadOnlySpan<double> returns, GarchForecastOptions options, int draws = 500, double level = 0.9)
    {
        ArgumentNullException.ThrowIfNull(fit);
        ArgumentNullException.ThrowIfNull(options);
        ArgumentOutOfRangeException.ThrowIfLessThan(draws, 20);
        if (!(level > 0 && level < 1))
        {
            throw new ArgumentOutOfRangeException(nameof(level), level, "Expected a share inside (0, 1).");
        }

        if (fit.RobustCovariance is null || fit.Start is null || returns.Length != fit.Count
            || fit.Options.Model == GarchModel.Realized)
        {
            throw new ArgumentException(
                "An interval needs a fit with a robust covariance, its own returns and a model without realized variances.",
                nameof(fit));
        }

        Matrix<double> root = Root(fit.RobustCovariance);
        double[][] paths = new double[draws][];
        Philox philox = Philox.Seeded(options.Seed);
        int outside = 0;
        for (int draw = 0; draw < draws; draw++)
        {
            GarchModelParameters drawn = Draw(fit, root, philox, draw, ref outside);
            GarchModelState state = new(drawn, fit.Start);
            foreach (double y in returns)
            {
                state.Append(y);
            }

            paths[draw] = [.. new GarchForecaster(state.Snapshot(), options).Variance().Variances];
        }

        double tail = 0.5 * (1 - level);
        double[] End(double share) => [.. Enumerable.Range(0, options.Horizon)
            .Select(j => Quantile.Of([.. paths.Select(p => p[j])], share))];
        return new(
            GarchForecaster.Of(fit, options).Variance().Terms, level, End(tail), End(1 - tail), draws, outside);
    }

    private static GarchModelParameters Draw(
        GarchModelFit fit, Matrix<double> root, Philox philox, int draw, ref int outside)
    {
        for (int attempt = 0; attempt < MostTries; attempt++)
        {
            Vector<double> normal = Vector<double>.Build.Dense(fit.Parameters.Count, j => NormalOf(
                philox.Block(~(ulong)draw, ((ulong)attempt << 16) | (uint)j).Low));
            Vector<double> move = root * normal;
            Dictionary<string, double> named = [];
            for (int j = 0; j < fit.Parameters.Count; j++)
            {
                named.Add(fit.Parameters[j].Name, (fit.Parameters[j].Value ?? double.PositiveInfinity) + move[j]);
            }

            if (GarchModelParameters.TryCreate(fit.Options.Model, fit.Options.Distribution, named) is { } inside)
            {
                return inside;
            }

            outside++;
        }

        return GarchModelParameters.Of(fit);
    }

    private static double NormalOf(ulong bits)
    {
        double u = UniformBits.Open(bits), z = Standard.UpperQuantile(Math.Min(u, 1 - u));
        return u < 0.5 ? -z : z;
    }

    private static readonly StudentLaw Standard = new(0);

    /// <summary>V·√D of a covariance, which may be singular.</summary>
    private static Matrix<double> Root(IReadOnlyList<IReadOnlyList<double>> covariance)
    {
        int n = covariance.Count;
        double[] scale = [.. Enumerable.Range(0, n).Select(i => Math.Sqrt(Math.Max(covariance[i][i], 0)))];
        Matrix<double> correlation = Matrix<double>.Build.Dense(
            n, n, (i, j) => scale[i] > 0 && scale[j] > 0 ? covariance[i][j] / (scale[i] * scale[j]) : 0);
        var parts = correlation.Evd(Symmetricity.Symmetric);
        return Matrix<double>.Build.DenseOfDiagonalArray(scale) * parts.EigenVectors
            * Matrix<double>.Build.DenseOfDiagonalArray(
                [.. parts.EigenValues.Select(v => Math.Sqrt(Math.Max(0, v.Real)))]);
    }
}
