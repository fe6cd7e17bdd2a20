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

    /// <summary>Writes the contributions for all 2^d patterns; the same bits that <see cref="Values"/> gives.</summary>
    public void FillTable(int leaf, Span<double> table);
}
