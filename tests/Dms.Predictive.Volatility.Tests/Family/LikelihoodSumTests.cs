namespace Dms.Predictive.Volatility.Tests;

public class LikelihoodSumTests
{
    private static readonly double[] Innovations = [.. Simulated.Normals(7, 1003).Select(z => z * Math.Abs(z))];

    [Theory]
    [InlineData(0)]
    [InlineData(0.001)]
    [InlineData(0.02)]
    [InlineData(0.2)]
    [InlineData(0.45)]
    public void TryTotal_Student_SumOfTheSingleTerms(double k)
    {
        StudentDensity density = new();
        int n = Innovations.Length;
        double[] log = new double[n], score = new double[n], perShape = new double[n];
        double[] scratch = new double[n], quick = new double[n], sums = new double[1];
        density.Scores(Innovations, [k], log, score, perShape);
        Assert.True(density.TryTotal(Innovations, [k], scratch, quick, sums, out double total));
        Assert.True(density.TryTotal(Innovations, [k], scratch, default, default, out double value));
        Assert.Equal(total, value);
        Assert.Equal(log.Sum(), total, 1e-9);
        Assert.Equal(perShape.Sum(), sums[0], 1e-10 * perShape.Sum(Math.Abs));
        Assert.All(score.Zip(quick), p => Assert.Equal(p.First, p.Second, 1e-12 * (1 + Math.Abs(p.First))));
    }

    [Fact]
    public void TryTotal_StudentBetweenTheNormalAndAThousandth_LeavesItToTheTerms()
    {
        double[] scratch = new double[Innovations.Length];
        Assert.False(new StudentDensity().TryTotal(Innovations, [5e-4], scratch, default, default, out _));
    }

    [Fact]
    public void LogSum_ProductsOutOfRange_TakesThemOneByOne()
    {
        double[] wild = [.. Enumerable.Range(0, 101).Select(i => Math.Pow(10, i % 2 == 0 ? 250 : 30 - i))];
        Assert.Equal(wild.Sum(Math.Log), LogSum.Of(wild), 1e-9);
        double[] tame = [.. Innovations.Select(z => 1e-8 + (z * z))];
        Assert.Equal(tame.Sum(Math.Log), LogSum.Of(tame), 1e-9);
        Assert.Equal(double.NaN, LogSum.Of([.. tame, -1]));
    }

    [Fact]
    public void Gradient_AfterOnlyAShapeMoved_SameAsFromNothing()
    {
        GarchModelOptions options = new(GarchModel.Gjr, GarchDistribution.StudentT);
        double[] y = Simulated.Garch(3, 500), first = [0, 0.05, 0.05, 0.05, 0.85, 0.1], next = [.. first[..5], 0.3];
        bool[] free = [.. first.Select(_ => true)];
        double[] kept = new double[6], fresh = new double[6];
        FamilyObjective objective = new(y, options, first, free), other = new(y, options, first, free);
        objective.Value(first);
        double value = objective.Gradient(next, kept);
        Assert.Equal(other.Gradient(next, fresh), value);
        Assert.Equal(fresh, kept);
        objective.Gradient(first, kept);
        objective.Value(first);
        Assert.Equal(2, objective.Passes);
    }
}
