namespace Dms.Predictive.Training.Tests;

/// <summary>Trees drawn node by node, before any file format: what ONNX can say, ties and special numbers included.</summary>
internal sealed class RawEnsemble
{
    public static readonly string[] OrderedModes = ["BRANCH_LEQ", "BRANCH_LT", "BRANCH_GTE", "BRANCH_GT"];

    private static readonly double[] Grid = [-2.5, -0.1f, 0.0, 1e-45f, 0.1f, 0.7f, 1.0, 3.0e38f, -1e9f, 16_777_216.0];

    public required IReadOnlyList<Node> Nodes { get; init; }

    public required int Trees { get; init; }

    public required int Columns { get; init; }

    public static RawEnsemble Draw(Random random, int trees, int columns, string[] modes, double scale = 1.0)
    {
        List<Node> nodes = [];
        for (int t = 0; t < trees; t++)
        {
            List<Node> own = [];
            Grow(own, t, 5);
            nodes.AddRange(own);
        }

        return new() { Nodes = nodes, Trees = trees, Columns = columns };

        int Grow(List<Node> own, int tree, int left)
        {
            int at = own.Count;
            own.Add(new(tree, at, "LEAF", 0, 0, false, 0, 0, (at + 1) * scale));
            if (left > 0 && (left == 5 || random.Next(6) > 0))
            {
                (int a, int b) = (Grow(own, tree, left - 1), Grow(own, tree, left - 1));
                own[at] = new(tree, at, modes[random.Next(modes.Length)], random.Next(columns),
                    Grid[random.Next(Grid.Length)], random.Next(2) == 0, a, b, 0);
            }

            return at;
        }
    }

    public double[][] HostileRows(Random random, int count, bool doubles) =>
    [
        .. Enumerable.Range(0, count).Select(_ => Enumerable.Range(0, Columns).Select(_ =>
        {
            double x = random.Next(9) switch
            {
                0 => double.NaN,
                1 => double.PositiveInfinity,
                2 => double.NegativeInfinity,
                3 => -0.0,
                4 or 5 => Grid[random.Next(Grid.Length)],
                6 => Beside(Grid[random.Next(Grid.Length)], random.Next(2) == 0, doubles),
                _ => (random.NextDouble() - 0.5) * 4,
            };
            return doubles ? x : (float)x;
        }).ToArray()),
    ];

    private static double Beside(double x, bool above, bool doubles) => doubles
        ? above ? Math.BitIncrement(x) : Math.BitDecrement(x)
        : above ? MathF.BitIncrement((float)x) : MathF.BitDecrement((float)x);

    /// <summary>One node; children are ids within the tree.</summary>
    internal readonly record struct Node(
        int Tree, int Id, string Mode, int Feature, double Split, bool MissingIsTrue, int True, int False, double Value);
}
