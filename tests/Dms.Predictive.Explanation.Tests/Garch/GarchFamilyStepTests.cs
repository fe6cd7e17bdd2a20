namespace Dms.Predictive.Explanation.Tests.Garch;

public class GarchFamilyStepTests
{
    [Fact]
    public void Steps_RandomStates_SumToTheChangeOfVolatility()
    {
        Random random = new(3);
        for (int i = 0; i < 2_000; i++)
        {
            double variance = Math.Exp(6 * (random.NextDouble() - 0.5));
            double shock = 5 * Math.Sqrt(variance) * (random.NextDouble() - 0.5);
            double gamma = random.NextDouble() - 0.3;
            GarchFamilyStep gjr = GarchFamilyStep.Gjr(new(0.05, 0.05, 0.9), Math.Abs(gamma), variance, shock);
            GarchFamilyStep egarch = GarchFamilyStep.Egarch(new(-0.01, 0.12, 0.97), gamma, variance, shock);
            foreach (GarchFamilyStep step in new[] { gjr, egarch })
            {
                double change = step.NextVolatility - step.PreviousVolatility;
                double sum = step.Intercept + step.Shock + step.Leverage + step.DecayOfPreviousVariance;
                Assert.True(Math.Abs(sum - change) <= 1e-12 * Math.Max(step.PreviousVolatility, step.NextVolatility));
            }

            Assert.Equal(shock < 0, gjr.Leverage > 0);
            Assert.Equal(Math.Sign(gamma * shock), Math.Sign(egarch.Leverage));
        }
    }

    [Fact]
    public void Gjr_WithoutAsymmetry_IsTheGarchStep()
    {
        GarchTerms terms = new(0.1, 0.07, 0.9);
        GarchStep plain = GarchStep.Of(terms, 2.5, -1.4);
        GarchFamilyStep found = GarchFamilyStep.Gjr(terms, 0, 2.5, -1.4);
        Assert.Equal((plain.NextVariance, plain.Intercept, plain.Shock, plain.DecayOfPreviousVariance, 0.0),
            (found.NextVariance, found.Intercept, found.Shock, found.DecayOfPreviousVariance, found.Leverage));
    }

    [Fact]
    public void Egarch_StateThatStands_HasPartsThatCancel()
    {
        // ln h = 0 and a shock of mean size: nothing moves.
        GarchFamilyStep step = GarchFamilyStep.Egarch(new(0, 0.1, 0.9), 0, 1, Math.Sqrt(2 / Math.PI));
        Assert.Equal((1.0, 0.0, 0.0), (step.NextVolatility, step.Intercept, step.Leverage));
    }
}
