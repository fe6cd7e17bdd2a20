using System.Globalization;
using Xunit.Abstractions;

namespace Dms.Predictive.Volatility.Tests;

public sealed class HeavyTests(ITestOutputHelper output)
{
    private static readonly HeavyParameters TrueVariance = new(0.05, 0.35, 0.6);
    private static readonly HeavyParameters TrueMeasure = new(0.03, 0.4, 0.55);

    [Fact]
    public void Gradient_EveryParameter_EqualsFivePointDifference()
    {
        (double[] returns, double[] measures) = Simulate(3, 400);
        HeavyObjective objective = new([.. returns.Select(r => r * r)], measures, 0.7, 1.1);
        double[] theta = [0.07, 0.3, 0.55], gradient = new double[3];
        objective.Gradient(theta, gradient);
        for (int j = 0; j < 3; j++)
        {
            double step = 1e-3 * theta[j];
            double At(double move) => objective.Value([.. theta.Select((x, i) => i == j ? x + (move * step) : x)]);
            double difference = (At(-2) - (8 * At(-1)) + (8 * At(1)) - At(2)) / (12 * step);
            Assert.Equal(difference, gradient[j], 1e-7 * Math.Max(1, Math.Abs(difference)));
        }
    }

    [Fact]
    public void LogLikelihood_AtTheEstimates_EqualsAPlainSum()
    {
        (double[] returns, double[] measures) = Simulate(4, 600);
        HeavyFit fit = Heavy.Fit(returns, measures);
        static double Plain(IEnumerable<double> left, IReadOnlyList<double> mean) =>
            left.Zip(mean, (q, h) => -0.5 * (Math.Log(2 * Math.PI) + Math.Log(h) + (q / h))).Sum();
        Assert.Equal(Plain(returns.Select(r => r * r), fit.Variances), fit.Variance.LogLikelihood, 1e-8);
        Assert.Equal(Plain(measures, fit.Measures), fit.Measure.LogLikelihood, 1e-8);
        Assert.All(fit.Variance.Ends, e => Assert.True(e <= fit.Variance.Ends.Max()));
    }

    /// <summary>Twenty simulated series: the mean estimate lies within four of its standard errors of the truth, and
    /// the robust interval of 95 % covers the truth in at least 15 (four binomial errors below 19).</summary>
    [Fact]
    public void Fit_SimulatedSeries_RecoversBothEquations()
    {
        const int series = 20;
        HeavyFit[] fits = [.. Enumerable.Range(100, series).Select(seed =>
        {
            (double[] returns, double[] measures) = Simulate(seed, 4000);
            return Heavy.Fit(returns, measures);
        })];
        Assert.All(fits, f => Assert.True(f.IsConverged, f.Variance.Message ?? f.Measure.Message));
        Check(fits.Select(f => f.Variance), TrueVariance);
        Check(fits.Select(f => f.Measure), TrueMeasure);

        static void Check(IEnumerable<HeavyEquation> equations, HeavyParameters truth)
        {
            double[] expected = [truth.Omega, truth.Alpha, truth.Beta];
            for (int j = 0; j < 3; j++)
            {
                FittedParameter[] found = [.. equations.Select(e => e.Estimates[j])];
                double mean = found.Average(p => p.Value!.Value);
                double error = Math.Sqrt(found.Average(p => Math.Pow(p.Value!.Value - mean, 2)) / (series - 1));
                Assert.Equal(expected[j], mean, 4 * error);
                Assert.True(found.Count(p => Math.Abs(p.Value!.Value - expected[j]) < 1.96 * p.Robust!.Value) >= 15,
                    $"{found[0].Name} is covered {found.Count(p => Math.Abs(p.Value!.Value - expected[j]) < 1.96 * p.Robust!.Value)} times");
            }
        }
    }

    [Theory]
    [InlineData(1e-6, 1)]
    [InlineData(1e6, 1)]
    [InlineData(1, 1e-4)]
    public void Fit_OtherUnits_IsTheImageOfTheFit(double c, double measureUnit)
    {
        (double[] returns, double[] measures) = Simulate(5, 1500);
        HeavyFit fit = Heavy.Fit(returns, measures);
        double m = c * c * measureUnit;
        HeavyFit scaled = Heavy.Fit([.. returns.Select(r => c * r)], [.. measures.Select(x => m * x)]);
        Assert.True(fit.IsConverged && scaled.IsConverged);
        Assert.Equal(fit.Variance.Parameters.Beta, scaled.Variance.Parameters.Beta, 1e-7);
        Assert.Equal(fit.Variance.Parameters.Alpha, scaled.Variance.Parameters.Alpha * measureUnit, 1e-7);
        Assert.Equal(fit.Measure.Estimates[1].Robust!.Value, scaled.Measure.Estimates[1].Robust!.Value, 1e-6);
        Assert.Equal(fit.State.NextVariance, scaled.State.NextVariance / (c * c), 1e-7 * fit.State.NextVariance);
        Assert.Equal(fit.Variance.LogLikelihood - (1500 * Math.Log(c)), scaled.Variance.LogLikelihood, 1e-5);
    }

    [Fact]
    public void Streaming_AfterTheFit_HasTheBitsOfTheBatch()
    {
        (double[] returns, double[] measures) = Simulate(6, 900);
        HeavyFit fit = Heavy.Fit(returns, measures);
        HeavyState state = new(fit.Variance.Parameters, fit.Measure.Parameters, fit.Variance.Start, fit.StartMeasure);
        for (int t = 0; t < measures.Length; t++)
        {
            Assert.Equal((fit.Variances[t], fit.Measures[t]), (state.NextVariance, state.NextMeasure));
            state = state.Append(measures[t]);
        }

        Assert.Equal(fit.State, state);
        Assert.Throws<ArgumentOutOfRangeException>(() => state.Append(double.NaN));
    }

    /// <summary>Mean of 100,000 simulated futures, within four standard errors at every step.</summary>
    [Fact]
    public void VariancePath_Simulated_IsTheMeanOfManyPaths()
    {
        HeavyState start = new(TrueVariance, TrueMeasure, 4, 5);
        const int paths = 100_000, steps = 6;
        double[] sums = new double[steps], squares = new double[steps];
        SeededGenerator generator = new(9);
        for (int i = 0; i < paths; i++)
        {
            HeavyState state = start;
            for (int k = 0; k < steps; k++)
            {
                sums[k] += state.NextVariance;
                squares[k] += state.NextVariance * state.NextVariance;
                state = state.Append(Measure(generator, state.NextMeasure));
            }
        }

        double[] path = start.VariancePath(steps);
        for (int k = 0; k < steps; k++)
        {
            double mean = sums[k] / paths, error = Math.Sqrt(Math.Max(0, (squares[k] / paths) - (mean * mean)) / paths);
            Assert.Equal(mean, path[k], (4 * error) + (1e-9 * mean));
        }

        double level = TrueMeasure.Omega / (1 - TrueMeasure.Alpha - TrueMeasure.Beta);
        double limit = (TrueVariance.Omega + (TrueVariance.Alpha * level)) / (1 - TrueVariance.Beta);
        Assert.Equal(limit, start.VariancePath(2000)[^1], 1e-9);
    }

    /// <summary>Returns that the measure says nothing about, and a measure without a level to return to.</summary>
    [Fact]
    public void Fit_SolutionOnABound_IsNamed()
    {
        SeededGenerator generator = new(11);
        double[] returns = Simulated.Normals(12, 2000);
        double[] measures = [.. returns.Select(_ => 0.2 + generator.NextUniform())];
        HeavyFit fit = Heavy.Fit(returns, measures);
        Assert.All(new[] { fit.Variance, fit.Measure }, e => Assert.True(
            e.Status is GarchStatus.Converged or GarchStatus.FlatDirection, $"{e.Status} {e.Message}"));
        double last = 1;
        double[] walk = [.. returns.Select(_ => last *= Math.Exp(0.2 * Simulated.Normal(generator)))];
        HeavyFit wandering = Heavy.Fit(returns, walk);
        Assert.Contains("persistence", wandering.Measure.ActiveConstraints);
    }

    [Fact]
    public void Fit_DegenerateInput_SaysSo()
    {
        double[] returns = Simulated.Normals(13, 200);
        Assert.Equal(GarchStatus.DegenerateData, Heavy.Fit(returns, [.. returns.Select(_ => 2.0)]).Variance.Status);
        Assert.Equal(GarchStatus.DegenerateData, Heavy.Fit(returns, new double[200]).Measure.Status);
        Assert.Equal(GarchStatus.DegenerateData, Heavy.Fit(new double[200], [.. returns.Select(r => r * r)]).Variance.Status);
        Assert.Equal(GarchStatus.DegenerateData, Heavy.Fit([], []).Variance.Status);
        Assert.Throws<ArgumentException>(() => Heavy.Fit([1, 2], [1]));
        Assert.Throws<ArgumentOutOfRangeException>(() => Heavy.Fit(returns, [.. returns]));
    }

    /// <summary>SPY 2002 to 2008: the realized measure tells more about the next return than its square does.</summary>
    [SharedFact]
    public void Fit_SpyReal_BeatsGarchInLikelihood()
    {
        string[][] rows = [.. File.ReadAllLines(SharedFolder.Path("data", "garch_daily", "spyreal_rugarch.csv"))
            .Select(l => l.Split(',').Select(c => c.Trim('"', ' ')).ToArray())];
        double[] Column(string name) => [.. rows.Skip(1).Select(r =>
            100 * double.Parse(r[Array.IndexOf(rows[0], name)], CultureInfo.InvariantCulture))];
        double[] returns = Column("SPY_OC");
        HeavyFit fit = Heavy.Fit(returns, Column("SPY_RK"));
        Assert.True(fit.IsConverged);
        GarchModelFit garch = GarchFamily.Fit(returns, new(GarchModel.Garch, Mean: GarchMean.Zero));
        output.WriteLine($"HEAVY {fit.Variance.LogLikelihood:F2}, GARCH {garch.LogLikelihood:F2}; {fit.Variance.Parameters}; "
            + $"measure {fit.Measure.Parameters}; n {returns.Length}");
        Assert.InRange(fit.Variance.LogLikelihood - garch.LogLikelihood, 44, 45);
    }

    private static double Measure(SeededGenerator generator, double mean)
    {
        double sum = 0;
        for (int i = 0; i < 10; i++)
        {
            double z = Simulated.Normal(generator);
            sum += z * z;
        }

        return mean * sum / 10;
    }

    private static (double[] Returns, double[] Measures) Simulate(int seed, int count)
    {
        SeededGenerator generator = new(seed);
        HeavyState state = new(TrueVariance, TrueMeasure, 0.65, 0.6);
        double[] returns = new double[count], measures = new double[count];
        for (int t = 0; t < count; t++)
        {
            returns[t] = Math.Sqrt(state.NextVariance) * Simulated.Normal(generator);
            measures[t] = Measure(generator, state.NextMeasure);
            state = state.Append(measures[t]);
        }

        return (returns, measures);
    }
}
