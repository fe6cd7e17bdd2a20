namespace Dms.Predictive.Volatility;

/// <summary>A line through the rows of a triangle (1, columns…, target).</summary>
/// <param name="Intercept">Constant.</param>
/// <param name="Coefficients">One per column; 0 where it was dropped.</param>
/// <param name="Dropped">Columns that are constant or follow from earlier ones.</param>
/// <param name="Residual">Root of the sum of squared residuals.</param>
internal sealed record LeastSquares(
    double Intercept, double[] Coefficients, IReadOnlyList<int> Dropped, double Residual)
{
    private const double Dependent = 1e-9;

    /// <summary>Solves by back substitution; not through normal equations.</summary>
    public static LeastSquares Solve(HouseholderTriangle triangle, int columns)
    {
        double[] r = triangle.Triangle();
        List<int> kept = Independent(ref r, columns + 2);
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

        int[] dropped = [.. Enumerable.Range(0, columns).Where(j => !kept.Contains(j + 1))];
        return new(whole[0], whole[1..], dropped, Math.Abs(r[(n * (n + 1)) + n]));
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
}
