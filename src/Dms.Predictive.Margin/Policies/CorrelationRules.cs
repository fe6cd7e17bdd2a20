using Dms.Predictive.Core;

namespace Dms.Predictive.Margin;

/// <summary>What makes a matrix a correlation matrix.</summary>
internal static class CorrelationRules
{
    private const double SmallestPivot = -1e-12;
    private const double Symmetry = 1e-12;

    public static void Check(IReadOnlyList<IReadOnlyList<double>> rows, int size, string where)
    {
        if (rows.Count != size || rows.Any(r => r.Count != size))
        {
            throw new InputRefusedException(
                "LengthMismatch", $"Expected {size} rows of {size} numbers, one per volatility.", where);
        }

        for (int i = 0; i < size; i++)
        {
            for (int j = 0; j < size; j++)
            {
                Refuse.Unless(rows[i][j] is >= -1 and <= 1, $"{where}[{i}][{j}]", rows[i][j], "in [-1, 1]");
            }

            Refuse.Unless(rows[i][i] == 1, $"{where}[{i}][{i}]", rows[i][i], "1 on the diagonal");
        }

        RefuseAsymmetry(rows, where);
        RefuseNegativePivot(rows, where);
    }

    private static void RefuseAsymmetry(IReadOnlyList<IReadOnlyList<double>> rows, string where)
    {
        for (int i = 0; i < rows.Count; i++)
        {
            for (int j = 0; j < i; j++)
            {
                if (Math.Abs(rows[i][j] - rows[j][i]) > Symmetry)
                {
                    throw NotSemidefinite(
                        $"entry ({i}, {j}) is {rows[i][j]:R}, entry ({j}, {i}) is {rows[j][i]:R}", where);
                }
            }
        }
    }

    // Cholesky. A pivot of 0 leaves the rest of its column 0 for a semidefinite matrix; anything else is refused.
    private static void RefuseNegativePivot(IReadOnlyList<IReadOnlyList<double>> rows, string where)
    {
        int n = rows.Count;
        double[,] factor = new double[n, n];
        for (int j = 0; j < n; j++)
        {
            double pivot = rows[j][j];
            for (int k = 0; k < j; k++)
            {
                pivot -= factor[j, k] * factor[j, k];
            }

            if (pivot < SmallestPivot)
            {
                throw NotSemidefinite($"Cholesky pivot {j} is {pivot:R}", where);
            }

            bool flat = pivot <= -SmallestPivot;
            factor[j, j] = flat ? 0 : Math.Sqrt(pivot);
            for (int i = j + 1; i < n; i++)
            {
                double rest = rows[i][j];
                for (int k = 0; k < j; k++)
                {
                    rest -= factor[i, k] * factor[j, k];
                }

                if (flat && Math.Abs(rest) > 1e-6)
                {
                    throw NotSemidefinite($"pivot {j} is 0 while row {i} still depends on it by {rest:R}", where);
                }

                factor[i, j] = flat ? 0 : rest / factor[j, j];
            }
        }
    }

    private static InputRefusedException NotSemidefinite(string found, string where) => new(
        "NotPositiveSemidefinite",
        $"The matrix is not a correlation matrix: {found}. Correct it; it is never repaired silently.",
        where);
}
