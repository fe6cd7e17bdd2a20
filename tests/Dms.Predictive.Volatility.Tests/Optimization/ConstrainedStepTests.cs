namespace Dms.Predictive.Volatility.Tests;

public class ConstrainedStepTests
{
    [Fact]
    public void Solve_SmallSetsFirst_SameStepAsEverySet()
    {
        Random random = new(5);
        LinearConstraint[] constraints = GjrRecursion.NewsConstraints;
        ConstrainedStep all = new(4, constraints), quick = new(4, constraints, quick: true);
        int bound = 0;
        for (int i = 0; i < 300; i++)
        {
            double[] theta = [0.05, 0.01 * random.NextDouble(), 0.1 * random.NextDouble(), 0.85];
            double[] factor = new double[16], gradient = new double[4], one = new double[4], other = new double[4];
            for (int row = 0; row < 4; row++)
            {
                gradient[row] = 8 * (random.NextDouble() - 0.5);
                for (int column = 0; column <= row; column++)
                {
                    factor[(4 * row) + column] = row == column ? 1 + (4 * random.NextDouble()) : random.NextDouble();
                }
            }

            uint expected = all.Solve(factor, gradient, theta, one);
            Assert.Equal(expected, quick.Solve(factor, gradient, theta, other));
            Assert.All(one.Zip(other), p => Assert.Equal(p.First, p.Second, 1e-12));
            bound += expected != 0 ? 1 : 0;
        }

        Assert.InRange(bound, 50, 299);
    }
}
