using Dms.Predictive.Learning;

namespace Dms.Predictive.Training;

/// <summary>Writes a step function of one feature as a balanced tree.</summary>
internal static class ShapeTree
{
    /// <summary>The tree whose leaf values are the effects, from left to right.</summary>
    /// <param name="feature">Column that every split reads.</param>
    /// <param name="upperBounds">Upper ends of the bins, ascending; a value equal to one lies in its bin. The last
    /// is never compared.</param>
    /// <param name="effects">One value per bin, at least one.</param>
    public static Tree From(int feature, IReadOnlyList<double> upperBounds, IReadOnlyList<double> effects)
    {
        int count = (2 * effects.Count) - 1;
        Tree tree = new()
        {
            Feature = Filled(count),
            Threshold = new double[count],
            Left = Filled(count),
            Right = Filled(count),
            DefaultLeft = new bool[count],
            Value = new double[count],
            Cover = new double[count],
        };
        int used = 1;
        Queue<(int Node, int First, int Last)> open = new([(0, 0, effects.Count - 1)]);
        while (open.TryDequeue(out (int Node, int First, int Last) part))
        {
            if (part.First == part.Last)
            {
                tree.Value[part.Node] = effects[part.First];
                continue;
            }

            int middle = (part.First + part.Last) / 2;
            (tree.Feature[part.Node], tree.Threshold[part.Node]) = (feature, upperBounds[middle]);
            (tree.Left[part.Node], tree.Right[part.Node]) = (used, used + 1);
            open.Enqueue((used, part.First, middle));
            open.Enqueue((used + 1, middle + 1, part.Last));
            used += 2;
        }

        return tree;
    }

    private static int[] Filled(int count)
    {
        int[] result = new int[count];
        Array.Fill(result, -1);
        return result;
    }
}
