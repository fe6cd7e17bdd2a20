namespace Dms.Predictive.Volatility.Tests;

/// <summary>Closed forms against simulated paths, and what forecasts carry.</summary>
public class GarchForecasterTests
{
    private const double Bound = 4.5;                               // Monte-Carlo standard errors; every seed is fixed

    public static TheoryData<GarchModel, GarchDistribution> ClosedForms()
    {
        TheoryData<GarchModel, GarchDistribution> all = new() { { GarchModel.Realized, GarchDistribution.Normal } };
        foreach (GarchDistribution law in Enum.GetValues<GarchDistribution>())
        {
            all.Add(GarchModel.Garch, law);
            all.Add(GarchModel.Gjr, law);
            all.Add(GarchModel.Figarch, law);
        }

        return all;
    }

    [Theory]
    [MemberData(nameof(ClosedForms))]
    public void Variance_Formula_EqualsSimulation(GarchModel model, GarchDistribution distribution)
    {
        GarchModelSnapshot origin = SampleModels.Seen(SampleModels.Of(model, distribution)).Snapshot();
        int horizon = model == GarchModel.Figarch ? 8 : 20;
        VariancePathForecast formula = new GarchForecaster(origin, new() { Horizon = horizon }).Variance();
        VariancePathForecast paths = Simulate(origin, horizon);
        Assert.Equal(ForecastMethod.Analytic, formula.Terms.Method);
        Assert.Equal(ForecastMethod.Simulation, paths.Terms.Method);
        AssertWithin(formula.Variances, paths);
    }

    [Theory]
    [InlineData(GarchDistribution.Normal)]
    [InlineData(GarchDistribution.StudentT)]
    [InlineData(GarchDistribution.SkewedT)]
    [InlineData(GarchDistribution.GeneralizedError)]
    public void Variance_Tarch_EqualsItsTwoMoments(GarchDistribution distribution)
    {
        GarchModelParameters p = SampleModels.Of(GarchModel.Tarch, distribution);
        GarchModelSnapshot origin = SampleModels.Seen(p).Snapshot();
        (double w, double a, double g, double b) =
            (p.Named["omega"], p.Named["alpha"], p.Named["gamma"], p.Named["beta"]);

        // σ' = ω + σ·k(z) with k = α|z| + γ|z|·1{z<0} + β: E[σ'²] = ω² + 2ω·E[k]·E[σ] + E[k²]·E[σ²].
        double K(double z) => (a * Math.Abs(z)) + (z < 0 ? g * -z : 0) + b;
        (double k1, double k2) = (p.Law.Expect(K), p.Law.Expect(z => K(z) * K(z)));
        (double root, double square) = (origin.State, origin.State * origin.State);
        List<double> expected = [];
        for (int j = 0; j < 20; j++)
        {
            expected.Add(square);
            (root, square) = (w + (k1 * root), (w * w) + (2 * w * k1 * root) + (k2 * square));
        }

        AssertWithin(expected, Simulate(origin, 20));
    }

    [Theory]
    [InlineData(GarchDistribution.Normal)]
    [InlineData(GarchDistribution.GeneralizedError)]
    public void Variance_Egarch_EqualsItsProduct(GarchDistribution distribution)
    {
        GarchModelParameters p = SampleModels.Of(GarchModel.Egarch, distribution);
        GarchModelSnapshot origin = SampleModels.Seen(p).Snapshot();
        (double w, double a, double g, double b) =
            (p.Named["omega"], p.Named["alpha"], p.Named["gamma"], p.Named["beta"]);
        (double level, double weight, double product) = (origin.State, 1, 1);
        List<double> expected = [];
        for (int j = 0; j < 20; j++)
        {
            expected.Add(Math.Exp(level) * product);
            double now = weight;
            product *= p.Law.Expect(z => Math.Exp(now * ((a * (Math.Abs(z) - EgarchStep.MeanAbsolute)) + (g * z))));
            (level, weight) = (w + (b * level), weight * b);
        }

        AssertWithin(expected, Simulate(origin, 20));
    }

    [Fact]
    public void Variance_AparchOfPowerTwo_EqualsGjr()
    {
        GarchModelParameters gjr = SampleModels.Of(GarchModel.Gjr);
        (double up, double down) = (Math.Sqrt(gjr.Named["alpha"]), Math.Sqrt(gjr.Named["alpha"] + gjr.Named["gamma"]));
        GarchModelParameters aparch = GarchModelParameters.Create(GarchModel.Aparch, GarchDistribution.Normal, new Dictionary<string, double>
        {
            ["mu"] = gjr.Mu,
            ["omega"] = gjr.Named["omega"],
            ["beta"] = gjr.Named["beta"],
            ["delta"] = 2,
            ["alpha"] = 0.25 * (up + down) * (up + down),
            ["gamma"] = (down - up) / (down + up),
        });
        GarchModelSnapshot origin = SampleModels.Seen(aparch).Snapshot();
        Assert.Equal(SampleModels.Seen(gjr).NextVariance, SampleModels.Seen(aparch).NextVariance, 1e-12);
        AssertWithin(
            new GarchForecaster(SampleModels.Seen(gjr).Snapshot(), new() { Horizon = 20 }).Variance().Variances,
            Simulate(origin, 20));
    }

    [Theory]
    [InlineData(GarchModel.Gjr, ForecastMethod.Simulation)]
    [InlineData(GarchModel.Figarch, ForecastMethod.Simulation)]
    [InlineData(GarchModel.Egarch, ForecastMethod.FilteredHistorical)]
    public void Forecast_AnyThreadsAndOrder_SameBits(GarchModel model, ForecastMethod method)
    {
        GarchModelSnapshot origin = SampleModels.Seen(
            SampleModels.Of(model, GarchDistribution.StudentT), options: new(Window: 200)).Snapshot();
        GarchForecastOptions options = new() { Horizon = 5, Paths = 1_001, Method = method, Antithetic = true };
        (string Variance, string Returns) one = Bits(origin, options);
        Assert.Equal(one, Bits(origin, options with { ForEach = (count, run) => Parallel.For(0, count, new ParallelOptions { MaxDegreeOfParallelism = 2 }, run) }));
        Assert.Equal(one, Bits(origin, options with
        {
            ForEach = (count, run) =>
            {
                for (int i = count - 1; i >= 0; i--)
                {
                    run(i);
                }
            },
        }));
        Assert.NotEqual(one, Bits(origin, options with { Seed = -18 }));
    }

    [Theory]
    [InlineData(GarchModel.Gjr)]
    [InlineData(GarchModel.Figarch)]
    public void Simulator_Paths_AllocateNothing(GarchModel model)
    {
        GarchModelParameters p = SampleModels.Of(model, GarchDistribution.StudentT);
        PathSimulator simulator = new(VarianceEngine.Of(p, 1), new(p, 1, 1, 10) { Paths = 400, Seed = 1, Antithetic = true });
        void All()
        {
            for (int chunk = 0; chunk < simulator.Chunks; chunk++)
            {
                simulator.Run(chunk);
            }
        }

        All();
        long before = GC.GetAllocatedBytesForCurrentThread();
        All();
        Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);
    }

    [Fact]
    public void Returns_Antithetic_MeanIsExactWhereLawAndModelAreSymmetric()
    {
        GarchModelSnapshot origin = SampleModels.Seen(SampleModels.Of(GarchModel.Garch, GarchDistribution.StudentT)).Snapshot();
        GarchForecastOptions options = new() { Horizon = 10, Paths = 2_000, Antithetic = true };
        Assert.Equal(10 * 0.02, new GarchForecaster(origin, options).Returns().Mean, 1e-12);
        Assert.NotEqual(10 * 0.02, new GarchForecaster(origin, options with { Antithetic = false }).Returns().Mean, 1e-6);
    }

    [Theory]
    [InlineData(GarchDistribution.Normal)]
    [InlineData(GarchDistribution.StudentT)]
    [InlineData(GarchDistribution.SkewedT)]
    [InlineData(GarchDistribution.GeneralizedError)]
    public void Returns_OneBar_SimulatedTailIsTheLaws(GarchDistribution distribution)
    {
        const int paths = 100_000;
        GarchModelParameters p = SampleModels.Of(GarchModel.Gjr, distribution);
        GarchModelSnapshot origin = SampleModels.Seen(p).Snapshot();
        GarchForecastOptions options = new() { Paths = paths };
        ReturnForecast exact = new GarchForecaster(origin, options).Returns();
        ReturnForecast drawn = new GarchForecaster(origin, options with { Method = ForecastMethod.Simulation }).Returns();
        Assert.Equal(ForecastMethod.Analytic, exact.Terms.Method);
        double sigma = Math.Sqrt(origin.State);
        foreach ((ForecastQuantile want, ForecastQuantile have) in exact.Quantiles.Zip(drawn.Quantiles))
        {
            double density = p.Law.Density(p.Law.Quantile(want.Level)) / sigma;
            double error = Math.Sqrt(want.Level * (1 - want.Level) / paths) / density;
            Assert.True(Math.Abs(want.Value - have.Value) < Bound * error, $"{want.Level}: {have.Value}, {want.Value}");
        }

        foreach ((ReturnTail want, ReturnTail have) in exact.Tail.Zip(drawn.Tail))
        {
            Assert.True(want.ExpectedShortfall > want.ValueAtRisk);
            Assert.Equal(want.ValueAtRisk, have.ValueAtRisk, 0.03 * want.ValueAtRisk);
            Assert.Equal(want.ExpectedShortfall, have.ExpectedShortfall, 0.04 * want.ExpectedShortfall);
        }
    }

    [Fact]
    public void FilteredHistorical_OneBar_IsThePastInnovations()
    {
        GarchModelState state = SampleModels.Seen(SampleModels.Of(GarchModel.Gjr), 900, options: new(Window: 500));
        GarchModelSnapshot origin = state.Snapshot();
        double[] past = [.. origin.Returns.Select(r => r.Innovation).TakeLast(400).Order()];
        ReturnForecast forecast = new GarchForecaster(origin, new()
        {
            Method = ForecastMethod.FilteredHistorical,
            PastInnovations = 400,
            Paths = 200_000,
            Levels = [0.0001, 0.5, 0.9999],
        }).Returns();
        double Return(double z) => 0.02 + (Math.Sqrt(state.NextVariance) * z);
        Assert.Equal(Return(past[0]), forecast.Quantiles[0].Value, 1e-9);
        Assert.Equal(Return(past[^1]), forecast.Quantiles[2].Value, 1e-9);
        double shortfall = -Return(past[..20].Average());
        Assert.Equal(shortfall, forecast.Tail[0].ExpectedShortfall, 0.03);
        Assert.Equal(ForecastMethod.FilteredHistorical, forecast.Terms.Method);
    }

    [Fact]
    public void Forecast_Terms_SayWhereItComesFrom()
    {
        GarchModelSnapshot origin = SampleModels.Seen(SampleModels.Of(GarchModel.Egarch)).Snapshot();
        Core.Timestamp close = Core.Timestamp.FromDate(2026, 1, 2);
        GarchForecaster forecaster = new(origin, new()
        {
            Horizon = 3,
            Paths = 100,
            Seed = 4,
            Unit = ReturnUnit.Percent,
            Step = TimeSpan.FromMinutes(5),
            Origin = close,
        });
        ForecastTerms terms = forecaster.Variance().Terms;
        Assert.Equal((GarchModel.Egarch, GarchDistribution.Normal, 3, 300L), (terms.Model, terms.Distribution, terms.Horizon, terms.OriginBar));
        Assert.Equal((ReturnUnit.Percent, TimeSpan.FromMinutes(5), close), (terms.Unit, terms.Step!.Value, terms.Origin!.Value));
        Assert.Equal((100, 4L), (terms.Paths, terms.Seed!.Value));
        Assert.Equal(3, forecaster.Variance().Variances.Count);
        Assert.Equal(0, forecaster.Variance().SimulationErrors![0]);
        Assert.Equal(5, forecaster.Variance().TotalQuantiles.Count);
    }

    [Fact]
    public void VariancePath_EveryModel_HasEveryBar()
    {
        double[] returns = Simulated.Garch(7, 300);
        foreach (GarchModel model in SampleModels.All)
        {
            GarchModelFit fit = GarchFamily.Fit(returns, new(model, StandardErrors: false));
            double[] path = GarchFamily.VariancePath(fit, 6);
            Assert.Equal(6, path.Length);
            Assert.Equal(fit.NextVariance, path[0]);
            Assert.All(path, h => Assert.True(h > 0));
        }
    }

    [Fact]
    public void Forecaster_ImpossibleWishes_Refused()
    {
        GarchModelSnapshot origin = SampleModels.Seen(SampleModels.Of(GarchModel.Egarch)).Snapshot();
        Assert.Throws<ArgumentOutOfRangeException>(() => new GarchForecaster(origin, new() { Horizon = 0 }));
        Assert.Throws<ArgumentOutOfRangeException>(() => new GarchForecaster(origin, new() { Paths = 1 }));
        Assert.Throws<ArgumentOutOfRangeException>(() => new GarchForecaster(origin, new() { Confidences = [1] }));
        Assert.Throws<ArgumentException>(() => new GarchForecaster(origin, new() { Horizon = 2, Method = ForecastMethod.Analytic }));
        Assert.Throws<ArgumentException>(() => new GarchForecaster(origin, new() { Method = ForecastMethod.FilteredHistorical }));
        GarchModelFit none = GarchFamily.Fit(new double[60], new());
        Assert.Throws<ArgumentException>(() => GarchForecaster.Of(none, new()));
    }

    private static VariancePathForecast Simulate(GarchModelSnapshot origin, int horizon) => new GarchForecaster(
        origin,
        new() { Horizon = horizon, Paths = horizon < 10 ? 20_000 : 60_000, Method = ForecastMethod.Simulation, Antithetic = true }).Variance();

    private static void AssertWithin(IReadOnlyList<double> expected, VariancePathForecast paths)
    {
        Assert.Equal(expected.Count, paths.Variances.Count);
        Assert.Equal(expected[0], paths.Variances[0], 1e-12 * expected[0]);
        for (int j = 1; j < expected.Count; j++)
        {
            double off = (paths.Variances[j] - expected[j]) / paths.SimulationErrors![j];
            Assert.True(Math.Abs(off) < Bound, $"bar {j + 1}: {paths.Variances[j]} for {expected[j]}, {off:F1} errors");
            Assert.True(paths.SimulationErrors[j] < 0.02 * expected[j], $"bar {j + 1}: error {paths.SimulationErrors[j]}");
        }
    }

    private static (string Variance, string Returns) Bits(GarchModelSnapshot origin, GarchForecastOptions options)
    {
        GarchForecaster forecaster = new(origin, options);
        VariancePathForecast v = forecaster.Variance();
        ReturnForecast r = forecaster.Returns();
        string Hex(IEnumerable<double> x) => string.Join(",", x.Select(BitConverter.DoubleToInt64Bits));
        return (
            Hex([.. v.Variances, .. v.SimulationErrors!, .. v.TotalQuantiles.Select(q => q.Value)]),
            Hex([r.Mean, .. r.Quantiles.Select(q => q.Value), .. r.Tail.SelectMany(t => (double[])[t.ValueAtRisk, t.ExpectedShortfall])]));
    }
}
