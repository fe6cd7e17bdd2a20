namespace Dms.Predictive.Volatility.Tests;

/// <summary>Series that cannot carry a model, for every model: an honest status or a refusal, never a made-up
/// number.</summary>
public class HostileInputTests
{
    public static TheoryData<GarchModel> Models() => [.. Enum.GetValues<GarchModel>()];

    public static TheoryData<GarchModel, string> Hopeless()
    {
        TheoryData<GarchModel, string> all = [];
        foreach (GarchModel model in Enum.GetValues<GarchModel>())
        {
            foreach (string kind in (string[])["constant", "zeros", "mostly zeros", "five", "none", "one outlier", "tiny spread"])
            {
                all.Add(model, kind);
            }
        }

        return all;
    }

    [Theory]
    [MemberData(nameof(Hopeless))]
    public void Fit_HopelessSeries_SaysDegenerate(GarchModel model, string kind)
    {
        double[] returns = Series(kind);
        foreach (GarchMean mean in Enum.GetValues<GarchMean>())
        {
            if ((kind is "constant" or "tiny spread") && mean == GarchMean.Zero)
            {
                continue;                                           // around 0 a constant has a spread: see below
            }

            GarchModelFit fit = Fit(model, returns, mean);
            Assert.Equal(GarchStatus.DegenerateData, fit.Status);
            Assert.False(string.IsNullOrEmpty(fit.Message));
            Assert.All(fit.Parameters, p => Assert.Null(p.Value));
            Assert.True(double.IsNaN(fit.LogLikelihood));
            Assert.Null(fit.End);
            Assert.Throws<ArgumentException>(() => GarchForecaster.Of(fit, new()));
            Assert.Throws<ArgumentException>(() => GarchModelParameters.Of(fit));
            Assert.Contains("DegenerateData", fit.Summary(), StringComparison.Ordinal);
        }
    }

    [Theory]
    [MemberData(nameof(Models))]
    public void Fit_ConstantAroundZeroMean_NeverCallsNonsenseConverged(GarchModel model)
    {
        GarchModelFit fit = Fit(model, Series("constant"), GarchMean.Zero);
        Assert.True(fit.End is null || fit.Variances.All(h => double.IsFinite(h) && h > 0), $"{fit.Status}");
    }

    [Theory]
    [MemberData(nameof(Models))]
    public void Fit_NotFinite_RefusedWithItsPlace(GarchModel model)
    {
        foreach (double bad in (double[])[double.NaN, double.PositiveInfinity, double.NegativeInfinity])
        {
            double[] returns = Simulated.Garch(3, 200);
            returns[117] = bad;
            ArgumentException fault = Assert.Throws<ArgumentException>(() => Fit(model, returns, GarchMean.Constant));
            Assert.Contains("117", fault.Message, StringComparison.Ordinal);
        }
    }

    /// <summary>One return a thousand deviations out, too small a share to be refused: whatever the status, every number is
    /// a number.</summary>
    [Theory]
    [MemberData(nameof(Models))]
    public void Fit_LargeButNotLargestOutlier_FiniteAnswer(GarchModel model)
    {
        double[] returns = Simulated.Garch(3, 400);
        for (int i = 0; i < 3; i++)
        {
            returns[100 + (90 * i)] = 1_000 * (i - 1.5);
        }

        GarchModelFit fit = Fit(model, returns, GarchMean.Constant);
        Assert.True(double.IsFinite(fit.LogLikelihood), $"{fit.Status} {fit.Message}");
        Assert.All(fit.Variances, h => Assert.True(double.IsFinite(h) && h > 0));
        Assert.True(double.IsFinite(fit.NextVariance));
        Assert.Equal(fit.Status == GarchStatus.Converged, fit.Message is null);
    }

    [Theory]
    [MemberData(nameof(Models))]
    public void Stream_HugeReturns_StayNumbers(GarchModel model)
    {
        GarchModelState state = new(SampleModels.Of(model), VarianceStart.At(1));
        foreach (double y in (double[])[0.1, 1e6, -0.1, 0.2])
        {
            if (model == GarchModel.Realized)
            {
                state.Append(y, 0.1 + (y * y));
            }
            else
            {
                state.Append(y);
            }
        }

        // egarch takes |z| into the exponent: a million deviations leave the range of a double, and that is said.
        Assert.True(state.NextVariance > 0);
        Assert.Equal(model != GarchModel.Egarch, double.IsFinite(state.NextVariance));
    }

    private static GarchModelFit Fit(GarchModel model, double[] returns, GarchMean mean) => model == GarchModel.Realized
        ? RealizedGarch.Fit(returns, [.. returns.Select((r, i) => 0.5 + (0.1 * (i % 7)))], mean).Joint
        : GarchFamily.Fit(returns, new(model, Mean: mean));

    private static double[] Series(string kind) => kind switch
    {
        "constant" => [.. Enumerable.Repeat(0.5, 500)],
        "zeros" => new double[500],
        "mostly zeros" => [.. Enumerable.Range(0, 500).Select(i => i % 20 == 0 ? 1.0 + i : 0)],
        "five" => [0.1, -0.2, 0.3, -0.1, 0.2],
        "none" => [],
        "one outlier" => [.. Simulated.Normals(3, 499), 1e6],
        _ => [.. Enumerable.Range(0, 300).Select(i => 1 + ((i % 2) * 1e-15))],
    };
}
