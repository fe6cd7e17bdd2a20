namespace Dms.Predictive.Explanation;

/// <summary>One mark of a beeswarm row: rows whose attribution falls into one column.</summary>
/// <param name="Column">Number of the column, from 0.</param>
/// <param name="Count">Rows in it, ≥ 1.</param>
/// <param name="MeanRank">Mean rank of the feature's values in it, 0 lowest to 1 highest; NaN when all are missing.</param>
public readonly record struct CloudMark(int Column, int Count, double MeanRank);

/// <summary>The attributions of one feature, gathered into columns: a beeswarm of bounded size whatever the number of
/// rows.</summary>
public static class AttributionCloud
{
    /// <summary>Most columns, and so marks, of one feature.</summary>
    public const int MostMarks = 400;

    /// <summary>Counts attributions by column.</summary>
    /// <param name="parts">Attributions, in the score's unit.</param>
    /// <param name="values">Values of the feature beside them; NaN is missing.</param>
    /// <param name="low">Left edge of the first column.</param>
    /// <param name="high">Right edge of the last column, above <paramref name="low"/>; what lies outside goes to the
    /// outer columns.</param>
    /// <param name="columns">Number of columns, 1 to <see cref="MostMarks"/>.</param>
    /// <returns>Marks of the columns that are not empty, left to right; their counts sum to the number of
    /// attributions.</returns>
    public static IReadOnlyList<CloudMark> Of(
        IReadOnlyList<double> parts, IReadOnlyList<double> values, double low, double high, int columns)
    {
        ArgumentNullException.ThrowIfNull(parts);
        ArgumentNullException.ThrowIfNull(values);
        ArgumentOutOfRangeException.ThrowIfLessThan(columns, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(columns, MostMarks);
        if (!(high > low) || parts.Count != values.Count)
        {
            throw new ArgumentException($"Range {low} to {high}, {parts.Count} parts for {values.Count} values.", nameof(high));
        }

        ObservedValues? seen = values.Any(double.IsFinite) ? ObservedValues.Of(values) : null;
        int[] counts = new int[columns], known = new int[columns];
        double[] ranks = new double[columns];
        for (int k = 0; k < parts.Count; k++)
        {
            int column = Math.Clamp((int)((parts[k] - low) / (high - low) * columns), 0, columns - 1);
            counts[column]++;
            if (double.IsFinite(values[k]))
            {
                known[column]++;
                ranks[column] += seen!.Rank(values[k]);
            }
        }

        return
        [
            .. Enumerable.Range(0, columns).Where(c => counts[c] > 0)
                .Select(c => new CloudMark(c, counts[c], known[c] > 0 ? ranks[c] / known[c] : double.NaN)),
        ];
    }
}
