namespace Dms.Predictive.Learning.Tests;

public sealed class FlatForestTests
{
    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(7)]
    [InlineData(8)]
    [InlineData(21)]
    public void Score_RowsMadeToDisagree_SameBitsAsTheForest(int trees)
    {
        Random random = new(trees);
        Forest forest = RandomForest(random, trees, 6);
        FlatForest flat = new(forest);
        double[] special = [double.NaN, 0.0, -0.0, double.PositiveInfinity, double.NegativeInfinity, 16_777_216, double.Epsilon];
        double[] thresholds = [.. forest.Trees.SelectMany(t => t.Threshold), 0.5];
        double[] row = new double[6];
        for (int i = 0; i < 20_000; i++)
        {
            for (int c = 0; c < row.Length; c++)
            {
                double threshold = thresholds[random.Next(thresholds.Length)];
                row[c] = random.Next(5) switch
                {
                    0 => special[random.Next(special.Length)],
                    1 => threshold,
                    2 => Math.BitIncrement(threshold),
                    3 => Math.BitDecrement(threshold),
                    _ => random.NextDouble(),
                };
            }

            Assert.Equal(BitConverter.DoubleToInt64Bits(forest.Score(row)), BitConverter.DoubleToInt64Bits(flat.Score(row)));
        }
    }

    [Fact]
    public void Score_ManyRows_AllocatesNothing()
    {
        FlatForest flat = new(RandomForest(new Random(3), 40, 30));
        double[] row = new double[30];
        double sum = flat.Score(row);
        long before = GC.GetAllocatedBytesForCurrentThread();
        for (int i = 0; i < 1_000; i++)
        {
            row[i % 30] = i / 1_000.0;
            sum += flat.Score(row);
        }

        Assert.Equal(before, GC.GetAllocatedBytesForCurrentThread());
        Assert.True(double.IsFinite(sum));
    }

    [Fact]
    public void Score_MoreColumnsThanTheStackTakes_SameBits()
    {
        Forest forest = RandomForest(new Random(4), 9, 2_000);
        double[] row = [.. Enumerable.Range(0, 2_000).Select(i => i % 3 == 0 ? double.NaN : i / 2_000.0)];

        Assert.Equal(forest.Score(row), new FlatForest(forest).Score(row));
    }

    [Fact]
    public void Score_OtherWidth_Throws() =>
        Assert.Throws<ArgumentException>(() => new FlatForest(RandomForest(new Random(1), 2, 3)).Score([1, 2]));

    private static Forest RandomForest(Random random, int trees, int width) => new(
        [.. Enumerable.Range(0, width).Select(i => $"f{i}")], random.NextDouble() - 0.5,
        [.. Enumerable.Range(0, trees).Select(_ => RandomTree(random, width))]);

    private static Tree RandomTree(Random random, int width)
    {
        List<(int Feature, double Threshold, int Left, int Right, bool Default, double Value)> nodes = [];
        int Grow(int depth)
        {
            int at = nodes.Count;
            nodes.Add(default);
            if (depth >= 9 || random.NextDouble() < 0.25)
            {
                nodes[at] = (-1, 0, -1, -1, false, random.NextDouble() - 0.5);
                return at;
            }

            double threshold = random.Next(12) switch
            {
                0 => double.PositiveInfinity,
                1 => double.NegativeInfinity,
                2 => 0.0,
                3 => -0.0,
                _ => random.NextDouble(),
            };
            int left = Grow(depth + 1);
            int right = Grow(depth + 1);
            nodes[at] = (random.Next(width), threshold, left, right, random.Next(2) == 0, 0);
            return at;
        }

        _ = Grow(0);
        return new Tree
        {
            Feature = [.. nodes.Select(n => n.Feature)],
            Threshold = [.. nodes.Select(n => n.Threshold)],
            Left = [.. nodes.Select(n => n.Left)],
            Right = [.. nodes.Select(n => n.Right)],
            DefaultLeft = [.. nodes.Select(n => n.Default)],
            Value = [.. nodes.Select(n => n.Value)],
            Cover = new double[nodes.Count],
        };
    }
}
