using Dms.Predictive.Learning;

namespace Dms.Predictive.Explanation.Tests.Trees;

/// <summary>One AND-chain over many features: known Shapley values, and paths wider than a machine word.</summary>
public sealed class LongPathTests
{
    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(10)]
    [InlineData(11)]
    [InlineData(63)]
    [InlineData(64)]
    [InlineData(65)]
    [InlineData(130)]
    [InlineData(700)]
    public void Attribute_AndOfAllFeatures_SharesEqually(int features)
    {
        // The leaf x₁ ≤ 0 ∧ … ∧ x_d ≤ 0 has value 1. With a background that never passes, every feature gets 1/d.
        Forest forest = AndChain(features);
        double[] inside = new double[features];
        double[] outside = [.. Enumerable.Repeat(1.0, features)];
        double[] phi = new double[features];
        Assert.Equal(1.0, new InterventionalAttributor(forest, [outside]).Attribute(inside, phi));
        Assert.All(phi, p => Assert.Equal(1.0 / features, p, 1e-15));

        // All cover on the failing side is the same game for the path-dependent mean.
        PathDependentAttributor path = new(forest);
        Assert.Equal(0.0, path.ExpectedValue);
        path.Attribute(inside, phi);
        Assert.All(phi, p => Assert.Equal(1.0 / features, p, 1e-14));
    }

    [Fact]
    public void Interactions_AndOfAllFeatures_ShareEqually()
    {
        const int Features = 70;
        Forest forest = AndChain(Features);
        double[] outside = [.. Enumerable.Repeat(1.0, Features)];
        IAttributor[] both = [new PathDependentAttributor(forest), new InterventionalAttributor(forest, [outside])];
        foreach (IAttributor attributor in both)
        {
            double[] matrix = new double[Features * Features];
            attributor.Interactions(new double[Features], matrix);
            double pair = 0.5 / (Features - 1);
            for (int i = 0; i < matrix.Length; i++)
            {
                double wanted = i % (Features + 1) == 0 ? 1.0 / Features - 0.5 : pair;
                Assert.Equal(wanted, matrix[i], 1e-14);
            }
        }
    }

    [Fact]
    public void Attribute_ChainOfFiftyThousandSplits_DoesNotOverflowTheStack()
    {
        Forest forest = Chain([.. Enumerable.Range(0, 50_000).Select(i => i % 2)], i => -(double)i);
        double[] phi = new double[2];
        double score = new PathDependentAttributor(forest).Attribute([-100.5, 7.0], phi);
        Assert.Equal(forest.Score([-100.5, 7.0]), score);
    }

    internal static Forest AndChain(int features) => Chain([.. Enumerable.Range(0, features)], _ => 0.0);

    // Node 2i splits, node 2i+1 is the failing leaf on its right; the last node is the leaf that passes everything.
    private static Forest Chain(int[] split, Func<int, double> threshold)
    {
        int n = 2 * split.Length + 1;
        Tree tree = new()
        {
            Feature = [.. Enumerable.Range(0, n).Select(i => i % 2 == 1 || i == n - 1 ? -1 : split[i / 2])],
            Threshold = [.. Enumerable.Range(0, n).Select(i => threshold(i / 2))],
            Left = [.. Enumerable.Range(0, n).Select(i => i % 2 == 1 || i == n - 1 ? -1 : i + 2)],
            Right = [.. Enumerable.Range(0, n).Select(i => i % 2 == 1 || i == n - 1 ? -1 : i + 1)],
            DefaultLeft = new bool[n],
            Value = [.. Enumerable.Range(0, n).Select(i => i == n - 1 ? 1.0 : 0.0)],
            Cover = [.. Enumerable.Range(0, n).Select(i => i % 2 == 1 ? 1.0 : 0.0)],
        };
        return new([.. Enumerable.Range(0, split.Max() + 1).Select(i => $"f{i}")], 0.0, [tree]);
    }
}
