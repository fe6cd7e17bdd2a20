namespace Dms.Predictive.Explanation;

/// <summary>A cell of a dependence cloud.</summary>
/// <param name="Column">Along the feature's value, from 0.</param>
/// <param name="Row">Along the attribution, from 0 at the lowest.</param>
/// <param name="Count">Rows in it, ≥ 1.</param>
/// <param name="MeanRank">Mean rank of the other feature in it, 0 to 1; NaN when all are missing.</param>
public readonly record struct DependenceCell(int Column, int Row, int Count, double MeanRank);

/// <summary>Rows of one feature gathered into cells of value and attribution, coloured by another feature.</summary>
public sealed class DependenceCells
{
    /// <summary>Cells along the value.</summary>
    public const int Columns = 24;

    /// <summary>Cells along the attribution; columns × rows stay below the most marks of a figure row.</summary>
    public const int Rows = 14;

    private DependenceCells(IReadOnlyList<DependenceCell> cells) => Cells = cells;

    /// <summary>Cells that are not empty, by column, then row.</summary>
    public IReadOnlyList<DependenceCell> Cells { get; }

    /// <summary>Left edge of the first column.</summary>
    public required double LowValue { get; init; }

    /// <summary>Right edge of the last column.</summary>
    public required double HighValue { get; init; }

    /// <summary>Lower edge of the lowest row.</summary>
    public required double LowPart { get; init; }

    /// <summary>Upper edge of the highest row.</summary>
    public required double HighPart { get; init; }

    /// <summary>Gathers rows; values and parts beyond their 1 % and 99 % quantiles go to the outer cells.</summary>
    /// <param name="values">Values of the feature; rows that are not finite are left out.</param>
    /// <param name="parts">Attributions beside them.</param>
    /// <param name="other">Values of the feature that colours.</param>
    /// <returns>The cells; null when no value is finite.</returns>
    public static DependenceCells? Of(
        IReadOnlyList<double> values, IReadOnlyList<double> parts, IReadOnlyList<double> other)
    {
        ArgumentNullException.ThrowIfNull(values);
        ArgumentNullException.ThrowIfNull(parts);
        ArgumentNullException.ThrowIfNull(other);
        if (!values.Any(double.IsFinite))
        {
            return null;
        }

        ObservedValues seen = ObservedValues.Of(values), phi = ObservedValues.Of(parts);
        ObservedValues? ranks = other.Any(double.IsFinite) ? ObservedValues.Of(other) : null;
        (double left, double right) = Widened(seen.At(0.01), seen.At(0.99));
        (double low, double high) = Widened(phi.At(0.01), phi.At(0.99));
        DependenceCell[] cells =
        [
            .. Enumerable.Range(0, values.Count).Where(k => double.IsFinite(values[k]))
                .GroupBy(k => (Column: Place(values[k], left, right, Columns), Row: Place(parts[k], low, high, Rows)))
                .OrderBy(g => g.Key).Select(g => new DependenceCell(
                    g.Key.Column, g.Key.Row, g.Count(),
                    g.Where(k => double.IsFinite(other[k])).Select(k => ranks!.Rank(other[k])).DefaultIfEmpty(double.NaN).Average())),
        ];
        return new(cells) { LowValue = left, HighValue = right, LowPart = low, HighPart = high };
    }

    private static (double Low, double High) Widened(double low, double high) =>
        high > low ? (low, high) : (low - (0.5 * Math.Max(1e-9, Math.Abs(low))), low + (0.5 * Math.Max(1e-9, Math.Abs(low))));

    private static int Place(double value, double low, double high, int count) =>
        Math.Clamp((int)((value - low) / (high - low) * count), 0, count - 1);
}
