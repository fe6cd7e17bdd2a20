using CsCheck;
using Dms.Predictive.Learning;

namespace Dms.Predictive.Explanation.Tests.Trees;

/// <summary>Draws forests and rows on one small grid, so that ties, missing and infinite values are frequent.</summary>
internal static class RandomForests
{
    private static readonly double[] Grid =
    [
        -2.0, -0.5, 0.1, 0.3, 1.0, 4.0, 1e9, -1e9, Math.BitIncrement(0.1),
        double.PositiveInfinity, double.NegativeInfinity,
    ];

    public static readonly Gen<(int Features, int Trees, int Depth, int Seed)> Shape =
        Gen.Select(Gen.Int[1, 5], Gen.Int[1, 3], Gen.Int[1, 4], Gen.Int);

    public static Forest Draw(Random random, int features, int trees, int depth)
    {
        string[] names = [.. Enumerable.Range(0, features).Select(i => $"f{i}")];
        Tree[] drawn = [.. Enumerable.Range(0, trees).Select(_ => Tree(random, features, depth))];
        return new(names, random.NextDouble() - 0.5, drawn);
    }

    public static double[] Row(Random random, int features) =>
    [
        .. Enumerable.Range(0, features)
            .Select(_ => random.Next(5) == 0 ? double.NaN : Grid[random.Next(Grid.Length)]),
    ];

    private static Tree Tree(Random random, int features, int depth)
    {
        List<Node> nodes = [];
        Grow(depth);
        return new Tree
        {
            Feature = [.. nodes.Select(n => n.Feature)],
            Threshold = [.. nodes.Select(n => n.Threshold)],
            Left = [.. nodes.Select(n => n.Left)],
            Right = [.. nodes.Select(n => n.Right)],
            DefaultLeft = [.. nodes.Select(n => n.DefaultLeft)],
            Value = [.. nodes.Select(n => n.Value)],
            Cover = [.. nodes.Select(n => n.Cover)],
        };

        int Grow(int left)
        {
            int at = nodes.Count;
            nodes.Add(default);
            if (left == 0 || (left < depth && random.Next(5) == 0))
            {
                double[] covers = [0, 0, 0.25, 1, 7, 40];
                nodes[at] = new(-1, 0, -1, -1, false, 6 * random.NextDouble() - 3, covers[random.Next(covers.Length)]);
            }
            else
            {
                (int l, int r) = (Grow(left - 1), Grow(left - 1));
                nodes[at] = new(random.Next(features), Grid[random.Next(Grid.Length)], l, r, random.Next(2) == 0, 0,
                    nodes[l].Cover + nodes[r].Cover);
            }

            return at;
        }
    }

    private readonly record struct Node(
        int Feature, double Threshold, int Left, int Right, bool DefaultLeft, double Value, double Cover);
}
