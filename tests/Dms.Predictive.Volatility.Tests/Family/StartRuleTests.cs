namespace Dms.Predictive.Volatility.Tests;

/// <summary>Where the filter of a fit begins, by rule.</summary>
public class StartRuleTests
{
    private static readonly double[] Returns = Simulated.Garch(51, 700);

    [Theory]
    [InlineData(GarchModel.Garch)]
    [InlineData(GarchModel.Gjr)]
    [InlineData(GarchModel.Egarch)]
    [InlineData(GarchModel.Tarch)]
    [InlineData(GarchModel.Aparch)]
    public void Fit_FirstAndValue_BeginThere(GarchModel model)
    {
        double mean = Returns.Average(), first = (Returns[0] - mean) * (Returns[0] - mean);
        GarchModelFit byFirst = GarchFamily.Fit(Returns, new(model, Start: GarchStart.First, StandardErrors: false));
        Assert.Equal(first, byFirst.Variances[0], 1e-10 * first);
        GarchModelFit byValue = GarchFamily.Fit(
            Returns, new(model, Start: GarchStart.Value, StandardErrors: false) { StartVariance = 2.5 });
        Assert.Equal(2.5, byValue.Variances[0], 1e-10);
        Assert.Equal(GarchStatus.Converged, byValue.Status);
        GarchModelFit scaled = GarchFamily.Fit(
            [.. Returns.Select(r => 100 * r)],
            new(model, Start: GarchStart.Value, StandardErrors: false) { StartVariance = 25_000 });
        Assert.Equal(byValue.LogLikelihood - (Returns.Length * Math.Log(100)), scaled.LogLikelihood, 1e-5);
    }

    [Theory]
    [InlineData(GarchModel.Garch)]
    [InlineData(GarchModel.Gjr)]
    [InlineData(GarchModel.Egarch)]
    public void Fit_Unconditional_BeginsAtItsLevel(GarchModel model)
    {
        GarchModelFit fit = GarchFamily.Fit(Returns, new(model, Start: GarchStart.Unconditional));
        double Of(string name) => fit.Parameters.FirstOrDefault(p => p.Name == name)?.Value ?? 0;
        double level = model == GarchModel.Egarch
            ? Math.Exp(Of("omega") / (1 - Of("beta")))
            : Of("omega") / (1 - Of("alpha") - (0.5 * Of("gamma")) - Of("beta"));
        Assert.Equal(GarchStatus.Converged, fit.Status);
        Assert.Equal(level, fit.Variances[0], 1e-8 * level);
    }

    [Fact]
    public void Fit_RulesThatDoNotApply_Refused()
    {
        Assert.Throws<ArgumentException>(() => GarchFamily.Fit(Returns, new(GarchModel.Tarch, Start: GarchStart.Unconditional)));
        Assert.Throws<ArgumentException>(() => GarchFamily.Fit(Returns, new(Start: GarchStart.Value)));
        Assert.Throws<ArgumentException>(() => GarchFamily.Fit(Returns, new() { StartVariance = 1 }));
        Assert.Throws<ArgumentException>(() => GarchFamily.Fit(Returns, new(Start: GarchStart.Value) { StartVariance = -1 }));
        Assert.Throws<ArgumentException>(() => Garch11.Fit(Returns, new(Start: GarchStart.First)));
        Assert.Throws<ArgumentOutOfRangeException>(() => VolatilityModel.Create("garch").StartFrom(double.NaN));
        Assert.Equal(3, VolatilityModel.Create("egarch").StartFrom(3).Fit(Returns).Variances[0], 1e-10);
        double[] zeroFirst = [0, .. Returns];
        GarchModelFit none = GarchFamily.Fit(zeroFirst, new(Mean: GarchMean.Zero, Start: GarchStart.First));
        Assert.Equal(GarchStatus.DegenerateData, none.Status);
    }
}
