namespace Dms.Predictive.Margin;

/// <summary>One price from several sources.</summary>
public static class SourcePrice
{
    /// <summary>The median of three or more sources; of two, the one worse for the account; of one, that one.</summary>
    /// <param name="sources">Prices, quote, in any order; at least one. An even count has the mean of the middle
    /// two.</param>
    /// <param name="higherIsWorse">Whether the account loses when the price rises, as with a short position.</param>
    /// <exception cref="ArgumentException">There is no source.</exception>
    public static decimal Of(IReadOnlyList<decimal> sources, bool higherIsWorse)
    {
        ArgumentNullException.ThrowIfNull(sources);
        if (sources.Count == 0)
        {
            throw new ArgumentException("Expected at least one source.", nameof(sources));
        }

        decimal[] sorted = [.. sources.Order()];
        int middle = sorted.Length / 2;
        return sorted.Length <= 2 ? (higherIsWorse ? sorted[^1] : sorted[0])
            : sorted.Length % 2 == 1 ? sorted[middle]
            : (sorted[middle - 1] + sorted[middle]) / 2;
    }
}
