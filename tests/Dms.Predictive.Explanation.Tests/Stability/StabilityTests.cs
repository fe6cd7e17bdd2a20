using Dms.Predictive.Core;
using Dms.Predictive.Explanation.Tests.Global;

namespace Dms.Predictive.Explanation.Tests.Stability;

public sealed class StabilityTests
{
    [Fact]
    public void Spearman_KnownLists_TiesShareTheirRank()
    {
        Assert.Equal(1, RankAgreement.Spearman([1, 2, 3], [10, 20, 300]), 1e-12);
        Assert.Equal(-1, RankAgreement.Spearman([1, 2, 3], [3, 2, 1]), 1e-12);
        Assert.Equal(0.9486832980505138, RankAgreement.Spearman([1, 2, 3, 4], [1, 2, 2, 4]), 1e-12);
        Assert.True(double.IsNaN(RankAgreement.Spearman([1, 2], [5, 5])));
        Assert.Equal(0.5, RankAgreement.TopOverlap([4, 3, 2, 1], [4, 1, 3, 2], 2));
    }

    /// <summary>Attributions that are right are faithful; the same attributions dealt to other features are not.</summary>
    [Fact]
    public void DeletionTest_RightReasonsAgainstWrongOnes_ToldApart()
    {
        Random random = new(2);
        List<double[]> rows = [.. Enumerable.Range(0, 80).Select(_ => Enumerable.Range(0, 8).Select(j => (random.NextDouble() - 0.5) * (j + 1)).ToArray())];
        Timestamp[] times = [.. Enumerable.Range(0, 80).Select(i => Timestamp.FromMinutes(i))];
        ExplainedRows explained = ExplainedRows.Of(new SumAttributor(8), times, rows);
        int[] picked = explained.Spread(60);
        List<double[]> background = [new double[8]];
        DeletionTest right = DeletionTest.Run(new FunctionModel(r => 1 + r.Sum()), explained, picked, background, 8);
        DeletionTest wrong = DeletionTest.Run(
            new FunctionModel(r => 1 + r.Select((x, j) => x / Math.Pow(j + 1, 2)).Sum()), explained, picked, background, 8);
        Assert.True(right.Area.Low > 0);
        Assert.True(wrong.Area.Value < 0);
        Assert.Equal(0, right.Ordered[0]);
        Assert.Equal(right.Ordered[^1], right.Random[^1], 1e-9);
        Assert.InRange(right.Area.Value, right.Area.Low, right.Area.High);
    }
}
