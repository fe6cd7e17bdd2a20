namespace Dms.Predictive.Explanation.Tests;

public class GarchAttributionTests
{
    private static readonly GarchTerms Terms = new(3e-6, 0.1, 0.87);

    [Fact]
    public void Of_RandomReturns_PartsSumToTheVariance()
    {
        Random random = new(11);
        for (int count = 0; count < 300; count += 7)
        {
            double[] returns = [.. Enumerable.Range(0, count).Select(_ => 0.04 * (random.NextDouble() - 0.5))];
            GarchAttribution parts = GarchAttribution.Of(Terms, 4e-4, returns);
            double sum = parts.Intercept + parts.Initial + parts.ShocksOldestFirst.Sum();
            Assert.InRange(Math.Abs(sum / parts.Variance - 1), 0, 1e-12);
            Assert.Equal(count, parts.ShocksOldestFirst.Count);
        }
    }

    [Fact]
    public void Step_AnyShock_PartsSumToTheChangeOfVolatility()
    {
        foreach (double shock in (double[])[-0.2, -0.01, 0, 0.003, 0.5])
        {
            GarchStep step = GarchStep.Of(Terms, 4e-4, shock);
            double change = step.NextVolatility - step.PreviousVolatility;
            Assert.Equal(change, step.Intercept + step.Shock + step.DecayOfPreviousVariance, 14);
            Assert.Equal(Math.Sqrt(Terms.Next(4e-4, shock)), step.NextVolatility, 15);
        }
    }
}
