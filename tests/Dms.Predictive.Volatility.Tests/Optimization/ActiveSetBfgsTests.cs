namespace Dms.Predictive.Volatility.Tests;

public class ActiveSetBfgsTests
{
    private static readonly double[] Returns = Simulated.Garch(11, 1200);

    [Theory]
    [InlineData(GarchModel.Garch, GarchDistribution.Normal)]
    [InlineData(GarchModel.Gjr, GarchDistribution.StudentT)]
    [InlineData(GarchModel.Gjr, GarchDistribution.SkewedT)]
    public void Maximize_FromEveryStart_EndsWhereNewtonEnds(GarchModel model, GarchDistribution distribution)
    {
        double[][] starts = GarchFamily.Recursion(model).Starts;
        double[] shape = distribution == GarchDistribution.Normal ? [] : GarchFamily.Density(distribution).Starts[0];
        double best = double.NegativeInfinity;
        List<double> ends = [];
        foreach (double[] start in starts)
        {
            double[] whole = [0, .. start, .. shape];
            FamilyObjective objective = new(Returns, new(model, distribution), whole, [.. whole.Select(_ => true)]);
            NewtonEnd end = new ActiveSetBfgs(objective, objective.Constraints).Maximize(whole);
            NewtonEnd exact = new ActiveSetNewton(objective, objective.Constraints, quick: true).Maximize(whole);
            Assert.All(objective.Constraints, c => Assert.True(c.Slack(end.Theta) >= -1e-12));
            best = Math.Max(best, exact.Value);
            ends.Add(end.Outcome == NewtonOutcome.FirstOrder ? end.Value : double.NaN);
        }

        Assert.True(ends.Count(e => Math.Abs(e - best) <= 1e-5) * 2 > ends.Count, string.Join(" ", ends) + " / " + best);
        Assert.All(ends, e => Assert.False(e > best + 1e-5));
    }
}
