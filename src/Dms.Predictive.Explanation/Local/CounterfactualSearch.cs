using Dms.Predictive.Learning;

namespace Dms.Predictive.Explanation;

/// <summary>
/// Finds the smallest change of at most three features that brings the score of a forest across a threshold, exactly:
/// the score is constant on boxes between the thresholds of the trees, so one observed value per box is enough.
/// </summary>
/// <remarks>
/// Sets of features are tried from small to large. A set is left out when even the best leaf of every tree that it can
/// reach does not get the score across; a value when the change so far is already larger than the best found. Values
/// come from the observed ones, so "none within the data" is an answer. Wachter, Mittelstadt and Russell (2018) for the
/// distance; Cui et al. (2015) for exact search in tree ensembles.
/// </remarks>
public sealed class CounterfactualSearch
{
    private readonly Forest _forest;
    private readonly ObservedValues?[] _seen;
    private readonly bool[] _mayMove;

    /// <summary>Prepares searches over one forest.</summary>
    /// <param name="forest">The deployed forest.</param>
    /// <param name="seen">Observed values per feature; null where no value is finite.</param>
    /// <param name="immutable">Features that never move (calendar, forecasts of other models …).</param>
    /// <exception cref="ArgumentException">Not one entry per feature.</exception>
    public CounterfactualSearch(Forest forest, IReadOnlyList<ObservedValues?> seen, IEnumerable<int> immutable)
    {
        ArgumentNullException.ThrowIfNull(forest);
        ArgumentNullException.ThrowIfNull(seen);
        ArgumentNullException.ThrowIfNull(immutable);
        if (seen.Count != forest.FeatureNames.Count)
        {
            throw new ArgumentException($"{seen.Count} columns for {forest.FeatureNames.Count} features.", nameof(seen));
        }

        (_forest, _seen) = (forest, [.. seen]);
        _mayMove = [.. seen.Select(s => s is { InterquartileRange: > 0 })];
        foreach (int feature in immutable)
        {
            _mayMove[feature] = false;
        }
    }

    /// <summary>Searches.</summary>
    /// <exception cref="ArgumentException">The row has another width.</exception>
    public CounterfactualAnswer Find(CounterfactualQuestion question)
    {
        ArgumentNullException.ThrowIfNull(question);
        ArgumentOutOfRangeException.ThrowIfLessThan(question.MostFeatures, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(question.MostFeatures, 3);
        bool[] free = [.. _mayMove.Select((m, j) => m && double.IsFinite(question.Row[j]))];
        IReadOnlyList<ReachableLeaf> leaves = ReachableLeaves.Of(_forest, question, free);
        double score = _forest.Score(question.Row);
        double needed = question.Falls ? score - question.Threshold : question.Threshold - score;
        int[] features = [.. leaves.SelectMany(l => l.Moved).Distinct().Order()];
        Run run = new(this, question, leaves, needed);
        for (int size = 1; size <= question.MostFeatures; size++)
        {
            foreach (int[] set in Sets(features, size))
            {
                run.Try(set);
            }
        }

        return new(run.Best, run.Trials <= question.MostTrials);
    }

    private static IEnumerable<int[]> Sets(int[] features, int size)
    {
        for (int a = 0; a < features.Length; a++)
        {
            if (size == 1)
            {
                yield return [features[a]];
                continue;
            }

            for (int b = a + 1; b < features.Length; b++)
            {
                if (size == 2)
                {
                    yield return [features[a], features[b]];
                    continue;
                }

                for (int c = b + 1; c < features.Length; c++)
                {
                    yield return [features[a], features[b], features[c]];
                }
            }
        }
    }

    private sealed class Run
    {
        private readonly CounterfactualSearch _search;
        private readonly CounterfactualQuestion _question;
        private readonly double _needed;
        private readonly Dictionary<(int, int, int), ReachableLeaf[]> _byMoved;
        private readonly Dictionary<(int, int, int), double> _gain;
        private readonly Dictionary<int, ReachableLeaf> _own;
        private readonly double[] _row;
        private ReachableLeaf[] _leaves = [];
        private int[] _set = [];

        public Run(
            CounterfactualSearch search, CounterfactualQuestion question, IReadOnlyList<ReachableLeaf> leaves, double needed)
        {
            (_search, _question, _needed, _row) = (search, question, needed, [.. question.Row]);
            _byMoved = leaves.GroupBy(l => Key(l.Moved)).ToDictionary(g => g.Key, g => g.ToArray());
            _own = _byMoved.GetValueOrDefault((-1, -1, -1), []).ToDictionary(l => l.Tree);
            _gain = _byMoved.ToDictionary(
                g => g.Key, g => g.Value.GroupBy(l => l.Tree).Sum(t => Math.Max(0, t.Max(l => l.Gain))));
        }

        public Counterfactual? Best { get; private set; }

        public long Trials { get; private set; }

        public void Try(int[] set)
        {
            if (Trials > _question.MostTrials || MostGain(set) < _needed)
            {
                return;
            }

            // A tree that no move of these features leads elsewhere stays on its own leaf and gives nothing.
            ReachableLeaf[] moved = [.. Subsets(set).Where(k => k.Item1 >= 0).SelectMany(k => _byMoved.GetValueOrDefault(k) ?? [])];
            _leaves = [.. moved.Concat(moved.Select(l => l.Tree).Distinct().Select(t => _own[t])).OrderBy(l => l.Tree)];
            if (MostGain(_leaves) >= _needed)
            {
                _set = set;
                Move(0, 0, _leaves);
            }
        }

        private static (int, int, int) Key(int[] moved) => (
            moved.Length > 0 ? moved[0] : -1, moved.Length > 1 ? moved[1] : -1, moved.Length > 2 ? moved[2] : -1);

        private static IEnumerable<(int, int, int)> Subsets(int[] set)
        {
            for (int bits = 0; bits < 1 << set.Length; bits++)
            {
                yield return Key([.. set.Where((_, k) => (bits >> k & 1) == 1)]);
            }
        }

        // The gains of all subsets together: never less than what the set can reach, and quickly told.
        private double MostGain(int[] set)
        {
            double sum = 0;
            for (int a = 0; a < set.Length; a++)
            {
                sum += _gain.GetValueOrDefault((set[a], -1, -1));
                for (int b = a + 1; b < set.Length; b++)
                {
                    sum += _gain.GetValueOrDefault((set[a], set[b], -1));
                    for (int c = b + 1; c < set.Length; c++)
                    {
                        sum += _gain.GetValueOrDefault((set[a], set[b], set[c]));
                    }
                }
            }

            return sum;
        }

        // The best leaf of every tree, as if trees did not have to agree: never less than what can be reached.
        private static double MostGain(ReachableLeaf[] leaves)
        {
            double sum = 0, best = 0;
            for (int k = 0; k < leaves.Length; k++)
            {
                bool begins = k == 0 || leaves[k].Tree != leaves[k - 1].Tree;
                sum += begins ? best : 0;
                best = begins ? leaves[k].Gain : Math.Max(best, leaves[k].Gain);
            }

            sum += best;
            return sum;
        }

        private void Move(int depth, double distance, ReachableLeaf[] leaves)
        {
            if (depth == _set.Length)
            {
                Judge(distance);
                return;
            }

            int feature = _set[depth];
            foreach ((double value, double cost) in Candidates(feature, leaves))
            {
                if (Best is not null && distance + cost >= Best.Distance)
                {
                    break;
                }

                if (++Trials > _question.MostTrials)
                {
                    break;
                }

                ReachableLeaf[] left = Array.FindAll(leaves, l => Holds(l, feature, value));
                if (MostGain(left) >= _needed - 1e-12)
                {
                    _row[feature] = value;
                    Move(depth + 1, distance + cost, left);
                }
            }

            _row[feature] = _question.Row[feature];
        }

        private void Judge(double distance)
        {
            double score = _search._forest.Score(_row);
            if (_question.IsMet(score) && (Best is null || distance < Best.Distance))
            {
                Best = new(
                    [.. _set.Select(j => new FeatureMove(j, _question.Row[j], _row[j], CostOf(j, _row[j])))], distance, score);
            }
        }

        private static bool Holds(ReachableLeaf leaf, int feature, double value)
        {
            foreach (LeafBound bound in leaf.Bounds)
            {
                if (bound.Feature == feature)
                {
                    return value > bound.Low && value <= bound.High;
                }
            }

            return true;
        }

        // One observed value per box between the thresholds, the nearest first.
        private List<(double Value, double Cost)> Candidates(int feature, ReachableLeaf[] leaves)
        {
            ObservedValues seen = _search._seen[feature]!;
            double own = _question.Row[feature];
            List<double> edges = [double.NegativeInfinity];
            edges.AddRange(leaves.SelectMany(l => l.Bounds).Where(b => b.Feature == feature)
                .SelectMany(b => new[] { b.Low, b.High }).Where(double.IsFinite).Distinct().Order());
            edges.Add(double.PositiveInfinity);
            List<(double Value, double Cost)> found = [];
            for (int k = 0; k + 1 < edges.Count; k++)
            {
                if (!(own > edges[k] && own <= edges[k + 1]) && seen.NearestIn(edges[k], edges[k + 1], own) is double value)
                {
                    found.Add((value, CostOf(feature, value)));
                }
            }

            found.Sort((a, b) => a.Cost.CompareTo(b.Cost));
            return found;
        }

        private double CostOf(int feature, double value) =>
            Math.Abs(value - _question.Row[feature]) / _search._seen[feature]!.InterquartileRange;
    }
}
