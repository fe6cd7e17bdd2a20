namespace Dms.Predictive.Volatility.Tests;

/// <summary>Analytic gradients against five-point differences of the likelihood.</summary>
public class FamilyGradientTests
{
    public static TheoryData<GarchModel, GarchDistribution, GarchStart> Cases()
    {
        TheoryData<GarchModel, GarchDistribution, GarchStart> cases = [];
        foreach (GarchModel model in Enum.GetValues<GarchModel>().Where(m => m != GarchModel.Realized))
        {
            foreach (GarchDistribution distribution in Enum.GetValues<GarchDistribution>())
            {
                cases.Add(model, distribution, GarchStart.Backcast);
                cases.Add(model, distribution, GarchStart.Sample);
            }
        }

        cases.Add(GarchModel.Aparch, GarchDistribution.StudentT, GarchStart.AparchSample);
        foreach (GarchModel model in (GarchModel[])[GarchModel.Garch, GarchModel.Gjr, GarchModel.Egarch])
        {
            cases.Add(model, GarchDistribution.StudentT, GarchStart.Unconditional);
        }

        foreach (GarchModel model in SampleModels.All)
        {
            cases.Add(model, GarchDistribution.Normal, GarchStart.First);
            cases.Add(model, GarchDistribution.SkewedT, GarchStart.Value);
        }

        return cases;
    }

    [Theory]
    [MemberData(nameof(Cases))]
    public void Gradient_EveryParameter_EqualsFivePointDifference(
        GarchModel model, GarchDistribution distribution, GarchStart start)
    {
        double[] returns = StandardizedReturns.From(Simulated.Garch(5, 400), GarchMean.Constant).Values;
        GarchModelOptions options = new(model, distribution, Start: start)
        {
            StartVariance = start == GarchStart.Value ? 1.7 : null,
        };
        double[] theta = [0.0123, .. Point(model), .. Shape(distribution)];
        FamilyObjective objective = new(returns, options, theta, [.. theta.Select(_ => true)]);
        double[] gradient = new double[theta.Length];
        double value = objective.Gradient(theta, gradient);
        Assert.Equal(objective.Value(theta), value, 1e-9);
        for (int j = 0; j < theta.Length; j++)
        {
            double difference = FivePoint(objective, theta, j);
            double scale = Math.Max(1, gradient.Max(Math.Abs));
            Assert.True(
                Math.Abs(gradient[j] - difference) <= 1e-7 * scale, $"parameter {j}: {gradient[j]:R}, {difference:R}");
        }
    }

    private static double FivePoint(FamilyObjective objective, double[] theta, int j)
    {
        // Short enough that no residual changes sign and no innovation the side of the skewed law: kinks are there.
        double step = j == 0 ? 2e-5 : (j > 5 ? 1e-4 : 1e-3) * Math.Max(0.02, Math.Abs(theta[j]));
        double At(double move)
        {
            double[] there = [.. theta];
            there[j] += move * step;
            return objective.Value(there);
        }

        return (At(-2) - (8 * At(-1)) + (8 * At(1)) - At(2)) / (12 * step);
    }

    internal static double[] Point(GarchModel model) => model switch
    {
        GarchModel.Garch => [0.06, 0.1, 0.82],
        GarchModel.Gjr => [0.06, 0.07, 0.08, 0.8],
        GarchModel.Egarch => [-0.01, 0.15, -0.06, 0.95],
        GarchModel.Tarch => [0.06, 0.07, 0.05, 0.85],
        GarchModel.Aparch => [0.06, 0.09, 0.2, 0.84, 1.4],
        _ => [0.06, 0.2, 0.4, 0.45],
    };

    internal static double[] Shape(GarchDistribution distribution) => distribution switch
    {
        GarchDistribution.Normal => [],
        GarchDistribution.StudentT => [0.13],
        GarchDistribution.SkewedT => [0.13, -0.15],
        _ => [0.7],
    };
}
