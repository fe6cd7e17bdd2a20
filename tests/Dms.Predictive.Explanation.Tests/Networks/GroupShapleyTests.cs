namespace Dms.Predictive.Explanation.Tests;

public class GroupShapleyTests
{
    private static readonly double[][] Background = [[0, 0.5, -1, 1, 0, 2], [1, -0.5, 0, 0, 2, 1], [0.5, 0, 0, -1, 1, 0]];
    private static readonly double[] Row = [1, -2, 0.5, 3, -0.25, 0];

    private static readonly FeatureGroup[] Groups =
        [new("variance", [0, 3]), new("book", [1]), new("time", [2, 4, 5])];

    [Fact]
    public void Exact_SmoothModel_MatchesTheDefinition()
    {
        GroupAttribution found = GroupShapley.Exact(Score, Row, Background, Groups);
        (double empty, double[] phi, _) = Trees.ShapleyByDefinition.Of(known => Background.Average(b =>
        {
            double[] mixed = [.. b];
            for (int g = 0; g < Groups.Length; g++)
            {
                if (((known >> g) & 1) == 1)
                {
                    Array.ForEach([.. Groups[g].Columns], c => mixed[c] = Row[c]);
                }
            }

            return One(mixed);
        }), Groups.Length);
        Assert.True(found.IsExact);
        Assert.Equal(empty, found.ExpectedValue, 1e-12);
        Assert.Equal(One(Row), found.Score);
        Assert.All(phi.Zip(found.Parts), p => Assert.Equal(p.First, p.Second.Contribution, 1e-12));
        Assert.Equal(found.Score, found.ExpectedValue + found.Parts.Sum(p => p.Contribution), 1e-12);
        Assert.Equal(["variance", "book", "time"], found.Parts.Select(p => p.Name));
    }

    [Fact]
    public void Exact_TwelveGroupsOfManyRows_RunsInBatchesAndCloses()
    {
        double[][] background = [.. Enumerable.Range(0, 8).Select(i => Enumerable.Range(0, 12).Select(c => Math.Sin(i + c)).ToArray())];
        double[] row = [.. Enumerable.Range(0, 12).Select(c => Math.Cos(c))];
        int largest = 0;
        GroupAttribution found = GroupShapley.Exact(
            (rows, scores) =>
            {
                largest = Math.Max(largest, scores.Length);
                Score(rows, scores);
            },
            row, background, [.. Enumerable.Range(0, 12).Select(c => new FeatureGroup($"g{c}", [c]))]);
        Assert.Equal(4_096, largest);
        Assert.Equal(found.Score, found.ExpectedValue + found.Parts.Sum(p => p.Contribution), 1e-9);
    }

    [Fact]
    public void Sampled_EnoughPairs_CoversTheExactValuesAndCloses()
    {
        GroupAttribution exact = GroupShapley.Exact(Score, Row, Background, Groups);
        GroupAttribution found = GroupShapley.Sampled(Score, Row, Background, Groups, pairs: 400, seed: 5);
        Assert.False(found.IsExact);
        Assert.Equal(found.Score, found.ExpectedValue + found.Parts.Sum(p => p.Contribution), 1e-9);
        for (int g = 0; g < Groups.Length; g++)
        {
            double gap = Math.Abs(found.Parts[g].Contribution - exact.Parts[g].Contribution);
            Assert.True(gap <= (4 * found.StandardErrors[g]) + 1e-9, $"{Groups[g].Name}: {gap} against {found.StandardErrors[g]}");
        }

        GroupAttribution again = GroupShapley.Sampled(Score, Row, Background, Groups, pairs: 400, seed: 5);
        Assert.Equal(found.Parts, again.Parts);
    }

    [Fact]
    public void Exact_GroupsThatDoNotFit_AreRefused()
    {
        Assert.Throws<ArgumentException>(() => GroupShapley.Exact(Score, Row, Background, Groups[..2]));
        Assert.Throws<ArgumentException>(() => GroupShapley.Exact(Score, Row, Background, [.. Groups, new("again", [1])]));
        Assert.Throws<ArgumentException>(() => GroupShapley.Exact(Score, Row, [], Groups));
        Assert.Throws<ArgumentOutOfRangeException>(() => GroupShapley.Sampled(Score, Row, Background, Groups, pairs: 63, seed: 1));
    }

    [Fact]
    public void Exact_ModelThatAnswersDifferentlyEachTime_IsWithheld()
    {
        int calls = 0;
        Assert.Throws<AdditivityBreachException>(() => GroupShapley.Exact(
            (_, scores) => scores.Fill(calls++), Row, Background, Groups));
    }

    private static void Score(ReadOnlySpan<double> rows, Span<double> scores)
    {
        int width = rows.Length / scores.Length;
        for (int r = 0; r < scores.Length; r++)
        {
            scores[r] = One(rows.Slice(r * width, width));
        }
    }

    private static double One(ReadOnlySpan<double> x)
    {
        double sum = 0.3;
        for (int i = 0; i < x.Length; i++)
        {
            sum += Math.Tanh(x[i] * x[(i + 1) % x.Length]) + (0.2 * x[i]);
        }

        return sum;
    }
}
