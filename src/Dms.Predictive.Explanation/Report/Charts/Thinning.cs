namespace Dms.Predictive.Explanation.Report;

/// <summary>Keeps the points a reader can see, so that a drawing has a bounded size whatever its input.</summary>
internal static class Thinning
{
    /// <summary>Indices in range: all when few, else the lowest and highest of every column and each column's hole.</summary>
    internal static IReadOnlyList<int> Extremes(PlotSeries series, ValueRange range, int columns)
    {
        (int first, int end) = Window(series, range);
        if (end - first <= 2 * columns)
        {
            return [.. Enumerable.Range(first, Math.Max(0, end - first))];
        }

        List<int> kept = [first];
        for (int k = first; k < end;)
        {
            int column = Column(series.X[k], range, columns);
            int low = k, high = k, hole = -1;
            for (; k < end && Column(series.X[k], range, columns) == column; k++)
            {
                double value = series.Y[k];
                low = value < series.Y[low] || !double.IsFinite(series.Y[low]) ? k : low;
                high = value > series.Y[high] || !double.IsFinite(series.Y[high]) ? k : high;
                hole = double.IsFinite(value) ? hole : k;
            }

            kept.AddRange(new[] { low, high, hole }.Where(i => i > kept[^1]).Distinct().Order());
        }

        if (kept[^1] != end - 1)
        {
            kept.Add(end - 1);
        }

        return kept;
    }

    /// <summary>Indices in range: one per column, and the last.</summary>
    internal static IReadOnlyList<int> Columns(PlotSeries series, ValueRange range, int columns)
    {
        (int first, int end) = Window(series, range);
        List<int> kept = [];
        int last = -1;
        for (int k = first; k < end; k++)
        {
            int column = end - first <= columns ? k : Column(series.X[k], range, columns);
            if (column != last || k == end - 1)
            {
                kept.Add(k);
            }

            last = column;
        }

        return kept;
    }

    /// <summary>Evenly spread indices of a table: all when few, else <paramref name="most"/>, the last included.</summary>
    internal static IReadOnlyList<int> Rows(int first, int end, int most)
    {
        int count = end - first;
        return count <= most
            ? [.. Enumerable.Range(first, Math.Max(0, count))]
            : [.. Enumerable.Range(1, most).Select(k => first + (int)((long)k * count / most) - 1)];
    }

    private static (int First, int End) Window(PlotSeries series, ValueRange range)
    {
        int first = 0, end = series.X.Count;
        while (first < end && series.X[first] < range.Low)
        {
            first++;
        }

        while (end > first && series.X[end - 1] > range.High)
        {
            end--;
        }

        return (first, end);
    }

    private static int Column(double x, ValueRange range, int columns) => (int)(range.Share(x) * columns);
}

/// <summary>Moves labels apart.</summary>
internal static class Spacing
{
    /// <summary>Positions in rising order moved so that neighbours are at least <paramref name="gap"/> apart.</summary>
    internal static double[] Apart(double[] sorted, double gap, double low, double high)
    {
        double[] moved = [.. sorted];
        for (int k = 0; k < moved.Length; k++)
        {
            moved[k] = Math.Max(moved[k], k == 0 ? low : moved[k - 1] + gap);
        }

        for (int k = moved.Length - 1; k >= 0; k--)
        {
            moved[k] = Math.Min(moved[k], k == moved.Length - 1 ? high : moved[k + 1] - gap);
        }

        return moved;
    }
}
