using System.Globalization;

namespace Dms.Predictive.Core;

/// <summary>Variance of the log return over a stated horizon. <c>default</c> was never set and throws when read.</summary>
public readonly record struct PeriodVariance
{
    /// <summary>Percent² in one squared fraction: 1 % is 0.01, so 1 %² is 1e-4.</summary>
    public const double PercentSquaredPerUnit = 10_000;

    private readonly double _squaredFraction;

    private PeriodVariance(double squaredFraction, TimeSpan horizon) =>
        (_squaredFraction, Horizon) = (squaredFraction, horizon);

    /// <summary>The span that the variance covers; &gt; 0.</summary>
    public TimeSpan Horizon { get; }

    /// <summary>Variance as a squared fraction; &gt; 0.</summary>
    /// <exception cref="InvalidOperationException">The value was never set.</exception>
    public double SquaredFraction =>
        _squaredFraction > 0 ? _squaredFraction : throw new InvalidOperationException("Variance was never set.");

    /// <summary>Variance in percent²; &gt; 0.</summary>
    public double PercentSquared => SquaredFraction * PercentSquaredPerUnit;

    /// <summary>Makes a variance from a squared fraction.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The value is not finite and &gt; 0, or the horizon not &gt; 0.</exception>
    public static PeriodVariance FromSquaredFraction(double value, TimeSpan horizon)
    {
        Require.FinitePositive(value, "squared fraction over the horizon");
        ArgumentOutOfRangeException.ThrowIfLessThanOrEqual(horizon, TimeSpan.Zero);
        return new(value, horizon);
    }

    /// <summary>Makes a variance from percent².</summary>
    public static PeriodVariance FromPercentSquared(double value, TimeSpan horizon) =>
        FromSquaredFraction(value / PercentSquaredPerUnit, horizon);

    /// <summary>Scales by time to one year and takes the root: √(variance · year ÷ horizon), at most
    /// <see cref="AnnualizedVolatility.Largest"/>: what a model makes of broken data must not end a decision.</summary>
    public AnnualizedVolatility Annualize(YearBasis year)
    {
        ArgumentNullException.ThrowIfNull(year);
        return AnnualizedVolatility.FromFraction(Math.Min(AnnualizedVolatility.Largest, Math.Sqrt(SquaredFraction * (year.Length / Horizon))));
    }

    /// <summary>Value in percent² and its horizon.</summary>
    public override string ToString() =>
        string.Create(CultureInfo.InvariantCulture, $"{PercentSquared:G6} %² over {Horizon.TotalMinutes:G6} min");
}
