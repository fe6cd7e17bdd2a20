namespace Dms.Predictive.Margin;

/// <summary>Figures that a policy computed. One that is not a number compares with nothing, so a search for the worst would
/// pass it over and margin would be missing.</summary>
internal static class Computed
{
    /// <summary>The figure itself.</summary>
    /// <param name="value">The figure.</param>
    /// <param name="what">What it is, for the message.</param>
    /// <exception cref="OverflowException">It is not finite.</exception>
    public static double Finite(double value, string what) =>
        double.IsFinite(value) ? value : throw new OverflowException($"{what} is not finite.");
}
