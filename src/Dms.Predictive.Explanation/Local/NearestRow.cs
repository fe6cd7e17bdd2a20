namespace Dms.Predictive.Explanation;

/// <summary>How far a row lies from the rows that were seen.</summary>
public static class NearestRow
{
    /// <summary>Smallest mean distance per feature to any row: |Δ| in interquartile ranges, averaged over the features
    /// that both rows hold and that vary.</summary>
    /// <param name="row">The row.</param>
    /// <param name="rows">Rows that were seen.</param>
    /// <param name="seen">Observed values per feature; null where none is finite.</param>
    /// <param name="isCandidate">Which rows count; null = all.</param>
    /// <returns>The distance and the number of the nearest row; (NaN, −1) when none can be compared.</returns>
    public static (double Distance, int Row) Of(
        ReadOnlySpan<double> row, ExplainedRows rows, IReadOnlyList<ObservedValues?> seen, Func<int, bool>? isCandidate = null)
    {
        ArgumentNullException.ThrowIfNull(rows);
        ArgumentNullException.ThrowIfNull(seen);
        double[] range = [.. seen.Select(s => s?.InterquartileRange ?? 0)];
        (double best, int at) = (double.NaN, -1);
        foreach (int k in Enumerable.Range(0, rows.Count).Where(isCandidate ?? (_ => true)))
        {
            ReadOnlySpan<double> other = rows.Row(k);
            double sum = 0;
            int used = 0;
            for (int j = 0; j < range.Length; j++)
            {
                double gap = Math.Abs(row[j] - other[j]);
                if (range[j] > 0 && double.IsFinite(gap))
                {
                    sum += gap / range[j];
                    used++;
                }
            }

            if (used > 0 && !(sum / used >= best))
            {
                (best, at) = (sum / used, k);
            }
        }

        return (best, at);
    }
}
