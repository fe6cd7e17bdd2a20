using MathNet.Numerics.LinearAlgebra;
using Xunit.Abstractions;

namespace Dms.Predictive.Volatility.Tests;

public sealed class DccTests(ITestOutputHelper output)
{
    [Theory]
    [InlineData(0)]
    [InlineData(40)]
    public void Gradient_BothParameters_EqualsFivePointDifference(int missing)
    {
        double[] rows = Simulate(3, 400, Equal(4, 0.4), (0.05, 0.9));
        for (int t = 0; t < missing; t++)
        {
            rows[t * 37] = double.NaN;
        }

        double[] mean = Equal(4, 0.35).Values.ToArray();
        DccObjective objective = new(rows, 4, [[0, 1, 2, 3], [1, 3]], (_, _) => mean, corrected: false);
        double[] theta = [0.06, 0.85], gradient = new double[2];
        objective.Gradient(theta, gradient, default);
        for (int j = 0; j < 2; j++)
        {
            const double step = 1e-4;
            double At(double move) => objective.Value([.. theta.Select((x, i) => i == j ? x + (move * step) : x)]);
            double difference = (At(-2) - (8 * At(-1)) + (8 * At(1)) - At(2)) / (12 * step);
            Assert.Equal(difference, gradient[j], 1e-6 * Math.Max(1, Math.Abs(difference)));
        }
    }

    /// <summary>Determinants and inverses by another library, correlations from the streaming state.</summary>
    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void LogLikelihood_AtTheEstimates_EqualsAPlainSumOverTheState(bool corrected)
    {
        double[] rows = Simulate(4, 500, Equal(3, 0.5), (0.05, 0.9));
        DccFit fit = Dcc.Fit(rows, 3, new(corrected));
        Assert.Equal(GarchStatus.Converged, fit.Status);
        DccState state = fit.Start();
        double sum = 0;
        for (int t = 0; t < rows.Length; t += 3)
        {
            double[] values = state.Next.Values.ToArray();
            Matrix<double> r = Matrix<double>.Build.Dense(3, 3, (i, j) => values[(i * 3) + j]);
            Vector<double> u = Vector<double>.Build.Dense(rows[t..(t + 3)]);
            sum -= 0.5 * (Math.Log(r.Determinant()) + u.DotProduct(r.Inverse() * u) - u.DotProduct(u));
            state.Append(rows.AsSpan(t, 3));
        }

        Assert.Equal(sum, fit.LogLikelihood, 1e-8);
    }

    /// <summary>Six simulated series; the mean estimate lies within four of its standard errors of the truth. The
    /// likelihood of all assets, that of neighbouring pairs, and the corrected model on its own kind of data.</summary>
    [Theory]
    [InlineData(false, 50)]
    [InlineData(false, 3)]
    [InlineData(true, 50)]
    public void Fit_SimulatedSeries_RecoversBothParameters(bool corrected, int compositeAbove)
    {
        const int series = 6;
        (double a, double b) = (0.05, 0.9);
        DccFit[] fits = [.. Enumerable.Range(40, series).Select(seed => Dcc.Fit(
            Simulate(seed, 2000, Equal(4, 0.4), (a, b), corrected), 4, new(corrected, CompositeAbove: compositeAbove)))];
        Assert.All(fits, f => Assert.Equal((GarchStatus.Converged, compositeAbove < 4), (f.Status, f.IsComposite)));
        Check(fits.Select(f => f.A), a);
        Check(fits.Select(f => f.B), b);
        Check(fits.Select(f => f.Mean[0, 1]), 0.4);

        void Check(IEnumerable<double> found, double truth)
        {
            double mean = found.Average();
            double error = Math.Sqrt(found.Average(x => Math.Pow(x - mean, 2)) / (series - 1));
            output.WriteLine($"{truth}: {mean:F4} +- {error:F4}");
            Assert.Equal(truth, mean, 4 * error);
        }
    }

    [Fact]
    public void Fit_MoreThanFiftyAssets_UsesPairsAndFindsTheMemory()
    {
        DccFit fit = Dcc.Fit(Simulate(5, 500, Equal(52, 0.4), (0.03, 0.95)), 52);
        Assert.Equal((GarchStatus.Converged, true), (fit.Status, fit.IsComposite));
        Assert.InRange(fit.A, 0.02, 0.04);
        Assert.InRange(fit.B, 0.92, 0.97);
        NearestCorrelationTests.IsValid(fit.Mean);
    }

    [Fact]
    public void State_AnyRows_GivesCorrelationMatricesThatForgetTowardTheMean()
    {
        DccFit fit = Dcc.Fit(Simulate(6, 600, Equal(5, 0.3), (0.08, 0.85)), 5);
        DccState state = fit.Start();
        SeededGenerator generator = new(7);
        for (int t = 0; t < 300; t++)
        {
            double[] row = [.. Enumerable.Range(0, 5).Select(_ => 5 * Simulated.Normal(generator))];
            row[t % 5] = t % 7 == 0 ? double.NaN : row[t % 5];
            state.Append(row);
            NearestCorrelationTests.IsValid(state.Next);
            double[] w = [.. Enumerable.Range(0, 5).Select(_ => Simulated.Normal(generator))];
            Assert.True(state.Next.PortfolioVariance(w, [1, 2, 3, 4, 5]) >= 0);
        }

        Assert.Equal(state.Next.Values.ToArray(), state.Ahead(1).Values.ToArray());
        Assert.All(state.Ahead(5000).Values.ToArray().Zip(fit.Mean.Values.ToArray()),
            p => Assert.Equal(p.Second, p.First, 1e-9));
        Assert.Throws<ArgumentException>(() => state.Append([1, 2]));
    }

    [Fact]
    public void Fit_ConstantCorrelation_FindsNoNews()
    {
        double[] rows = Simulate(8, 3000, Equal(3, 0.5), (0, 0));
        DccFit fit = Dcc.Fit(rows, 3);
        Assert.True(fit.Status is GarchStatus.Converged or GarchStatus.FlatDirection, fit.Message);
        Assert.True(fit.A < 0.02, $"{fit.A}");
        Assert.Equal(0.5, fit.Mean[0, 2], 0.06);
    }

    [Fact]
    public void Fit_TooFewCommonBars_SaysSo()
    {
        double[] rows = Simulate(9, 350, Equal(3, 0.5), (0.05, 0.9));
        for (int t = 0; t < 350; t++)
        {
            rows[3 * t] = t < 160 ? double.NaN : rows[3 * t];
        }

        DccFit fit = Dcc.Fit(rows, 3);
        Assert.Equal(GarchStatus.DegenerateData, fit.Status);
        Assert.Contains("190 common bars", fit.Message, StringComparison.Ordinal);
        Assert.Throws<ArgumentException>(() => Dcc.Fit([1, 2, 3], 2));
        Assert.Throws<ArgumentOutOfRangeException>(() => Dcc.Fit([1, 2, 3], 1));
    }

    /// <summary>GARCH returns with dynamic correlations: both steps come back, and the portfolio's variance is that of
    /// the true state within its estimation error.</summary>
    [Fact]
    public void TwoStep_SimulatedMarket_RecoversVariancesAndCorrelations()
    {
        const int bars = 4000;
        Garch11Parameters law = new(0, 0.05, 0.10, 0.85);
        double[] shocks = Simulate(12, bars, Equal(3, 0.5), (0.05, 0.9)), returns = new double[shocks.Length];
        double[] h = [1, 1, 1];
        DccState truth = new(Equal(3, 0.5), (0.05, 0.9), false);
        for (int t = 0; t < returns.Length; t++)
        {
            returns[t] = Math.Sqrt(h[t % 3]) * shocks[t];
            h[t % 3] = law.Omega + (law.Alpha * returns[t] * returns[t]) + (law.Beta * h[t % 3]);
        }

        for (int t = 0; t < shocks.Length; t += 3)
        {
            truth.Append(shocks.AsSpan(t, 3));
        }

        DccTwoStep fit = DccTwoStep.Fit(returns, 3);
        Assert.Equal(GarchStatus.Converged, fit.Correlation.Status);
        Assert.All(fit.Variances, f => Assert.Equal(0.85, f["beta"].Value!.Value, 4 * f["beta"].Robust!.Value));
        Assert.InRange(fit.Correlation.A, 0.03, 0.07);
        Assert.InRange(fit.Correlation.B, 0.84, 0.95);
        foreach (double[] book in (double[][])[[1, 1, 1], [1, -1, 0], [2, -1, -1]])
        {
            double expected = truth.Next.PortfolioVariance(book, [.. h.Select(Math.Sqrt)]);
            Assert.Equal(expected, fit.NextPortfolioVariance(book), 0.15 * expected);
        }

        double[] still = [.. returns.Select((r, i) => i % 3 == 1 ? 0 : r)];
        DccTwoStep refused = DccTwoStep.Fit(still, 3);
        Assert.Contains("asset 1", refused.Correlation.Message, StringComparison.Ordinal);
        Assert.Throws<InvalidOperationException>(() => refused.NextPortfolioVariance([1, 1, 1]));
    }

    private static CorrelationMatrix Equal(int size, double r) => NearestCorrelation.Of(
        [.. Enumerable.Range(0, size * size).Select(i => i % (size + 1) == 0 ? 1 : r)], size).Matrix;

    private static double[] Simulate(
        int seed, int bars, CorrelationMatrix mean, (double A, double B) theta, bool corrected = false)
    {
        int n = mean.Size;
        SeededGenerator generator = new(seed);
        DccState state = new(mean, theta, corrected);
        double[] rows = new double[bars * n];
        double[] factor = new double[n * n];
        for (int t = 0; t < bars; t++)
        {
            state.Next.Values.CopyTo(factor);
            Assert.True(SmallCholesky.TryFactor(factor, n, 1e-14));
            double[] z = [.. Enumerable.Range(0, n).Select(_ => Simulated.Normal(generator))];
            for (int i = 0; i < n; i++)
            {
                for (int j = 0; j <= i; j++)
                {
                    rows[(t * n) + i] += factor[(i * n) + j] * z[j];
                }
            }

            state.Append(rows.AsSpan(t * n, n));
        }

        return rows;
    }
}
