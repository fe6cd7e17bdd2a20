namespace Dms.Predictive.Explanation;

/// <summary>
/// Precomputed tables of narrow leaves, so that serving is a lookup. The smallest come first until the budget is full;
/// the rest is computed per row.
/// </summary>
internal sealed class LeafTables
{
    private readonly double[]?[] _table;

    private LeafTables(double[]?[] table) => _table = table;

    public static LeafTables Build(LeafBoxes leaves, ILeafRule rule, long budgetBytes)
    {
        double[]?[] table = new double[leaves.Count][];
        long left = budgetBytes;
        foreach (int leaf in Enumerable.Range(0, leaves.Count).OrderBy(leaves.WidthOf))
        {
            long length = rule.TableLength(leaves.WidthOf(leaf));
            if (length == 0)
            {
                continue;
            }

            left -= sizeof(double) * length;
            if (left < 0)
            {
                break;
            }

            double[] filled = new double[length];
            rule.FillTable(leaf, filled);
            table[leaf] = filled;
        }

        return new(table);
    }

    public bool TryGet(int leaf, out ReadOnlySpan<double> table)
    {
        table = _table[leaf];
        return _table[leaf] is not null;
    }
}
