using Dms.Predictive.Core;

namespace Dms.Predictive.Explanation;

/// <summary>An earlier row that the model explained much as this one.</summary>
/// <param name="Row">Number of the row.</param>
/// <param name="Cosine">Cosine of the two attribution vectors, −1 to 1.</param>
public readonly record struct NearCase(int Row, double Cosine);

/// <summary>Finds earlier rows with the most similar attributions: the same reasons, not the same values.</summary>
public static class NearestCases
{
    /// <summary>The most similar rows, most similar first.</summary>
    /// <param name="rows">All rows.</param>
    /// <param name="row">The row in question.</param>
    /// <param name="isCandidate">Which rows may be shown.</param>
    /// <param name="apart">Least time between cases, and between each and the row: neighbours in time are no second
    /// case.</param>
    /// <param name="count">Most cases.</param>
    public static IReadOnlyList<NearCase> Of(
        ExplainedRows rows, int row, Func<int, bool> isCandidate, TimeSpan apart, int count = 5)
    {
        ArgumentNullException.ThrowIfNull(rows);
        ArgumentNullException.ThrowIfNull(isCandidate);
        double[] own = [.. rows.Phi(row)];
        double size = Math.Sqrt(own.Sum(p => p * p));
        List<NearCase> found =
        [
            .. Enumerable.Range(0, rows.Count).Where(k => isCandidate(k) && Gap(k, row) >= apart)
                .Select(k => new NearCase(k, Cosine(rows.Phi(k), own, size)))
                .Where(c => !double.IsNaN(c.Cosine)).OrderByDescending(c => c.Cosine).ThenBy(c => c.Row),
        ];
        List<NearCase> kept = [];
        foreach (NearCase near in found)
        {
            if (kept.Count < count && kept.All(k => Gap(k.Row, near.Row) >= apart))
            {
                kept.Add(near);
            }
        }

        return kept;

        TimeSpan Gap(int a, int b) => (rows.Times[a] - rows.Times[b]).Duration();
    }

    private static double Cosine(ReadOnlySpan<double> phi, double[] own, double size)
    {
        double product = 0, square = 0;
        for (int j = 0; j < own.Length; j++)
        {
            product += phi[j] * own[j];
            square += phi[j] * phi[j];
        }

        return square > 0 && size > 0 ? product / (Math.Sqrt(square) * size) : double.NaN;
    }
}
