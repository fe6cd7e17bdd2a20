using CsCheck;
using Dms.Predictive.Learning;

namespace Dms.Predictive.Explanation.Tests.Trees;

/// <summary>Laws of both value functions on forests drawn afresh.</summary>
public sealed class AttributorLawTests
{
    [Fact]
    public void Path_RandomForests_MatchTheDefinition() => RandomForests.Shape.Sample(shape =>
    {
        Random random = new(shape.Seed);
        Forest forest = RandomForests.Draw(random, shape.Features, shape.Trees, shape.Depth);
        double[] row = RandomForests.Row(random, shape.Features);
        Matches(new PathDependentAttributor(forest), row, s => ShapleyByDefinition.PathValue(forest, row, s));
    }, iter: 2_000);

    [Fact]
    public void Interventional_RandomForests_MatchTheDefinition() => RandomForests.Shape.Sample(shape =>
    {
        Random random = new(shape.Seed);
        Forest forest = RandomForests.Draw(random, shape.Features, shape.Trees, shape.Depth);
        double[] row = RandomForests.Row(random, shape.Features);
        double[][] background = Background(random, shape.Features, rows: 1 + random.Next(6));
        Matches(new InterventionalAttributor(forest, background), row,
            s => ShapleyByDefinition.BackgroundValue(forest, row, background, s));
    }, iter: 2_000);

    [Fact]
    public void Attribute_TenThousandHostileRows_AddUp()
    {
        Random random = new(20_260_701);
        Forest forest = RandomForests.Draw(random, features: 24, trees: 20, depth: 7);
        double[][] background = Background(random, features: 24, rows: 64);
        foreach (IAttributor attributor in Both(forest, background, PathDependentAttributor.DefaultTableBytes))
        {
            double[] phi = new double[24];
            double worst = 0.0;
            for (int r = 0; r < 10_000; r++)
            {
                double[] row = RandomForests.Row(random, 24);
                double score = attributor.Attribute(row, phi);
                Assert.Equal(forest.Score(row), score);
                Assert.All(phi, p => Assert.True(double.IsFinite(p)));
                double gap = Math.Abs(attributor.ExpectedValue + phi.Sum() - score);
                worst = Math.Max(worst, gap / Math.Max(1.0, Math.Abs(score)));
            }

            Assert.True(worst <= 1e-12, $"{attributor.Mode}: worst relative gap {worst:R}");
        }
    }

    [Fact]
    public void Attribute_AnyTableBudget_SameBits()
    {
        Random random = new(17);
        Forest forest = RandomForests.Draw(random, features: 12, trees: 12, depth: 8);
        double[][] background = Background(random, features: 12, rows: 40);
        IAttributor[][] pairs =
            [.. Both(forest, background, 0).Zip(Both(forest, background, 1 << 24), (a, b) => new[] { a, b })];
        foreach (IAttributor[] pair in pairs)
        {
            (double[] direct, double[] tabled) = (new double[12], new double[12]);
            for (int r = 0; r < 500; r++)
            {
                double[] row = RandomForests.Row(random, 12);
                pair[0].Attribute(row, direct);
                pair[1].Attribute(row, tabled);
                Assert.Equal(
                    direct.Select(BitConverter.DoubleToInt64Bits), tabled.Select(BitConverter.DoubleToInt64Bits));
            }
        }
    }

    [Theory]
    [InlineData(1, 1, 1, 1)]
    [InlineData(12, 12, 8, 1 << 24)]
    [InlineData(12, 12, 8, 0)]
    [InlineData(40, 3, 13, 1 << 16)]
    [InlineData(90, 2, 2, 1 << 24)]
    public void AttributeRows_AnyCount_SameBitsAsOneByOne(int features, int trees, int depth, int tableBytes)
    {
        Random random = new(23);
        Forest forest = RandomForests.Draw(random, features, trees, depth);
        foreach (IAttributor attributor in Both(forest, Background(random, features, rows: 30), tableBytes))
        {
            foreach (int count in new[] { 0, 1, 3, 4, 131, 300 })
            {
                double[] rows = [.. Enumerable.Range(0, count).SelectMany(_ => RandomForests.Row(random, features))];
                double[] phi = new double[rows.Length];
                double[] scores = new double[count];
                attributor.AttributeRows(rows, phi, scores);
                for (int r = 0; r < count; r++)
                {
                    double[] alone = new double[features];
                    Assert.Equal(attributor.Attribute(rows.AsSpan(r * features, features), alone), scores[r]);
                    Assert.Equal(alone.Select(BitConverter.DoubleToInt64Bits),
                        phi.AsSpan(r * features, features).ToArray().Select(BitConverter.DoubleToInt64Bits));
                }
            }
        }
    }

    [Fact]
    public void AttributeRows_PathsWiderThanAWord_SameBitsAsOneByOne()
    {
        Forest forest = LongPathTests.AndChain(70);
        Random random = new(3);
        double[] rows = [.. Enumerable.Range(0, 9 * 70).Select(_ => random.Next(12) == 0 ? 1.0 : -1.0)];
        foreach (IAttributor attributor in Both(forest, [rows[..70], [.. Enumerable.Repeat(1.0, 70)]], tableBytes: 1 << 20))
        {
            double[] phi = new double[rows.Length];
            attributor.AttributeRows(rows, phi, new double[9]);
            for (int r = 0; r < 9; r++)
            {
                double[] alone = new double[70];
                attributor.Attribute(rows.AsSpan(r * 70, 70), alone);
                Assert.Equal(alone, phi.AsSpan(r * 70, 70).ToArray());
            }
        }
    }

    [Theory]
    [InlineData(24, 40, 7)]
    [InlineData(200, 3, 1)]
    public void Attribute_AfterWarmUp_AllocatesNothing(int features, int trees, int depth)
    {
        Random random = new(5);
        Forest forest = RandomForests.Draw(random, features, trees, depth);
        foreach (IAttributor attributor in Both(forest, Background(random, features, rows: 20), tableBytes: 1 << 16))
        {
            double[][] rows = Background(random, features, rows: 200);
            double[] phi = new double[features];
            double[] matrix = new double[features * features];
            double[] block = [.. rows.SelectMany(r => r)];
            double[] manyPhi = new double[block.Length];
            double[] scores = new double[rows.Length];
            AllocatesNothing(rows, row => attributor.Attribute(row, phi));
            AllocatesNothing(rows[..2], _ => attributor.AttributeRows(block, manyPhi, scores));
            AllocatesNothing(rows[..20], row => attributor.Interactions(row, matrix));
        }
    }

    [Fact]
    public void Interactions_RandomForests_AreSymmetricToTheBitAndZeroForUnusedFeatures() =>
        RandomForests.Shape.Sample(shape =>
        {
            Random random = new(shape.Seed);
            Forest grown = RandomForests.Draw(random, shape.Features, shape.Trees, shape.Depth);
            Forest forest = new([.. grown.FeatureNames, "unused"], grown.BaseScore, grown.Trees);
            int m = shape.Features + 1;
            foreach (IAttributor attributor in Both(forest, Background(random, m, rows: 4), tableBytes: 1 << 20))
            {
                double[] matrix = new double[m * m];
                attributor.Interactions(RandomForests.Row(random, m), matrix);
                for (int i = 0; i < m; i++)
                {
                    Assert.Equal(0L, BitConverter.DoubleToInt64Bits(matrix[i * m + m - 1]));
                    Assert.All(Enumerable.Range(0, m), j => Assert.Equal(
                        BitConverter.DoubleToInt64Bits(matrix[i * m + j]),
                        BitConverter.DoubleToInt64Bits(matrix[j * m + i])));
                }
            }
        }, iter: 1_000);

    [Fact]
    public void Attribute_SpanOfAnotherWidth_IsRefused()
    {
        PathDependentAttributor attributor = new(RandomForests.Draw(new Random(1), features: 3, trees: 1, depth: 2));
        Assert.Throws<ArgumentException>(() => attributor.Attribute(new double[2], new double[3]));
        Assert.Throws<ArgumentException>(() => attributor.Attribute(new double[3], new double[4]));
        Assert.Throws<ArgumentException>(() => attributor.Interactions(new double[3], new double[8]));
        Forest forest = RandomForests.Draw(new Random(1), features: 3, trees: 1, depth: 2);
        Assert.Throws<ArgumentException>(() => new InterventionalAttributor(forest, []));
        Assert.Throws<ArgumentException>(() => new InterventionalAttributor(forest, [new double[2]]));
    }

    private static void Matches(IAttributor attributor, double[] row, Func<uint, double> value)
    {
        int m = row.Length;
        (double empty, double[] phi, double[] matrix) = ShapleyByDefinition.Of(value, m);
        (double[] found, double[] pairs) = (new double[m], new double[m * m]);
        attributor.Attribute(row, found);
        attributor.Interactions(row, pairs);
        Assert.Equal(empty, attributor.ExpectedValue, 1e-12);
        Assert.All(Enumerable.Range(0, m), i => Assert.Equal(phi[i], found[i], 1e-12));
        Assert.All(Enumerable.Range(0, m * m), i => Assert.Equal(matrix[i], pairs[i], 1e-11));
    }

    private static void AllocatesNothing(double[][] rows, Action<double[]> explain)
    {
        // The first passes let the just-in-time compiler replace its first code and the array pool fill.
        for (int pass = 0; pass < 3; pass++)
        {
            long before = GC.GetAllocatedBytesForCurrentThread();
            foreach (double[] row in rows)
            {
                explain(row);
            }

            Assert.True(pass < 2 || GC.GetAllocatedBytesForCurrentThread() == before, "A row allocated memory.");
        }
    }

    private static double[][] Background(Random random, int features, int rows) =>
        [.. Enumerable.Range(0, rows).Select(_ => RandomForests.Row(random, features))];

    private static IAttributor[] Both(Forest forest, double[][] background, long tableBytes) =>
        [new PathDependentAttributor(forest, tableBytes), new InterventionalAttributor(forest, background, tableBytes)];
}
