namespace Dms.Predictive.Explanation;

/// <summary>Whether two lists rank the same things alike.</summary>
public static class RankAgreement
{
    /// <summary>Spearman's rank correlation; ties share their mean rank.</summary>
    /// <param name="a">At least two finite numbers.</param>
    /// <param name="b">Beside <paramref name="a"/>.</param>
    /// <returns>−1 to 1; NaN when one of the lists is constant.</returns>
    /// <exception cref="ArgumentException">The lengths differ or are below 2.</exception>
    public static double Spearman(ReadOnlySpan<double> a, ReadOnlySpan<double> b)
    {
        if (a.Length != b.Length || a.Length < 2)
        {
            throw new ArgumentException($"{a.Length} and {b.Length} numbers; two lists of one length ≥ 2 are needed.", nameof(b));
        }

        double[] x = Ranks(a), y = Ranks(b);
        double mean = (a.Length + 1) / 2.0, product = 0, left = 0, right = 0;
        for (int k = 0; k < x.Length; k++)
        {
            product += (x[k] - mean) * (y[k] - mean);
            left += (x[k] - mean) * (x[k] - mean);
            right += (y[k] - mean) * (y[k] - mean);
        }

        return left > 0 && right > 0 ? product / Math.Sqrt(left * right) : double.NaN;
    }

    /// <summary>How many of the largest <paramref name="count"/> entries two lists share, 0 to 1.</summary>
    public static double TopOverlap(ReadOnlySpan<double> a, ReadOnlySpan<double> b, int count)
    {
        HashSet<int> first = [.. Top(a, count)];
        return first.Count == 0 ? 1 : (double)Top(b, count).Count(first.Contains) / first.Count;
    }

    private static int[] Top(ReadOnlySpan<double> values, int count)
    {
        double[] copy = [.. values];
        return [.. Enumerable.Range(0, copy.Length).OrderByDescending(k => copy[k]).ThenBy(k => k).Take(count)];
    }

    private static double[] Ranks(ReadOnlySpan<double> values)
    {
        double[] sorted = [.. values];
        int[] order = [.. Enumerable.Range(0, sorted.Length)];
        Array.Sort(sorted, order);
        double[] ranks = new double[sorted.Length];
        for (int k = 0; k < sorted.Length;)
        {
            int end = k + 1;
            while (end < sorted.Length && sorted[end] == sorted[k])
            {
                end++;
            }

            for (int i = k; i < end; i++)
            {
                ranks[order[i]] = (k + 1 + end) / 2.0;
            }

            k = end;
        }

        return ranks;
    }
}
