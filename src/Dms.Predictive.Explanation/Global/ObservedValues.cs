namespace Dms.Predictive.Explanation;

/// <summary>The finite values of one feature, ascending: grids and ranges that stay inside what was seen.</summary>
public sealed class ObservedValues
{
    private readonly double[] _sorted;

    private ObservedValues(double[] sorted) => _sorted = sorted;

    /// <summary>Number of finite values.</summary>
    public int Count => _sorted.Length;

    /// <summary>Smallest value.</summary>
    public double Lowest => _sorted[0];

    /// <summary>Largest value.</summary>
    public double Highest => _sorted[^1];

    /// <summary>Third quartile minus first; 0 when most values are alike.</summary>
    public double InterquartileRange => At(0.75) - At(0.25);

    /// <summary>Takes a column; values that are not finite are left out.</summary>
    /// <exception cref="ArgumentException">No value is finite.</exception>
    public static ObservedValues Of(IEnumerable<double> column)
    {
        double[] sorted = [.. column.Where(double.IsFinite)];
        Array.Sort(sorted);
        return sorted.Length > 0 ? new(sorted) : throw new ArgumentException("No value is finite.", nameof(column));
    }

    /// <summary>The smallest observed value that at least a share of the values do not exceed.</summary>
    /// <param name="share">In [0, 1].</param>
    public double At(double share) =>
        _sorted[Math.Clamp((int)Math.Ceiling(share * _sorted.Length) - 1, 0, _sorted.Length - 1)];

    /// <summary>Observed quantiles from the lowest to the highest value, ascending and distinct.</summary>
    /// <param name="steps">Number of steps, ≥ 1; equal quantiles merge.</param>
    public double[] Grid(int steps)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(steps, 1);
        return [.. Enumerable.Range(0, steps + 1).Select(k => At((double)k / steps)).Distinct()];
    }

    /// <summary>Share of the values in (low, high].</summary>
    public double ShareIn(double low, double high) => (double)(CountUpTo(high) - CountUpTo(low)) / _sorted.Length;

    /// <summary>The observed value in (low, high] that is nearest to <paramref name="to"/>; null when there is
    /// none.</summary>
    public double? NearestIn(double low, double high, double to)
    {
        int first = CountUpTo(low), end = CountUpTo(high);
        if (first >= end)
        {
            return null;
        }

        int at = Math.Clamp(CountUpTo(to), first, end - 1);
        double above = _sorted[at], below = _sorted[Math.Max(first, at - 1)];
        return Math.Abs(below - to) <= Math.Abs(above - to) ? below : above;
    }

    /// <summary>Share of the values that do not exceed <paramref name="value"/>.</summary>
    public double Rank(double value) => (double)CountUpTo(value) / _sorted.Length;

    private int CountUpTo(double value)
    {
        int low = 0, high = _sorted.Length;
        while (low < high)
        {
            int middle = (low + high) / 2;
            (low, high) = _sorted[middle] <= value ? (middle + 1, high) : (low, middle);
        }

        return low;
    }
}
