namespace Dms.Predictive.Volatility.Tests;

public class GarchFamilyFitTests
{
    private static readonly double[] Returns = Simulated.Garch(11, 1200);

    [Theory]
    [InlineData(GarchModel.Garch, GarchDistribution.SkewedT)]
    [InlineData(GarchModel.Gjr, GarchDistribution.StudentT)]
    [InlineData(GarchModel.Aparch, GarchDistribution.Normal)]
    public void Fit_RicherModel_NeverBelowPoorer(GarchModel model, GarchDistribution distribution)
    {
        double richer = GarchFamily.Fit(Returns, new(model, distribution)).LogLikelihood;
        Assert.True(richer >= GarchFamily.Fit(Returns, new()).LogLikelihood - 1e-6);
        Assert.True(richer >= GarchFamily.Fit(Returns, new(model)).LogLikelihood - 1e-6);
        Assert.True(richer >= GarchFamily.Fit(Returns, new(Distribution: distribution)).LogLikelihood - 1e-6);
    }

    [Fact]
    public void Fit_GarchNormal_IsTheFastGaussianFit()
    {
        GarchFit fast = Garch11.Fit(Returns);
        GarchModelFit fit = GarchFamily.Fit(Returns, new());
        Assert.Equal(GarchStatus.Converged, fit.Status);
        Assert.Equal(fast.LogLikelihood, fit.LogLikelihood, 1e-9);
        Assert.Equal(fast.Parameters.Beta, fit["beta"].Value!.Value, 1e-8);
        Assert.Equal(fast.StandardErrors!.Robust.Alpha!.Value, fit["alpha"].Robust!.Value, 1e-6);
    }

    [Theory]
    [InlineData(GarchModel.Gjr, GarchDistribution.StudentT, 1e-6)]
    [InlineData(GarchModel.Gjr, GarchDistribution.StudentT, 1e6)]
    [InlineData(GarchModel.Egarch, GarchDistribution.Normal, 1e-6)]
    [InlineData(GarchModel.Tarch, GarchDistribution.Normal, 1e6)]
    [InlineData(GarchModel.Aparch, GarchDistribution.Normal, 1e6)]
    public void Fit_ScaledReturns_ImageOfTheFit(GarchModel model, GarchDistribution distribution, double c)
    {
        GarchModelFit fit = GarchFamily.Fit(Returns, new(model, distribution));
        GarchModelFit scaled = GarchFamily.Fit([.. Returns.Select(r => c * r)], new(model, distribution));
        double[] p = [.. fit.Parameters.Skip(1).Take(5).Select(x => x.Value ?? 0)];
        double omega = GarchFamily.Recursion(model).ScaleOmega(p, c);
        Assert.Equal(omega, scaled["omega"].Value!.Value, 1e-5 * Math.Abs(omega));
        Assert.Equal(fit["beta"].Value!.Value, scaled["beta"].Value!.Value, 1e-5);
        Assert.Equal(fit.LogLikelihood - (Returns.Length * Math.Log(c)), scaled.LogLikelihood, 1e-5);
        Assert.Equal(fit.Status, scaled.Status);
        Assert.Equal(fit["omega"].Robust is null, scaled["omega"].Robust is null);
    }

    [Fact]
    public void Fit_MirroredReturns_FlipSkewAndLeverage()
    {
        GarchModelFit fit = GarchFamily.Fit(Returns, new(Distribution: GarchDistribution.SkewedT));
        GarchModelFit mirror =
            GarchFamily.Fit([.. Returns.Select(r => -r)], new(Distribution: GarchDistribution.SkewedT));
        Assert.Equal(fit.LogLikelihood, mirror.LogLikelihood, 1e-6);
        Assert.Equal(fit["mu"].Value!.Value, -mirror["mu"].Value!.Value, 1e-6);
        Assert.Equal(fit["lambda"].Value!.Value, -mirror["lambda"].Value!.Value, 1e-5);
    }

    [Fact]
    public void Fit_HeldParameters_StayAndLowerTheLikelihood()
    {
        GarchModelOptions options = new(GarchModel.Gjr, GarchDistribution.StudentT)
        {
            Fixed = new Dictionary<string, double> { ["beta"] = 0.7, ["nu"] = 8, ["mu"] = 0.01 },
        };
        GarchModelFit held = GarchFamily.Fit(Returns, options);
        Assert.Equal(GarchStatus.Converged, held.Status);
        Assert.Equal(0.7, held["beta"].Value!.Value, 1e-12);
        Assert.Equal(8, held["nu"].Value!.Value, 1e-12);
        Assert.Equal(0.01, held["mu"].Value!.Value, 1e-12);
        Assert.Equal("fixed", held["beta"].Reason);
        Assert.Equal(3, held.ParameterCount);
        Assert.True(held.LogLikelihood < GarchFamily.Fit(Returns, options with { Fixed = options.StartingValues }).LogLikelihood);
    }

    [Fact]
    public void Fit_EveryParameterHeld_OnlyFilters()
    {
        Dictionary<string, double> all = new() { ["mu"] = 0.02, ["omega"] = 0.05, ["alpha"] = 0.1, ["beta"] = 0.85 };
        GarchModelFit fit = GarchFamily.Fit(Returns, new GarchModelOptions { Fixed = all });
        double[] direct = Garch11.Filter(Returns, new(0.02, 0.05, 0.1, 0.85), fit.Variances[0]);
        Assert.All(direct.Zip(fit.Variances), p => Assert.Equal(p.First, p.Second, 1e-10 * p.First));
        Assert.Equal(0, fit.ParameterCount);
    }

    [Fact]
    public void Fit_StartAtTheOptimum_EndsThere()
    {
        GarchModelFit fit = GarchFamily.Fit(Returns, new(GarchModel.Tarch));
        GarchModelFit again = GarchFamily.Fit(Returns, new(GarchModel.Tarch)
        {
            StartingValues = fit.Parameters.ToDictionary(p => p.Name, p => p.Value!.Value),
        });
        Assert.Equal(fit.LogLikelihood, again.LogLikelihood, 1e-6);
    }

    [Fact]
    public void Fit_PartOfTheSample_DoesNotSeeTheRest()
    {
        GarchModelFit part = GarchFamily.Fit(Returns.AsSpan(100, 800), new(GarchModel.Gjr));
        GarchModelFit copy = GarchFamily.Fit([.. Returns.Skip(100).Take(800)], new(GarchModel.Gjr));
        Assert.Equal(copy.LogLikelihood, part.LogLikelihood);
        Assert.Equal(copy.Variances, part.Variances);
    }

    [Theory]
    [InlineData(GarchModel.Garch)]
    [InlineData(GarchModel.Gjr)]
    [InlineData(GarchModel.Egarch)]
    [InlineData(GarchModel.Tarch)]
    [InlineData(GarchModel.Aparch)]
    [InlineData(GarchModel.Figarch)]
    public void Fit_NonsenseReturns_HonestStatus(GarchModel model)
    {
        double[][] nonsense =
        [
            [.. Enumerable.Repeat(0.5, 500)], new double[500], [0.1, -0.2, 0.3, -0.1, 0.2],
            [.. new double[499], 1.0], [.. Simulated.Normals(3, 499), 1e6], [],
        ];
        foreach (double[] returns in nonsense)
        {
            GarchModelFit fit = GarchFamily.Fit(returns, new(model, GarchDistribution.StudentT));
            Assert.Equal(GarchStatus.DegenerateData, fit.Status);
            Assert.False(string.IsNullOrEmpty(fit.Message));
            Assert.All(fit.Parameters, p => Assert.Null(p.Value));
        }
    }

    [Theory]
    [InlineData(double.NaN)]
    [InlineData(double.PositiveInfinity)]
    public void Fit_NonFiniteReturn_Refused(double bad) =>
        Assert.Throws<ArgumentException>(() => GarchFamily.Fit([.. Returns, bad], new(GarchModel.Egarch)));

    [Fact]
    public void Fit_ContradictingOptions_Refused()
    {
        Assert.Throws<ArgumentException>(() => GarchFamily.Fit(Returns, new(Start: GarchStart.AparchSample)));
        Assert.Throws<ArgumentException>(() => Garch11.Fit(Returns, new(Start: GarchStart.AparchSample)));
        Dictionary<string, double> omega = new() { ["omega"] = 0.1 }, unknown = new() { ["gamma"] = 0.1 };
        Assert.Throws<ArgumentException>(() => GarchFamily.Fit(Returns, new(GarchModel.Egarch) { Fixed = omega }));
        Assert.Throws<ArgumentException>(() => GarchFamily.Fit(Returns, new() { Fixed = unknown }));
        Assert.Throws<ArgumentException>(() => GarchFamily.Fit(Returns, new() { StartingValues = omega }));
    }

    [Fact]
    public void Fit_NearlyNormalReturns_NormalLimitSaidSo()
    {
        double[] thin = [.. Simulated.Normals(2, 1500).Select(z => Math.Clamp(z, -2, 2))];
        GarchModelFit fit = GarchFamily.Fit(thin, new(Distribution: GarchDistribution.StudentT));
        Assert.Null(fit["nu"].Value);
        Assert.Equal("normal-limit", fit["nu"].Reason);
        Assert.Equal(GarchFamily.Fit(thin, new()).LogLikelihood, fit.LogLikelihood, 1e-6);
    }
}
