namespace Dms.Predictive.Core;

/// <summary>The one check that every realized measure makes of a return.</summary>
internal static class FiniteReturn
{
    /// <summary>Passes a finite return.</summary>
    /// <exception cref="ArgumentOutOfRangeException">It is not finite.</exception>
    public static double Of(double value, int index) => double.IsFinite(value)
        ? value
        : throw new ArgumentOutOfRangeException(nameof(value), value, $"Return {index} is not a finite number.");
}
