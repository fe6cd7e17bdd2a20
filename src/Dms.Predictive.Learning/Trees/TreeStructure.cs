using Dms.Predictive.Core;

namespace Dms.Predictive.Learning;

/// <summary>Structural checks and cover counts of one tree.</summary>
internal static class TreeStructure
{
    /// <summary>Refuses anything that is not a finite binary tree rooted at node 0.</summary>
    public static void Refuse(Tree tree, int featureCount, string where)
    {
        int n = tree.Count;
        int[] sizes = [tree.Threshold.Length, tree.Left.Length, tree.Right.Length, tree.DefaultLeft.Length, tree.Value.Length, tree.Cover.Length];
        if (n == 0 || sizes.Any(s => s != n))
        {
            throw new InputRefusedException("tree-structure", $"All node arrays must have one length ≥ 1; found {n} features and {string.Join('/', sizes)}.", where);
        }

        bool[] reached = new bool[n];
        reached[0] = true;
        for (int i = 0; i < n; i++)
        {
            RefuseValues(tree, i, featureCount, $"{where}.node {i}");
            if (tree.Feature[i] >= 0)
            {
                // Children must come later in the arrays or be marked by exactly one parent; both rule out cycles.
                Mark(reached, tree.Left[i], $"{where}.left[{i}]");
                Mark(reached, tree.Right[i], $"{where}.right[{i}]");
            }
        }

        if (Array.IndexOf(reached, false) is var lost && lost >= 0 || CountFromRoot(tree) != n)
        {
            throw new InputRefusedException("tree-structure", "Every node must be reached from the root exactly once.", where);
        }
    }

    /// <summary>Counts the rows that pass each node.</summary>
    public static Tree WithCovers(Tree tree, IReadOnlyList<double[]> rows)
    {
        double[] cover = new double[tree.Count];
        foreach (double[] row in rows)
        {
            int node = 0;
            cover[0]++;
            while (tree.Feature[node] >= 0)
            {
                double x = row[tree.Feature[node]];
                node = (double.IsNaN(x) ? tree.DefaultLeft[node] : x <= tree.Threshold[node]) ? tree.Left[node] : tree.Right[node];
                cover[node]++;
            }
        }

        return tree with { Cover = cover };
    }

    private static void RefuseValues(Tree tree, int i, int featureCount, string where)
    {
        if (tree.Feature[i] >= featureCount || tree.Feature[i] < -1)
        {
            throw new InputRefusedException("tree-structure", $"Feature {tree.Feature[i]} is outside −1 … {featureCount - 1}.", where);
        }

        bool leaf = tree.Feature[i] < 0;
        if ((leaf && !double.IsFinite(tree.Value[i])) || (!leaf && double.IsNaN(tree.Threshold[i])) || !(tree.Cover[i] >= 0 && double.IsFinite(tree.Cover[i])))
        {
            throw new InputRefusedException("tree-value", "Leaf values must be finite, thresholds not NaN, covers finite and ≥ 0.", where);
        }
    }

    private static void Mark(bool[] reached, int child, string where)
    {
        if (child <= 0 || child >= reached.Length || reached[child])
        {
            throw new InputRefusedException("tree-structure", $"Child {child} is out of range, the root, or has two parents.", where);
        }

        reached[child] = true;
    }

    private static int CountFromRoot(Tree tree)
    {
        int count = 0;
        Stack<int> open = new([0]);
        while (open.TryPop(out int i))
        {
            count++;
            if (tree.Feature[i] >= 0)
            {
                open.Push(tree.Left[i]);
                open.Push(tree.Right[i]);
            }
        }

        return count;
    }
}
