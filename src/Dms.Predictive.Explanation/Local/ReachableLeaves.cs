using Dms.Predictive.Learning;

namespace Dms.Predictive.Explanation;

/// <summary>One bound of a leaf on a feature that may move: (Low, High].</summary>
internal readonly record struct LeafBound(int Feature, double Low, double High);

/// <summary>A leaf that a row reaches when few features move.</summary>
/// <param name="Tree">Number of the tree.</param>
/// <param name="Gain">How much nearer to the goal the leaf lies than the row's own leaf.</param>
/// <param name="Moved">Features that must move, ascending; empty for the row's own leaf.</param>
/// <param name="Bounds">What the leaf demands of features that may move.</param>
internal sealed record ReachableLeaf(int Tree, double Gain, int[] Moved, LeafBound[] Bounds);

/// <summary>Walks the trees and keeps the leaves that a row reaches when at most a few features move; a branch that
/// needs one feature more, or one that may not move, is never entered.</summary>
internal sealed class ReachableLeaves
{
    private readonly double[] _row;
    private readonly bool[] _free;
    private readonly int _most;
    private readonly double _sign;
    private readonly Dictionary<int, (double Low, double High)> _bounds = [];
    private readonly List<int> _moved = [];
    private readonly List<ReachableLeaf> _found = [];

    private ReachableLeaves(CounterfactualQuestion question, bool[] free)
    {
        (_row, _free, _most) = (question.Row, free, question.MostFeatures);
        _sign = question.Falls ? 1 : -1;
    }

    /// <summary>Leaves of all trees, by tree.</summary>
    public static IReadOnlyList<ReachableLeaf> Of(Forest forest, CounterfactualQuestion question, bool[] free)
    {
        ReachableLeaves walk = new(question, free);
        for (int t = 0; t < forest.Trees.Count; t++)
        {
            Tree tree = forest.Trees[t];
            walk.Enter(tree, t, 0, tree.Value[tree.LeafOf(question.Row)]);
        }

        return walk._found;
    }

    private void Enter(Tree tree, int number, int node, double own)
    {
        int feature = tree.Feature[node];
        if (feature < 0)
        {
            _found.Add(new(
                number, _sign * (own - tree.Value[node]), [.. _moved.Order()],
                [.. _bounds.OrderBy(b => b.Key).Select(b => new LeafBound(b.Key, b.Value.Low, b.Value.High))]));
            return;
        }

        double x = _row[feature], threshold = tree.Threshold[node];
        bool left = double.IsNaN(x) ? tree.DefaultLeft[node] : x <= threshold;
        Step(tree, number, (tree.Left[node], feature), left, own, (double.NegativeInfinity, threshold));
        Step(tree, number, (tree.Right[node], feature), !left, own, (threshold, double.PositiveInfinity));
    }

    private void Step(
        Tree tree, int number, (int Node, int Feature) to, bool isOwnSide, double own, (double Low, double High) side)
    {
        bool moves = !isOwnSide && !_moved.Contains(to.Feature);
        if (moves && (!_free[to.Feature] || _moved.Count == _most))
        {
            return;
        }

        bool had = _bounds.TryGetValue(to.Feature, out (double Low, double High) before);
        (double low, double high) = had ? before : (double.NegativeInfinity, double.PositiveInfinity);
        (low, high) = (Math.Max(low, side.Low), Math.Min(high, side.High));
        if (_free[to.Feature])
        {
            if (low >= high)
            {
                return;
            }

            _bounds[to.Feature] = (low, high);
        }

        if (moves)
        {
            _moved.Add(to.Feature);
        }

        Enter(tree, number, to.Node, own);
        if (moves)
        {
            _moved.Remove(to.Feature);
        }

        if (had)
        {
            _bounds[to.Feature] = before;
        }
        else
        {
            _bounds.Remove(to.Feature);
        }
    }
}
