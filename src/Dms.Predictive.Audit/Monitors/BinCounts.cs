namespace Dms.Predictive.Audit;

/// <summary>How many values of a sample fall into each bin of a reference.</summary>
/// <param name="Counts">One count per bin, in bin order.</param>
/// <param name="Missing">Values that are NaN; a bin of their own when either sample has one.</param>
public sealed record BinCounts(IReadOnlyList<int> Counts, int Missing)
{
    /// <summary>Size of the sample.</summary>
    public int Total => Counts.Sum() + Missing;
}
