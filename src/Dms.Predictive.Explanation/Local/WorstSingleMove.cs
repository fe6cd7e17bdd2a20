using Dms.Predictive.Learning;

namespace Dms.Predictive.Explanation;

/// <summary>The move of one feature that changes a score most.</summary>
/// <param name="Feature">Place of the feature; −1 when no move changes the score in that direction.</param>
/// <param name="Value">A value that does it.</param>
/// <param name="Change">Change of the score, in its unit.</param>
public sealed record SingleMove(int Feature, double Value, double Change);

/// <summary>
/// Finds, exactly, how far one feature alone can push a sum of forests: moving a feature leads each tree to leaves whose boxes
/// hold the rest of the row; their gains are added over the boxes that overlap. Every finite value is considered.
/// </summary>
/// <remarks>Per row one walk over the leaves that differ from its own in one feature, and one sort of their bounds.</remarks>
public sealed class WorstSingleMove
{
    private readonly IReadOnlyList<(Forest Forest, double Weight)> _forests;
    private readonly bool[] _free;

    /// <param name="forests">Forests over the same row, with the weights of their scores.</param>
    /// <param name="free">Whether a feature may be moved, one per column.</param>
    /// <exception cref="ArgumentException">Widths differ.</exception>
    public WorstSingleMove(IReadOnlyList<(Forest Forest, double Weight)> forests, IReadOnlyList<bool> free)
    {
        ArgumentNullException.ThrowIfNull(forests);
        ArgumentNullException.ThrowIfNull(free);
        if (forests.Any(f => f.Forest.FeatureNames.Count != free.Count))
        {
            throw new ArgumentException($"Found {free.Count} flags; expected one per column of every forest.", nameof(free));
        }

        (_forests, _free) = (forests, [.. free]);
    }

    /// <summary>The largest rise and the largest fall that one feature can cause.</summary>
    /// <param name="row">The row; NaN is missing.</param>
    /// <exception cref="ArgumentException">The row has another width.</exception>
    public (SingleMove Rise, SingleMove Fall) Of(double[] row)
    {
        ArgumentNullException.ThrowIfNull(row);
        if (row.Length != _free.Length)
        {
            throw new ArgumentException($"Found {row.Length} values; expected {_free.Length}.", nameof(row));
        }

        Walk walk = new(row, _free);
        foreach ((Forest forest, double weight) in _forests)
        {
            foreach (Tree tree in forest.Trees)
            {
                walk.Of(tree, weight);
            }
        }

        SingleMove rise = new(-1, double.NaN, 0), fall = rise;
        foreach ((int feature, List<(double At, double Gain)> bounds) in walk.Bounds.OrderBy(b => b.Key))
        {
            Sweep(feature, bounds, ref rise, ref fall);
        }

        return (rise, fall);
    }

    // Gains start above a low bound and end above a high one, so a value at a bound still belongs to the box below it.
    private static void Sweep(int feature, List<(double At, double Gain)> bounds, ref SingleMove rise, ref SingleMove fall)
    {
        (double At, double Gain)[] sorted = [.. bounds.OrderBy(b => b.At)];
        double sum = 0;
        for (int k = 0; k < sorted.Length; k++)
        {
            sum += sorted[k].Gain;
            if (k + 1 < sorted.Length && sorted[k + 1].At == sorted[k].At)
            {
                continue;
            }

            double value = k + 1 < sorted.Length && double.IsFinite(sorted[k + 1].At)
                ? sorted[k + 1].At
                : MathF.BitIncrement((float)sorted[k].At);
            if (double.IsFinite(value))
            {
                rise = sum > rise.Change ? new(feature, value, sum) : rise;
                fall = sum < fall.Change ? new(feature, value, sum) : fall;
            }
        }
    }

    /// <summary>Collects bounds and gains of leaves that one moved feature leads to.</summary>
    private sealed class Walk(double[] row, bool[] free)
    {
        private readonly (double Low, double High)[] _sides = [.. row.Select(_ => (double.NegativeInfinity, double.PositiveInfinity))];
        private Tree _tree = null!;
        private double _weight, _own;

        public Dictionary<int, List<(double At, double Gain)>> Bounds { get; } = [];

        public void Of(Tree tree, double weight)
        {
            (_tree, _weight, _own) = (tree, weight, tree.Value[tree.LeafOf(row)]);
            Enter(0, -1);
        }

        private void Enter(int node, int moved)
        {
            int feature = _tree.Feature[node];
            if (feature < 0)
            {
                Take(moved, _tree.Value[node]);
                return;
            }

            double x = row[feature], threshold = _tree.Threshold[node];
            bool left = double.IsNaN(x) ? _tree.DefaultLeft[node] : x <= threshold;
            Branch(_tree.Left[node], (feature, double.NegativeInfinity, threshold), left, moved);
            Branch(_tree.Right[node], (feature, threshold, double.PositiveInfinity), !left, moved);
        }

        // The side that the row takes by itself binds a feature too, should it be the one that moves further down.
        private void Branch(int child, (int Feature, double Low, double High) side, bool isOwn, int moved)
        {
            if (moved != side.Feature && !isOwn && (moved >= 0 || !free[side.Feature]))
            {
                return;
            }

            (double low, double high) = _sides[side.Feature];
            (double Low, double High) narrowed = (Math.Max(low, side.Low), Math.Min(high, side.High));
            int next = isOwn ? moved : side.Feature;

            // Only a feature that moves needs a value: a missing one may stand where no finite value leads.
            if (next != side.Feature || narrowed.Low < narrowed.High)
            {
                _sides[side.Feature] = narrowed;
                Enter(child, next);
                _sides[side.Feature] = (low, high);
            }
        }

        private void Take(int moved, double value)
        {
            double gain = _weight * (value - _own);
            if (moved < 0 || gain == 0 || !(_sides[moved].Low < _sides[moved].High))
            {
                return;
            }

            if (!Bounds.TryGetValue(moved, out List<(double, double)>? bounds))
            {
                Bounds[moved] = bounds = [];
            }

            bounds.Add((_sides[moved].Low, gain));
            bounds.Add((_sides[moved].High, -gain));
        }
    }
}
