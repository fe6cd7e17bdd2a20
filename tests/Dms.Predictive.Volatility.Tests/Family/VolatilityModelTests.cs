namespace Dms.Predictive.Volatility.Tests;

public class VolatilityModelTests
{
    private static readonly double[] Returns = Simulated.Garch(11, 1200);

    [Fact]
    public void Create_ByNames_FitsWhatItSays()
    {
        GarchModelFit fit = VolatilityModel.Create("gjr", distribution: "skewt", mean: "zero").Fit(Returns);
        GarchModelFit same = GarchFamily.Fit(Returns, new(GarchModel.Gjr, GarchDistribution.SkewedT, GarchMean.Zero));
        Assert.Equal(same.LogLikelihood, fit.LogLikelihood);
        Assert.Equal(["omega", "alpha", "gamma", "beta", "eta", "lambda"], fit.Parameters.Select(p => p.Name));
    }

    [Fact]
    public void Create_EveryName_StandsForItsEnum()
    {
        Assert.Equal(Enum.GetValues<GarchModel>().Length, VolatilityModel.Volatilities.Count);
        Assert.Equal(Enum.GetValues<GarchDistribution>().Length, VolatilityModel.Distributions.Count);
        Assert.Equal(Enum.GetValues<GarchMean>().Length, VolatilityModel.Means.Count);
        Assert.Equal(Enum.GetValues<GarchStart>().Length, VolatilityModel.Starts.Count);
        Assert.Equal(GarchModel.Figarch, VolatilityModel.Create("figarch").Options.Model);
        Assert.Equal(GarchStart.AparchSample, VolatilityModel.Create("aparch", start: "aparch-sample").Options.Start);
    }

    [Theory]
    [InlineData("garchh", "normal", "constant", "backcast")]
    [InlineData("garch", "cauchy", "constant", "backcast")]
    [InlineData("garch", "normal", "ar", "backcast")]
    [InlineData("garch", "normal", "constant", "aparch-sample")]
    [InlineData("realgarch", "t", "constant", "backcast")]
    [InlineData("realgarch", "normal", "constant", "sample")]
    public void Create_WhatDoesNotGoTogether_Refused(string volatility, string distribution, string mean, string start) =>
        Assert.Throws<ArgumentException>(() => VolatilityModel.Create(volatility, distribution, mean, start));

    [Fact]
    public void HoldAndStart_ReachTheFit()
    {
        VolatilityModel model = VolatilityModel.Create("garch");
        GarchModelFit held = model.Hold(new Dictionary<string, double> { ["beta"] = 0.8 }).Fit(Returns);
        Assert.Equal(0.8, held["beta"].Value!.Value, 1e-12);
        Dictionary<string, double> begin = new() { ["mu"] = 0, ["omega"] = 0.1, ["alpha"] = 0.2, ["beta"] = 0.5 };
        Assert.Equal(model.Fit(Returns).LogLikelihood, model.StartAt(begin).Fit(Returns).LogLikelihood, 1e-6);
        Assert.Empty(model.Options.Fixed);
        Assert.Throws<ArgumentException>(() => model.Fit(Returns, Returns));
        Assert.Throws<ArgumentException>(() => VolatilityModel.Create("realgarch").Fit(Returns));
    }

    [Fact]
    public void Summary_ShowsEveryParameterWithItsInterval()
    {
        GarchModelFit fit = VolatilityModel.Create("gjr", "t").Fit(Returns);
        string text = fit.Summary(StandardErrorKind.Hessian);
        Assert.StartsWith("gjr × t, mean constant, start backcast\n1200 returns, status Converged\n", text, StringComparison.Ordinal);
        foreach (FittedParameter p in fit.Parameters)
        {
            string line = text.Split('\n').Single(l => l.StartsWith(p.Name + " ", StringComparison.Ordinal));
            Assert.Contains(p.Value?.ToString("G6", System.Globalization.CultureInfo.InvariantCulture) ?? "–", line, StringComparison.Ordinal);
        }

        Assert.Contains("DegenerateData", GarchFamily.Fit(new double[80], new()).Summary(), StringComparison.Ordinal);
        Assert.Equal(text, fit.Summary(StandardErrorKind.Hessian));
    }

    [Fact]
    public void Parameter_PValueAndInterval_AreTheNormalLaws()
    {
        FittedParameter p = new("beta", 1.959963984540054, 1, 2, null, null);
        Assert.Equal(0.05, p.PValue(StandardErrorKind.Hessian)!.Value, 1e-14);
        Assert.Equal(0.5 * 1.959963984540054, p.TStatistic(StandardErrorKind.Opg)!.Value, 1e-15);
        Assert.Null(p.PValue());
        Assert.Null(p.ConfidenceInterval());
        (double lower, double upper) = p.ConfidenceInterval(0.95, StandardErrorKind.Hessian)!.Value;
        Assert.Equal(0, lower, 1e-14);
        Assert.Equal(2 * 1.959963984540054, upper, 1e-14);
        Assert.Throws<ArgumentOutOfRangeException>(() => p.ConfidenceInterval(1));
    }
}
