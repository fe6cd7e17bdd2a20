namespace Dms.Predictive.Explanation;

/// <summary>
/// Interventional Shapley values of groups of features for a model that can only be scored: exact over all coalitions of at
/// most 12 groups, from drawn permutations above.
/// </summary>
/// <remarks>v(S) = mean over the background of f(row on S, background elsewhere). Sampling takes each permutation with its
/// reverse (Mitchell, Cooper, Frank, Holmes 2022, antithetic), so every pair adds up to f − E f and so does their mean.</remarks>
public static class GroupShapley
{
    /// <summary>Most groups of <see cref="Exact"/>: 4,096 coalitions.</summary>
    public const int MostExactGroups = 12;

    /// <summary>Fewest pairs of permutations of <see cref="Sampled"/>.</summary>
    public const int FewestPairs = 64;

    private const double LastBits = 1e-5;

    /// <summary>Scores all 2^G coalitions.</summary>
    /// <param name="scorer">The model; deterministic, finite.</param>
    /// <param name="row">The row to explain.</param>
    /// <param name="background">Reference rows of the same width, at least one.</param>
    /// <param name="groups">1 … 12 groups that hold every column once; names distinct.</param>
    /// <exception cref="ArgumentException">Groups, row and background do not fit together.</exception>
    /// <exception cref="AdditivityBreachException">The parts do not sum to the score, or a run of many rows gives the row another
    /// score by more than 1e-5.</exception>
    public static GroupAttribution Exact(
        RowsScorer scorer, ReadOnlySpan<double> row, IReadOnlyList<double[]> background, IReadOnlyList<FeatureGroup> groups)
    {
        CoalitionRows rows = Checked(scorer, row, background, groups);
        if (groups.Count > MostExactGroups)
        {
            throw new ArgumentException($"All coalitions are scored of at most {MostExactGroups} groups, found {groups.Count}.", nameof(groups));
        }

        double[] worth = rows.Worth([.. Enumerable.Range(0, 1 << groups.Count).Select(mask =>
            Enumerable.Range(0, groups.Count).Select(g => (mask & (1 << g)) != 0).ToArray())]);
        double score = worth[^1] = Deployed(rows.Score(), worth[^1]);
        return Closed(score, worth[0], groups, Coalitions.Shapley(worth), []);
    }

    /// <summary>Draws pairs of permutations; the values are estimates and carry standard errors.</summary>
    /// <param name="scorer">The model; deterministic, finite.</param>
    /// <param name="row">The row to explain.</param>
    /// <param name="background">Reference rows of the same width, at least one.</param>
    /// <param name="groups">At least one group; they hold every column once; names distinct.</param>
    /// <param name="pairs">Pairs, ≥ 64.</param>
    /// <param name="seed">Seed of the draws; the same seed gives the same bits.</param>
    /// <exception cref="ArgumentException">Groups, row and background do not fit together.</exception>
    /// <exception cref="AdditivityBreachException">The parts do not sum to the score.</exception>
    public static GroupAttribution Sampled(
        RowsScorer scorer, ReadOnlySpan<double> row, IReadOnlyList<double[]> background, IReadOnlyList<FeatureGroup> groups,
        int pairs, int seed)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(pairs, FewestPairs);
        CoalitionRows rows = Checked(scorer, row, background, groups);
        Random random = new(seed);
        int[] order = [.. Enumerable.Range(0, groups.Count)];
        double[] ends = rows.Worth([new bool[groups.Count], [.. Enumerable.Repeat(true, groups.Count)]]);
        ends[1] = Deployed(rows.Score(), ends[1]);
        double[][] drawn = new double[pairs][];
        for (int p = 0; p < pairs; p++)
        {
            double[] keys = [.. order.Select(_ => random.NextDouble())];
            Array.Sort(keys, order);
            double[] forward = Along(rows, order, ends);
            double[] backward = Along(rows, [.. order.Reverse()], ends);
            drawn[p] = [.. forward.Zip(backward, (a, b) => 0.5 * (a + b))];
        }

        double[] mean = [.. order.Select((_, g) => drawn.Average(d => d[g]))];
        double[] error = [.. mean.Select((m, g) => Math.Sqrt(drawn.Sum(d => (d[g] - m) * (d[g] - m)) / (pairs - 1.0) / pairs))];
        return Closed(rows.Score(), ends[0], groups, mean, error);
    }

    // What each group adds as they come in one order.
    private static double[] Along(CoalitionRows rows, int[] order, double[] ends)
    {
        bool[][] members = [.. Enumerable.Range(1, order.Length - 1).Select(count =>
        {
            bool[] member = new bool[order.Length];
            Array.ForEach(order[..count], g => member[g] = true);
            return member;
        })];
        double[] worth = [ends[0], .. rows.Worth(members), ends[1]];
        double[] added = new double[order.Length];
        for (int i = 0; i < order.Length; i++)
        {
            added[order[i]] = worth[i + 1] - worth[i];
        }

        return added;
    }

    private static CoalitionRows Checked(
        RowsScorer scorer, ReadOnlySpan<double> row, IReadOnlyList<double[]> background, IReadOnlyList<FeatureGroup> groups)
    {
        ArgumentNullException.ThrowIfNull(scorer);
        ArgumentNullException.ThrowIfNull(background);
        ArgumentNullException.ThrowIfNull(groups);
        PartNames.RequireDistinct(groups.Select(g => g.Name), nameof(groups));
        return new(scorer, row, background, groups);
    }

    // A run of many rows may differ in the last bits of float32: what is explained is the score of the row alone, as deployed.
    private static double Deployed(double alone, double amongMany) =>
        Math.Abs(alone - amongMany) <= LastBits * Math.Max(1.0, Math.Abs(alone)) ? alone : throw new AdditivityBreachException(alone, amongMany);

    private static GroupAttribution Closed(
        double score, double expected, IReadOnlyList<FeatureGroup> groups, double[] parts, double[] errors)
    {
        AdditivityBreachException.ThrowIfApart(score, expected + parts.Sum());
        return new(score, expected, FeatureAttribution.Pair([.. groups.Select(g => g.Name)], parts), errors);
    }
}
