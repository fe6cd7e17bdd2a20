namespace Dms.Predictive.Volatility;

/// <summary>Least squares for log-HAR models, by Householder QR over blocks of rows.</summary>
public static class LogHar
{
    /// <summary>Fits ln target = constant + Σ coefficient·column.</summary>
    /// <param name="design">Rows one after the other, oldest first, <paramref name="columns"/> numbers each,
    /// all finite.</param>
    /// <param name="columns">Regressors per row, without the constant; ≥ 0.</param>
    /// <param name="lnTarget">One ln variance per row, finite.</param>
    /// <returns>The line, its clipping range and the columns that had to be dropped; scale 1.</returns>
    /// <exception cref="ArgumentException">Lengths disagree, there are fewer rows than unknowns, or a number
    /// is not finite.</exception>
    /// <remarks>Not through normal equations. A column that is constant or follows from earlier ones has coefficient 0
    /// and is listed. O(rows·columns²), one pass, fixed order: the same rows give the same bits.</remarks>
    public static LogHarModel Fit(ReadOnlySpan<double> design, int columns, ReadOnlySpan<double> lnTarget)
    {
        RefuseShape(design.Length, columns, lnTarget.Length);
        HouseholderTriangle triangle = new(columns + 2);
        double[] row = new double[columns + 2];
        for (int t = 0; t < lnTarget.Length; t++)
        {
            row[0] = 1;
            design.Slice(t * columns, columns).CopyTo(row.AsSpan(1));
            row[columns + 1] = lnTarget[t];
            RefuseNonFinite(row, t);
            triangle.Append(row);
        }

        return Solve(triangle, columns, lnTarget);
    }

    /// <inheritdoc cref="Fit(ReadOnlySpan{double}, int, ReadOnlySpan{double})"/>
    public static LogHarModel Fit(ReadOnlySpan<float> design, int columns, ReadOnlySpan<double> lnTarget)
    {
        RefuseShape(design.Length, columns, lnTarget.Length);
        HouseholderTriangle triangle = new(columns + 2);
        double[] row = new double[columns + 2];
        for (int t = 0; t < lnTarget.Length; t++)
        {
            row[0] = 1;
            for (int j = 0; j < columns; j++)
            {
                row[j + 1] = design[(t * columns) + j];
            }

            row[columns + 1] = lnTarget[t];
            RefuseNonFinite(row, t);
            triangle.Append(row);
        }

        return Solve(triangle, columns, lnTarget);
    }

    private static void RefuseShape(int length, int columns, int rows)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(columns);
        if ((long)rows * columns != length)
        {
            throw new ArgumentException($"Found {length} numbers, expected {rows} rows of {columns}.");
        }

        if (rows < columns + 2)
        {
            throw new ArgumentException($"Found {rows} rows, expected at least {columns + 2}.");
        }
    }

    private static void RefuseNonFinite(ReadOnlySpan<double> row, int index)
    {
        for (int j = 1; j < row.Length; j++)
        {
            if (!double.IsFinite(row[j]))
            {
                string what = j == row.Length - 1 ? "target" : $"column {j - 1}";
                throw new ArgumentException($"Row {index}, {what} is {row[j]}; expected a finite number.");
            }
        }
    }

    private static LogHarModel Solve(HouseholderTriangle triangle, int columns, ReadOnlySpan<double> lnTarget)
    {
        LeastSquares line = LeastSquares.Solve(triangle, columns);
        (double lowest, double highest) = Range(lnTarget);
        return new(line.Intercept, line.Coefficients, lowest, highest)
        {
            DroppedColumns = line.Dropped,
            Rows = lnTarget.Length,
            ResidualDeviation =
                line.Residual / Math.Sqrt(Math.Max(1, lnTarget.Length - (columns + 1 - line.Dropped.Count))),
        };
    }

    private static (double Lowest, double Highest) Range(ReadOnlySpan<double> values)
    {
        (double lowest, double highest) = (double.PositiveInfinity, double.NegativeInfinity);
        foreach (double x in values)
        {
            (lowest, highest) = (Math.Min(lowest, x), Math.Max(highest, x));
        }

        return (lowest, highest);
    }
}
