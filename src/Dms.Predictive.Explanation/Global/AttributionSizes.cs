using Dms.Predictive.Core;

namespace Dms.Predictive.Explanation;

/// <summary>Mean |φ| by feature and by group, and the share of the five largest features, with intervals from
/// resampling whole days: rows of one day resemble each other and must not count as independent.</summary>
/// <remarks>Percentile bootstrap, days drawn with replacement, as many as there are. Künsch (1989), Annals of Statistics
/// 17(3), blocks of one day.</remarks>
public sealed class AttributionSizes
{
    /// <summary>Fewest days for an interval.</summary>
    public const int FewestDays = 5;

    private const int TopFeatures = 5;
    private const double Tail = 0.025;

    private AttributionSizes(int days) => Days = days;

    /// <summary>Number of days (UTC) with rows.</summary>
    public int Days { get; }

    /// <summary>Mean |φ| per feature, in feature order, in the score's unit.</summary>
    public IReadOnlyList<SizeInterval> Features { get; private init; } = [];

    /// <summary>Share of each group in the sum of mean |φ|, in order of first appearance; shares sum to 1.</summary>
    public IReadOnlyList<(string Group, SizeInterval Share)> Groups { get; private init; } = [];

    /// <summary>Share of the five largest features in the sum of mean |φ|.</summary>
    public SizeInterval TopShare { get; private init; }

    /// <summary>Measures the attributions.</summary>
    /// <param name="rows">At least one row.</param>
    /// <param name="groups">Economic group per feature, in feature order.</param>
    /// <param name="draws">Resamples, ≥ 1.</param>
    /// <param name="seed">Seed of the resampling.</param>
    /// <exception cref="ArgumentException">There are no rows, or not one group per feature.</exception>
    public static AttributionSizes Of(ExplainedRows rows, IReadOnlyList<string> groups, int draws = 1000, int seed = 17)
    {
        ArgumentNullException.ThrowIfNull(rows);
        ArgumentNullException.ThrowIfNull(groups);
        ArgumentOutOfRangeException.ThrowIfLessThan(draws, 1);
        if (rows.Count == 0 || groups.Count != rows.Width)
        {
            throw new ArgumentException($"{rows.Count} rows, {groups.Count} groups for {rows.Width} features.", nameof(groups));
        }

        Day[] days = [.. Enumerable.Range(0, rows.Count).GroupBy(k => rows.Times[k].Minutes / 1440).Select(g => Day.Of(rows, g))];
        string[] names = [.. groups.Distinct()];
        int[] groupOf = [.. groups.Select(g => Array.IndexOf(names, g))];
        Statistics all = Statistics.Of(days, [.. Enumerable.Range(0, days.Length)], groupOf, names.Length);
        Statistics[] drawn = days.Length < FewestDays ? [] : Draw(days, groupOf, names.Length, draws, seed);
        return new(days.Length)
        {
            Features = [.. all.Means.Select((m, j) => Interval(m, drawn, s => s.Means[j]))],
            Groups = [.. names.Select((n, g) => (n, Interval(all.GroupShares[g], drawn, s => s.GroupShares[g])))],
            TopShare = Interval(all.TopShare, drawn, s => s.TopShare),
        };
    }

    private static Statistics[] Draw(Day[] days, int[] groupOf, int groups, int draws, int seed)
    {
        Random random = new(seed);
        Statistics[] drawn = new Statistics[draws];
        int[] picked = new int[days.Length];
        for (int d = 0; d < draws; d++)
        {
            for (int k = 0; k < picked.Length; k++)
            {
                picked[k] = random.Next(days.Length);
            }

            drawn[d] = Statistics.Of(days, picked, groupOf, groups);
        }

        return drawn;
    }

    private static SizeInterval Interval(double value, Statistics[] drawn, Func<Statistics, double> pick)
    {
        if (drawn.Length == 0)
        {
            return new(value, double.NaN, double.NaN);
        }

        ObservedValues values = ObservedValues.Of(drawn.Select(pick));
        return new(value, values.At(Tail), values.At(1 - Tail));
    }

    private sealed record Day(int Count, double[] Sums)
    {
        public static Day Of(ExplainedRows rows, IEnumerable<int> members)
        {
            double[] sums = new double[rows.Width];
            int count = 0;
            foreach (int row in members)
            {
                ReadOnlySpan<double> phi = rows.Phi(row);
                for (int j = 0; j < sums.Length; j++)
                {
                    sums[j] += Math.Abs(phi[j]);
                }

                count++;
            }

            return new(count, sums);
        }
    }

    private sealed record Statistics(double[] Means, double[] GroupShares, double TopShare)
    {
        public static Statistics Of(Day[] days, int[] picked, int[] groupOf, int groups)
        {
            double[] means = new double[groupOf.Length];
            long count = 0;
            foreach (int day in picked)
            {
                count += days[day].Count;
                for (int j = 0; j < means.Length; j++)
                {
                    means[j] += days[day].Sums[j];
                }
            }

            double[] shares = new double[groups];
            double sum = means.Sum();
            for (int j = 0; j < means.Length; j++)
            {
                shares[groupOf[j]] += sum > 0 ? means[j] / sum : 0;
            }

            double top = sum > 0 ? means.OrderDescending().Take(TopFeatures).Sum() / sum : 0;
            return new([.. means.Select(m => m / count)], shares, top);
        }
    }
}
