namespace Dms.Predictive.Volatility.Tests;

public class VarianceTargetingTests
{
    private static readonly double[] Returns = Simulated.Garch(61, 1_500);

    [Theory]
    [InlineData(GarchModel.Garch, GarchDistribution.Normal)]
    [InlineData(GarchModel.Garch, GarchDistribution.GeneralizedError)]
    [InlineData(GarchModel.Gjr, GarchDistribution.StudentT)]
    public void Fit_Targeted_LevelIsTheSampleVariance(GarchModel model, GarchDistribution distribution)
    {
        GarchModelFit fit = GarchFamily.Fit(Returns, new(model, distribution) { VarianceTargeting = true });
        GarchModelFit free = GarchFamily.Fit(Returns, new(model, distribution));
        double mean = Returns.Average(), variance = Returns.Average(r => (r - mean) * (r - mean));
        double gamma = model == GarchModel.Gjr ? fit["gamma"].Value!.Value : 0;
        double persistence = fit["alpha"].Value!.Value + (0.5 * gamma) + fit["beta"].Value!.Value;
        Assert.Equal(GarchStatus.Converged, fit.Status);
        Assert.Equal(variance, fit["omega"].Value!.Value / (1 - persistence), 1e-9 * variance);
        Assert.True(fit.LogLikelihood <= free.LogLikelihood + 1e-6);
        Assert.True(fit.LogLikelihood > free.LogLikelihood - 5);
        Assert.Equal(free.ParameterCount - 1, fit.ParameterCount);

        // No neighbour on the surface ω = v(1 − P) is better: moving β and holding the rest loses.
        foreach (double move in (double[])[-0.01, 0.01])
        {
            Dictionary<string, double> moved = fit.Parameters.Where(p => p.Value is not null).ToDictionary(p => p.Name, p => p.Value!.Value);
            moved["beta"] += move;
            moved["omega"] = variance * (1 - persistence - move);
            Assert.True(GarchFamily.Fit(Returns, new(model, distribution) { Fixed = moved }).LogLikelihood < fit.LogLikelihood);
        }
    }

    [Fact]
    public void Fit_TargetedAndScaled_IsTheImage()
    {
        GarchModelOptions options = new(GarchModel.Gjr) { VarianceTargeting = true };
        GarchModelFit fit = GarchFamily.Fit(Returns, options), scaled = GarchFamily.Fit([.. Returns.Select(r => 1e3 * r)], options);
        Assert.Equal(1e6 * fit["omega"].Value!.Value, scaled["omega"].Value!.Value, 1e6 * 1e-6 * fit["omega"].Value!.Value);
        Assert.Equal(fit["beta"].Value!.Value, scaled["beta"].Value!.Value, 1e-6);
    }

    [Theory]
    [InlineData(GarchModel.Garch, GarchDistribution.StudentT)]
    [InlineData(GarchModel.Gjr, GarchDistribution.GeneralizedError)]
    public void Gradient_Targeted_IsTheDifference(GarchModel model, GarchDistribution distribution)
    {
        double[] standardized = StandardizedReturns.From(Returns, GarchMean.Constant).Values;
        double[] whole = [0.01, .. FamilyGradientTests.Point(model), .. FamilyGradientTests.Shape(distribution)];
        FamilyObjective objective = new(
            standardized, new(model, distribution) { VarianceTargeting = true }, whole, [.. whole.Select(_ => true)]);
        double[] theta = objective.FreePart(whole), gradient = new double[theta.Length], unused = new double[theta.Length];
        Assert.Equal(whole.Length - 1, theta.Length);
        objective.Gradient(theta, gradient);
        double[] outer = new double[theta.Length * theta.Length];
        objective.Gradient(theta, unused, outer);
        for (int j = 0; j < theta.Length; j++)
        {
            Assert.Equal(gradient[j], unused[j], 1e-8 * Math.Max(1, Math.Abs(gradient[j])));
            double step = 1e-5;
            double At(double move) => objective.Value([.. theta.Select((x, i) => i == j ? x + (move * step) : x)]);
            double difference = (At(-2) - (8 * At(-1)) + (8 * At(1)) - At(2)) / (12 * step);
            Assert.Equal(difference, gradient[j], 1e-5 * Math.Max(1, gradient.Max(Math.Abs)));
        }
    }

    [Fact]
    public void Fit_TargetedWhereItMeansNothing_Refused()
    {
        Assert.Throws<ArgumentException>(() => GarchFamily.Fit(Returns, new(GarchModel.Egarch) { VarianceTargeting = true }));
        Assert.Throws<ArgumentException>(() => GarchFamily.Fit(Returns, new()
        {
            VarianceTargeting = true,
            Fixed = new Dictionary<string, double> { ["omega"] = 0.1 },
        }));
    }
}
