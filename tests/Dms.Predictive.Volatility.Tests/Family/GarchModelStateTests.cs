namespace Dms.Predictive.Volatility.Tests;

/// <summary>A stream equals the batch filter bit for bit, survives copies, and treats gaps as its options say.</summary>
public class GarchModelStateTests
{
    private static readonly double[] Returns = Simulated.Garch(21, 3_000);

    public static TheoryData<GarchModel, GarchDistribution> Models()
    {
        TheoryData<GarchModel, GarchDistribution> all = [];
        foreach (GarchModel model in SampleModels.All)
        {
            all.Add(model, GarchDistribution.Normal);
            all.Add(model, GarchDistribution.SkewedT);
        }

        return all;
    }

    [Theory]
    [MemberData(nameof(Models))]
    public void Append_EqualsTheBatchFilterOfEstimation(GarchModel model, GarchDistribution distribution)
    {
        GarchModelParameters p = SampleModels.Of(model, distribution);
        VarianceRecursion recursion = GarchFamily.Recursion(model);
        VarianceRun run = new(Returns.Length, p.Recursion.Length) { Rule = GarchStart.Backcast };
        ScoreSums.Subtract(Returns, p.Mu, run.Residuals);
        run.Begin((1.3, 0.9));
        recursion.Run(run, p.Recursion, slopes: true);
        GarchModelState state = new(p, new(run.Variances[0], run.Square));
        bool rooted = model is GarchModel.Egarch or GarchModel.Aparch; // h → ln h or σ^δ → h rounds once
        for (int t = 0; t < Returns.Length; t++)
        {
            AssertSame(run.Variances[t], state.NextVariance, rooted);
            state.Append(Returns[t]);
            Assert.Equal(run.Residuals[t] / Math.Sqrt(run.Variances[t]), state.LastInnovation, 1e-11);
        }

        AssertSame(run.Variances[Returns.Length], state.NextVariance, rooted);
        double likelihood = 0;
        for (int t = 0; t < Returns.Length; t++)
        {
            likelihood += p.Law.LogDensity(run.Residuals[t] / Math.Sqrt(run.Variances[t])) - (0.5 * Math.Log(run.Variances[t]));
        }

        Assert.Equal(likelihood, state.LogLikelihood, 1e-8);
        Assert.Equal(Returns.Length, state.Count);
    }

    [Fact]
    public void Append_AMillionReturns_SameBitsAsTheFilter()
    {
        GarchModelParameters p = SampleModels.Of(GarchModel.Gjr, GarchDistribution.StudentT);
        double[] returns = Simulated.Garch(22, 1_000_000);
        VarianceRun run = new(returns.Length, 0) { Rule = GarchStart.Backcast };
        ScoreSums.Subtract(returns, p.Mu, run.Residuals);
        run.Begin((1.3, 0.9));
        GarchFamily.Recursion(GarchModel.Gjr).Run(run, p.Recursion, slopes: false);
        GarchModelState state = new(p, new(run.Variances[0], run.Square));
        bool same = true;
        for (int t = 0; t < returns.Length; t++)
        {
            same &= state.NextVariance == run.Variances[t];
            state.Append(returns[t]);
        }

        Assert.True(same);
        Assert.Equal(run.Variances[^1], state.NextVariance);
    }

    [Theory]
    [InlineData(GarchModel.Garch)]
    [InlineData(GarchModel.Egarch)]
    [InlineData(GarchModel.Aparch)]
    [InlineData(GarchModel.Figarch)]
    [InlineData(GarchModel.Realized)]
    public void Stream_FromAFit_IsItsFilter(GarchModel model)
    {
        double[] returns = Returns[..600], realized = [.. returns.Select(r => 0.3 + (r * r))];
        GarchModelFit fit = model == GarchModel.Realized
            ? RealizedGarch.Fit(returns, realized, GarchMean.Constant).Joint
            : GarchFamily.Fit(returns, new(model, GarchDistribution.Normal, StandardErrors: false));
        GarchModelState state = new(GarchModelParameters.Of(fit), fit.Start!);
        for (int t = 0; t < returns.Length; t++)
        {
            Assert.Equal(fit.Variances[t], state.NextVariance);
            Append(state, returns[t], realized[t]);
            Assert.Equal(fit.Innovations[t], state.LastInnovation);
        }

        Assert.Equal(fit.NextVariance, state.NextVariance);
        Assert.Equal(fit.NextVariance, new GarchModelState(fit.End!).NextVariance);
        double alone = model == GarchModel.Realized
            ? RealizedGarch.Fit(returns, realized, GarchMean.Constant).ReturnLogLikelihood
            : fit.LogLikelihood;
        Assert.Equal(alone, state.LogLikelihood, 1e-7);
    }

    [Theory]
    [MemberData(nameof(Models))]
    public void Restore_AnyMoment_SameBitsAfterwards(GarchModel model, GarchDistribution distribution)
    {
        GarchModelParameters p = SampleModels.Of(model, distribution);
        GarchModelState whole = new(p, VarianceStart.At(1.1), new(Window: 7));
        GarchModelState copied = new(p, VarianceStart.At(1.1), new(Window: 7));
        for (int t = 0; t < 2_400; t++)
        {
            if (t % 97 == 5)
            {
                copied = new GarchModelState(copied.Snapshot());
            }

            if (t % 53 == 0)
            {
                whole.AppendMissing(3);
                copied.AppendMissing(3);
            }

            whole.Append(Returns[t]);
            copied.Append(Returns[t]);
        }

        AssertEqual(whole, copied);
        Assert.Equal(whole.Snapshot().Returns, copied.Snapshot().Returns);
        Assert.Equal(7, whole.Snapshot().Returns.Count);
        Assert.Equal(Returns[2_399], whole.Snapshot().Returns[^1].Value);
    }

    [Theory]
    [MemberData(nameof(Models))]
    public void SetParameters_FiltersTheWindowAnew(GarchModel model, GarchDistribution distribution)
    {
        GarchStateOptions options = new(Window: 400);
        GarchModelState state = new(SampleModels.Of(GarchModel.Garch), VarianceStart.At(1), options);
        GarchModelState fresh = new(SampleModels.Of(model, distribution), VarianceStart.At(0.8), options);
        for (int t = 0; t < 1_000; t++)
        {
            if (t == 800)
            {
                state.AppendMissing(4);
                fresh.AppendMissing(4);
            }

            state.Append(Returns[t]);
            if (t >= 600)
            {
                fresh.Append(Returns[t]);
            }
        }

        state.AppendMissing(2);
        fresh.AppendMissing(2);
        state.SetParameters(SampleModels.Of(model, distribution), VarianceStart.At(0.8));
        AssertEqual(fresh, state);
    }

    [Theory]
    [MemberData(nameof(Models))]
    public void Append_AllocatesNothing(GarchModel model, GarchDistribution distribution)
    {
        GarchModelState state = new(SampleModels.Of(model, distribution), VarianceStart.At(1), new(Window: 100));
        void All()
        {
            foreach (double y in Returns)
            {
                state.Append(y);
            }
        }

        All();
        long before = GC.GetAllocatedBytesForCurrentThread();
        All();
        state.AppendMissing(3);
        Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);
    }

    [Theory]
    [MemberData(nameof(Models))]
    public void Append_NotFinite_RefusedAndUnchanged(GarchModel model, GarchDistribution distribution)
    {
        GarchModelState state = SampleModels.Seen(SampleModels.Of(model, distribution));
        double before = state.NextVariance;
        foreach (double bad in (double[])[double.NaN, double.PositiveInfinity, double.NegativeInfinity])
        {
            Assert.Throws<ArgumentOutOfRangeException>(() => state.Append(bad));
        }

        Assert.Equal(before, state.NextVariance);
        Assert.Equal(300, state.Count);
        Assert.Throws<InvalidOperationException>(() => state.Append(1, 1));
        Assert.Throws<ArgumentOutOfRangeException>(() => state.AppendMissing(0));
    }

    [Fact]
    public void Realized_TakesReturnsWithTheirVariance()
    {
        GarchModelParameters p = SampleModels.Of(GarchModel.Realized);
        GarchModelState state = new(p, VarianceStart.At(1.5));
        Assert.Throws<InvalidOperationException>(() => state.Append(0.1));
        Assert.Throws<ArgumentOutOfRangeException>(() => state.Append(0.1, 0));
        state.Append(0.4, 2.5);
        Assert.Equal(Math.Exp(0.05 + (0.6 * Math.Log(1.5)) + (0.35 * Math.Log(2.5))), state.NextVariance, 1e-14);
    }

    private static void Append(GarchModelState state, double y, double realized)
    {
        if (state.Parameters.Model == GarchModel.Realized)
        {
            state.Append(y, realized);
        }
        else
        {
            state.Append(y);
        }
    }

    private static void AssertSame(double expected, double actual, bool rooted)
    {
        if (rooted)
        {
            Assert.Equal(expected, actual, 1e-12 * expected);
        }
        else
        {
            Assert.Equal(expected, actual);
        }
    }

    private static void AssertEqual(GarchModelState expected, GarchModelState actual)
    {
        Assert.Equal(expected.NextVariance, actual.NextVariance);
        Assert.Equal(expected.LogLikelihood, actual.LogLikelihood);
        Assert.Equal(expected.LastInnovation, actual.LastInnovation);
        Assert.Equal(
            (expected.Count, expected.MissingCount, expected.OpenGap, expected.Restarts),
            (actual.Count, actual.MissingCount, actual.OpenGap, actual.Restarts));
    }
}
