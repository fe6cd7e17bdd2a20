using Dms.Predictive.Learning;

namespace Dms.Predictive.Explanation;

/// <summary>
/// Walks trees and collects one box per leaf. The box of the current node is kept per feature and taken back on the
/// way up, so a leaf costs its distinct features, however long its path is.
/// </summary>
internal sealed class LeafBoxBuilder(int featureCount)
{
    private readonly Side[] _box = [.. Enumerable.Repeat(Side.Open, featureCount)];
    private readonly bool[] _onPath = new bool[featureCount];
    private readonly List<int> _features = [];
    private readonly List<Undo> _path = [];

    public List<int> Start { get; } = [0];

    public List<int> Feature { get; } = [];

    public List<double> Low { get; } = [];

    public List<double> High { get; } = [];

    public List<bool> MissingPasses { get; } = [];

    public List<double> CoverShare { get; } = [];

    public List<double> Value { get; } = [];

    /// <summary>Adds the leaves of one tree, left to right; an own stack, because a tree may be a long chain.</summary>
    public void Add(Tree tree)
    {
        Stack<(int Node, int Parent, int Depth)> open = new([(0, -1, 0)]);
        while (open.TryPop(out (int Node, int Parent, int Depth) at))
        {
            if (at.Parent >= 0)
            {
                GoBackTo(at.Depth - 1);
                Enter(tree, at.Parent, toLeft: tree.Left[at.Parent] == at.Node);
            }

            if (tree.Feature[at.Node] < 0)
            {
                AddLeaf(tree.Value[at.Node]);
            }
            else
            {
                open.Push((tree.Right[at.Node], at.Node, at.Depth + 1));
                open.Push((tree.Left[at.Node], at.Node, at.Depth + 1));
            }
        }

        GoBackTo(0);
    }

    // Two empty children split one half each; halving first keeps the sum of two huge covers finite.
    private static double Share(double own, double other) =>
        own == 0 && other == 0 ? 0.5
        : double.IsInfinity(own + other) ? own / 2 / (own / 2 + other / 2)
        : own / (own + other);

    private void Enter(Tree tree, int node, bool toLeft)
    {
        int feature = tree.Feature[node];
        double threshold = tree.Threshold[node];
        (double left, double right) = (tree.Cover[tree.Left[node]], tree.Cover[tree.Right[node]]);
        Side old = _box[feature];
        _path.Add(new(feature, old, WasOnPath: _onPath[feature]));
        if (!_onPath[feature])
        {
            _onPath[feature] = true;
            _features.Add(feature);
        }

        _box[feature] = new Side(
            toLeft ? old.Low : double.IsNaN(old.Low) ? threshold : Math.Max(old.Low, threshold),
            toLeft ? Math.Min(old.High, threshold) : old.High,
            old.MissingPasses && tree.DefaultLeft[node] == toLeft,
            old.CoverShare * (toLeft ? Share(left, right) : Share(right, left)));
    }

    private void GoBackTo(int depth)
    {
        while (_path.Count > depth)
        {
            Undo last = _path[^1];
            _path.RemoveAt(_path.Count - 1);
            _box[last.Feature] = last.Before;
            if (!last.WasOnPath)
            {
                _onPath[last.Feature] = false;
                _features.RemoveAt(_features.Count - 1);
            }
        }
    }

    private void AddLeaf(double value)
    {
        foreach (int feature in _features)
        {
            Side side = _box[feature];
            Feature.Add(feature);
            Low.Add(side.Low);
            High.Add(side.High);
            MissingPasses.Add(side.MissingPasses);
            CoverShare.Add(side.CoverShare);
        }

        Value.Add(value);
        Start.Add(Feature.Count);
    }

    private readonly record struct Side(double Low, double High, bool MissingPasses, double CoverShare)
    {
        // No lower bound is NaN, so that −∞ passes it.
        public static readonly Side Open = new(double.NaN, double.PositiveInfinity, true, 1.0);
    }

    private readonly record struct Undo(int Feature, Side Before, bool WasOnPath);
}
