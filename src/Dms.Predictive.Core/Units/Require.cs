using System.Runtime.CompilerServices;

namespace Dms.Predictive.Core;

/// <summary>Argument checks whose messages name value, range and unit.</summary>
public static class Require
{
    /// <summary>Passes a finite number &gt; 0.</summary>
    /// <exception cref="ArgumentOutOfRangeException">It is not.</exception>
    public static double FinitePositive(
        double value, string unit, [CallerArgumentExpression(nameof(value))] string name = "") =>
        double.IsFinite(value) && value > 0
            ? value
            : throw new ArgumentOutOfRangeException(name, value, $"Expected a finite number > 0 in {unit}.");

    /// <summary>Passes a finite number ≥ 0.</summary>
    /// <exception cref="ArgumentOutOfRangeException">It is not.</exception>
    public static double FiniteNonNegative(
        double value, string unit, [CallerArgumentExpression(nameof(value))] string name = "") =>
        double.IsFinite(value) && value >= 0
            ? value
            : throw new ArgumentOutOfRangeException(name, value, $"Expected a finite number >= 0 in {unit}.");

    /// <summary>Passes a probability in [0, 1].</summary>
    /// <exception cref="ArgumentOutOfRangeException">It is not.</exception>
    public static double Probability(
        double value, [CallerArgumentExpression(nameof(value))] string name = "") =>
        value is >= 0 and <= 1
            ? value
            : throw new ArgumentOutOfRangeException(name, value, "Expected a probability in [0, 1].");
}
