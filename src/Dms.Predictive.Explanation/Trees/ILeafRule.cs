namespace Dms.Predictive.Explanation;

/// <summary>What one leaf contributes, given which of its features the row passes: the value function's part.</summary>
internal interface ILeafRule
{
    /// <summary>Doubles of scratch space that a call needs at most.</summary>
    public int ScratchLength { get; }

    /// <summary>The leaf's part of the expected value.</summary>
    public double Expected(int leaf);

    /// <summary>Writes the leaf's contribution per feature of its path.</summary>
    public void Values(int leaf, ReadOnlySpan<ulong> pattern, Span<double> parts, Span<double> scratch);

    /// <summary>Writes the leaf's interaction per pair i &lt; j of its path into place i·d + j.</summary>
    public void Pairs(int leaf, ReadOnlySpan<ulong> pattern, Span<double> pairs, Span<double> scratch);

    /// <summary>Numbers in the table of a leaf with so many features; 0 where a leaf so wide gets none.</summary>
    public long TableLength(int width);

    /// <summary>Fills a leaf's table.</summary>
    public void FillTable(int leaf, Span<double> table);

    /// <summary>The leaf's contributions from its table; the same bits that <see cref="Values"/> gives.</summary>
    /// <returns>A part of the table, or <paramref name="parts"/> filled.</returns>
    public ReadOnlySpan<double> FromTable(int leaf, ReadOnlySpan<double> table, ulong pattern, Span<double> parts);

    /// <summary>Adds the leaf's contributions to all rows of a block whose passes are known; the same bits that
    /// <see cref="Values"/> or the table give row by row.</summary>
    public void AddRows(int leaf, RowBlock block, LeafTables tables);
}
