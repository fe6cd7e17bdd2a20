namespace Dms.Predictive.Explanation;

/// <summary>One bin of a dependence curve.</summary>
/// <param name="Value">Median value of the feature in the bin.</param>
/// <param name="Count">Rows in it.</param>
/// <param name="Low">10 % quantile of the attribution, in the score's unit.</param>
/// <param name="Median">Its median.</param>
/// <param name="High">Its 90 % quantile.</param>
public readonly record struct DependenceBin(double Value, int Count, double Low, double Median, double High);

/// <summary>How the attribution of a feature follows its value: median and 10–90 % band over bins of equal
/// count.</summary>
public static class Dependence
{
    /// <summary>Bins the rows by value.</summary>
    /// <param name="values">Values of the feature; rows that are not finite are left out.</param>
    /// <param name="parts">Attributions beside them, in the score's unit.</param>
    /// <param name="bins">Wanted bins, ≥ 1; equal edges merge.</param>
    /// <returns>Bins in order of value; empty when no value is finite.</returns>
    public static IReadOnlyList<DependenceBin> Of(
        IReadOnlyList<double> values, IReadOnlyList<double> parts, int bins = 20)
    {
        ArgumentNullException.ThrowIfNull(values);
        ArgumentNullException.ThrowIfNull(parts);
        ArgumentOutOfRangeException.ThrowIfLessThan(bins, 1);
        if (!values.Any(double.IsFinite))
        {
            return [];
        }

        double[] edges = ObservedValues.Of(values).Grid(bins);
        double[] inner = edges.Length > 2 ? edges[1..^1] : [];
        return
        [
            .. Enumerable.Range(0, values.Count).Where(k => double.IsFinite(values[k]))
                .GroupBy(k => inner.Count(e => values[k] > e)).OrderBy(g => g.Key)
                .Select(g => BinOf([.. g], values, parts)),
        ];
    }

    private static DependenceBin BinOf(int[] rows, IReadOnlyList<double> values, IReadOnlyList<double> parts)
    {
        ObservedValues phi = ObservedValues.Of(rows.Select(k => parts[k]));
        return new(ObservedValues.Of(rows.Select(k => values[k])).At(0.5), rows.Length, phi.At(0.1), phi.At(0.5), phi.At(0.9));
    }
}
