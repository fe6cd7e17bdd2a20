namespace Dms.Predictive.Margin;

/// <summary>How much a margin swings over time.</summary>
/// <remarks>Murphy, Vasios and Vause (2014), Bank of England Financial Stability Paper 29.</remarks>
public static class Procyclicality
{
    /// <summary>Largest over smallest margin; null without margins.</summary>
    /// <param name="margins">Oldest first; all &gt; 0.</param>
    public static double? PeakToTrough(IReadOnlyList<double> margins)
    {
        ArgumentNullException.ThrowIfNull(margins);
        return margins.Count == 0 ? null : margins.Max() / margins.Min();
    }

    /// <summary>Largest relative rise from one margin to the one so many steps later; null when there is none.</summary>
    /// <param name="margins">Oldest first; all &gt; 0.</param>
    /// <param name="steps">Distance; ≥ 1.</param>
    public static double? LargestRise(IReadOnlyList<double> margins, int steps)
    {
        ArgumentNullException.ThrowIfNull(margins);
        ArgumentOutOfRangeException.ThrowIfLessThan(steps, 1);
        return margins.Count <= steps
            ? null
            : Enumerable.Range(0, margins.Count - steps).Max(t => margins[t + steps] / margins[t]) - 1;
    }
}
