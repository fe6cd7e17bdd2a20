using System.Globalization;

namespace Dms.Predictive.Core;

/// <summary>√(variance per year) as a fraction: 0.65 is 65 %. <c>default</c> was never set and throws when read.</summary>
public readonly record struct AnnualizedVolatility
{
    /// <summary>Largest fraction: 10,000 %.</summary>
    public const double Largest = 100;

    private readonly double _fraction;

    private AnnualizedVolatility(double fraction) => _fraction = fraction;

    /// <summary>The fraction, in (0, 100].</summary>
    /// <exception cref="InvalidOperationException">The value was never set: unset must not read as calm.</exception>
    public double Fraction =>
        _fraction > 0 ? _fraction : throw new InvalidOperationException("Volatility was never set.");

    /// <summary>Makes a volatility from a fraction.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The value is outside (0, 100].</exception>
    public static AnnualizedVolatility FromFraction(double value) => value is > 0 and <= Largest
        ? new(value)
        : throw new ArgumentOutOfRangeException(
            nameof(value), value, "Annualized volatility must be a fraction in (0, 100]; 0.65 means 65 %.");

    /// <summary>Variance over a horizon: volatility² · horizon ÷ year.</summary>
    public PeriodVariance Over(TimeSpan horizon, YearBasis year)
    {
        ArgumentNullException.ThrowIfNull(year);
        return PeriodVariance.FromSquaredFraction(Fraction * Fraction * (horizon / year.Length), horizon);
    }

    /// <summary>Percent with two digits.</summary>
    public override string ToString() => Fraction.ToString("P2", CultureInfo.InvariantCulture);
}
