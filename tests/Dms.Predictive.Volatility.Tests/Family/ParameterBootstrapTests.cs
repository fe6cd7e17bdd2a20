namespace Dms.Predictive.Volatility.Tests;

public class ParameterBootstrapTests
{
    private static readonly double[] Returns = Simulated.Garch(31, 1_500);

    [Fact]
    public void Interval_HoldsTheForecastAndIsTheSameEveryTime()
    {
        GarchModelFit fit = GarchFamily.Fit(Returns, new());
        GarchForecastOptions options = new() { Horizon = 10 };
        VarianceInterval interval = ParameterBootstrap.Interval(fit, Returns, options, 400);
        IReadOnlyList<double> path = GarchForecaster.Of(fit, options).Variance().Variances;
        for (int j = 0; j < path.Count; j++)
        {
            Assert.True(interval.Lower[j] < path[j] && path[j] < interval.Upper[j], $"bar {j + 1}");
            Assert.True(interval.Lower[j] > 0);
        }

        VarianceInterval again = ParameterBootstrap.Interval(fit, Returns, options, 400);
        Assert.Equal(interval.Lower, again.Lower);
        Assert.Equal(interval.Outside, again.Outside);
        VarianceInterval wide = ParameterBootstrap.Interval(fit, Returns, options, 400, 0.99);
        Assert.True(wide.Upper[0] > interval.Upper[0] && wide.Lower[0] < interval.Lower[0]);
    }

    /// <summary>Where only ω is free, h of the next bar is linear in it: the interval is the normal one.</summary>
    [Fact]
    public void Interval_OneFreeParameter_IsTheDeltaMethods()
    {
        GarchModelFit fit = GarchFamily.Fit(Returns, new(Mean: GarchMean.Zero)
        {
            Fixed = new Dictionary<string, double> { ["alpha"] = 0.1, ["beta"] = 0.85 },
        });
        VarianceInterval interval = ParameterBootstrap.Interval(fit, Returns, new(), 4_000);
        double half = 1.6448536 * fit["omega"].Robust!.Value / (1 - 0.85);
        Assert.Equal(fit.NextVariance - half, interval.Lower[0], 0.1 * half);
        Assert.Equal(fit.NextVariance + half, interval.Upper[0], 0.1 * half);
    }

    [Fact]
    public void Covariance_Diagonal_IsTheRobustErrors()
    {
        foreach (GarchModel model in SampleModels.All.Where(m => m != GarchModel.Figarch))
        {
            GarchModelFit fit = GarchFamily.Fit(Returns, new(model, GarchDistribution.StudentT));
            for (int j = 0; j < fit.Parameters.Count; j++)
            {
                double error = fit.Parameters[j].Robust ?? 0;
                if (fit.Parameters[j].Reason != "kink")
                {
                    Assert.Equal(error * error, fit.RobustCovariance![j][j], 1e-9 * Math.Max(1e-6, error * error));
                }
            }
        }
    }

    [Fact]
    public void Interval_WithoutCovarianceOrReturns_Refused()
    {
        GarchModelFit bare = GarchFamily.Fit(Returns, new(StandardErrors: false)), fit = GarchFamily.Fit(Returns, new());
        Assert.Throws<ArgumentException>(() => ParameterBootstrap.Interval(bare, Returns, new()));
        Assert.Throws<ArgumentException>(() => ParameterBootstrap.Interval(fit, new double[7], new()));
        Assert.Throws<ArgumentOutOfRangeException>(() => ParameterBootstrap.Interval(fit, Returns, new(), 5));
    }
}
