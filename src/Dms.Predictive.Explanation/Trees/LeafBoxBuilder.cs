using Dms.Predictive.Learning;

namespace Dms.Predictive.Explanation;

/// <summary>Walks trees and collects one box per leaf.</summary>
internal sealed class LeafBoxBuilder(int featureCount)
{
    private readonly int[] _slotOf = [.. Enumerable.Repeat(-1, featureCount)];
    private readonly List<Step> _path = [];

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
        Stack<(int Node, int Depth, Step Last)> open = new([(0, 0, default)]);
        while (open.TryPop(out (int Node, int Depth, Step Last) at))
        {
            if (at.Depth > 0)
            {
                _path.RemoveRange(at.Depth - 1, _path.Count - at.Depth + 1);
                _path.Add(at.Last);
            }

            if (tree.Feature[at.Node] < 0)
            {
                AddLeaf(tree.Value[at.Node]);
                continue;
            }

            (int left, int right) = (tree.Left[at.Node], tree.Right[at.Node]);
            open.Push((right, at.Depth + 1, StepOf(tree, at.Node, toLeft: false)));
            open.Push((left, at.Depth + 1, StepOf(tree, at.Node, toLeft: true)));
        }

        _path.Clear();
    }

    private static Step StepOf(Tree tree, int node, bool toLeft)
    {
        (double left, double right) = (tree.Cover[tree.Left[node]], tree.Cover[tree.Right[node]]);
        double share = toLeft ? Share(left, right) : Share(right, left);
        return new(tree.Feature[node], tree.Threshold[node], toLeft, tree.DefaultLeft[node] == toLeft, share);
    }

    // Two empty children split one half each; halving first keeps the sum of two huge covers finite.
    private static double Share(double own, double other) =>
        own == 0 && other == 0 ? 0.5
        : double.IsInfinity(own + other) ? own / 2 / (own / 2 + other / 2)
        : own / (own + other);

    private void AddLeaf(double value)
    {
        int first = Feature.Count;
        foreach (Step step in _path)
        {
            int slot = _slotOf[step.Feature];
            if (slot < 0)
            {
                slot = _slotOf[step.Feature] = Feature.Count;
                Open(step.Feature);
            }

            Narrow(slot, step);
        }

        for (int slot = first; slot < Feature.Count; slot++)
        {
            _slotOf[Feature[slot]] = -1;
        }

        Value.Add(value);
        Start.Add(Feature.Count);
    }

    private void Open(int feature)
    {
        Feature.Add(feature);
        Low.Add(double.NaN);
        High.Add(double.PositiveInfinity);
        MissingPasses.Add(true);
        CoverShare.Add(1.0);
    }

    private void Narrow(int slot, Step step)
    {
        if (step.ToLeft)
        {
            High[slot] = Math.Min(High[slot], step.Threshold);
        }
        else
        {
            Low[slot] = double.IsNaN(Low[slot]) ? step.Threshold : Math.Max(Low[slot], step.Threshold);
        }

        MissingPasses[slot] &= step.MissingPasses;
        CoverShare[slot] *= step.CoverShare;
    }

    private readonly record struct Step(
        int Feature, double Threshold, bool ToLeft, bool MissingPasses, double CoverShare);
}
