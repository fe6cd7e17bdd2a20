namespace Dms.Predictive.Explanation;

/// <summary>
/// Precomputed contributions of narrow leaves: one row of d numbers per pattern, so that serving is d compares, one
/// index and d adds. The narrowest leaves come first until the budget is full; the rest is computed per row.
/// </summary>
internal sealed class LeafTables
{
    /// <summary>Widest leaf that gets a table.</summary>
    public const int WidestTable = 10;

    private readonly double[]?[] _table;

    private LeafTables(double[]?[] table) => _table = table;

    public static LeafTables Build(LeafBoxes leaves, ILeafRule rule, long budgetBytes)
    {
        double[]?[] table = new double[leaves.Count][];
        long left = budgetBytes;
        foreach (int leaf in Enumerable.Range(0, leaves.Count).OrderBy(leaves.WidthOf))
        {
            int d = leaves.WidthOf(leaf);
            long bytes = d > WidestTable ? long.MaxValue : 8L * d << d;
            if (bytes > left)
            {
                break;
            }

            if (d > 0)
            {
                left -= bytes;
                double[] filled = new double[d << d];
                rule.FillTable(leaf, filled);
                table[leaf] = filled;
            }
        }

        return new(table);
    }

    public bool TryGet(int leaf, int width, ulong pattern, out ReadOnlySpan<double> parts)
    {
        double[]? table = _table[leaf];
        parts = table is null ? default : table.AsSpan((int)pattern * width, width);
        return table is not null;
    }
}
