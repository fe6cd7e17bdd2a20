namespace Dms.Predictive.Volatility;

/// <summary>Least squares for log-HAR models, by Householder QR over blocks of rows.</summary>
public static class LogHar
{
    private const double Dependent = 1e-9;

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
        int width = columns + 2;
        double[] r = triangle.Triangle();
        List<int> kept = Independent(ref r, width);
        int n = kept.Count;
        double[] solution = new double[n];
        for (int i = n - 1; i >= 0; i--)
        {
            double x = r[(i * (n + 1)) + n];
            for (int k = i + 1; k < n; k++)
            {
                x -= r[(i * (n + 1)) + k] * solution[k];
            }

            solution[i] = x / r[(i * (n + 1)) + i];
        }

        double[] whole = new double[columns + 1];
        for (int i = 0; i < n; i++)
        {
            whole[kept[i]] = solution[i];
        }

        (double lowest, double highest) = Range(lnTarget);
        double residual = Math.Abs(r[(n * (n + 1)) + n]);
        return new(whole[0], whole[1..], lowest, highest)
        {
            DroppedColumns = [.. Enumerable.Range(0, columns).Where(j => !kept.Contains(j + 1))],
            Rows = lnTarget.Length,
            ResidualDeviation = residual / Math.Sqrt(Math.Max(1, lnTarget.Length - n)),
        };
    }

    /// <summary>Drops columns that follow from earlier ones and triangularises what is left, target last.</summary>
    private static List<int> Independent(ref double[] r, int width)
    {
        List<int> kept = [.. Enumerable.Range(0, width - 1)];
        for (int i = 0; i < kept.Count;)
        {
            int n = kept.Count + 1;
            double norm = 0;
            for (int k = 0; k <= i; k++)
            {
                norm += r[(k * n) + i] * r[(k * n) + i];
            }

            if (Math.Abs(r[(i * n) + i]) > Dependent * Math.Sqrt(norm))
            {
                i++;
                continue;
            }

            r = Without(r, n, i);
            kept.RemoveAt(i);
        }

        return kept;
    }

    private static double[] Without(double[] r, int n, int column)
    {
        HouseholderTriangle smaller = new(n - 1);
        double[] row = new double[n - 1];
        for (int i = 0; i < n; i++)
        {
            for (int j = 0, k = 0; j < n; j++)
            {
                if (j != column)
                {
                    row[k++] = r[(i * n) + j];
                }
            }

            smaller.Append(row);
        }

        return smaller.Triangle();
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
