using Dms.Predictive.Core;
using Xunit.Abstractions;

namespace Dms.Predictive.Volatility.Tests;

public sealed class VarianceRegressorTests(ITestOutputHelper output)
{
    [Theory]
    [InlineData(GarchModel.Garch)]
    [InlineData(GarchModel.Gjr)]
    [InlineData(GarchModel.Egarch)]
    public void Gradient_EveryParameter_EqualsFivePointDifference(GarchModel model)
    {
        (double[] returns, double[] regressors) = Simulate(3, 400);
        VarianceRegressorObjective objective = new(returns, regressors, model, null, nonNegative: true);
        double[] whole = model == GarchModel.Egarch
            ? [0.0123, -0.02, 0.12, -0.06, 0.9, 0.05, 0.08]
            : [0.0123, 0.07, 0.08, 0.05, 0.75, 0.05, 0.08];
        double[] theta = [.. objective.Free.Select(j => whole[j])], gradient = new double[theta.Length];
        objective.Gradient(theta, gradient);
        for (int j = 0; j < theta.Length; j++)
        {
            // Small in μ, where |z| and the indicator have kinks.
            double step = objective.Free[j] == 0 ? 1e-6 : 1e-4 * Math.Max(0.05, Math.Abs(theta[j]));
            double At(double move) => objective.Value([.. theta.Select((x, i) => i == j ? x + (move * step) : x)]);
            double difference = (At(-2) - (8 * At(-1)) + (8 * At(1)) - At(2)) / (12 * step);
            Assert.Equal(difference, gradient[j], 1e-6 * Math.Max(1, Math.Abs(difference)));
        }
    }

    /// <summary>At π = 0 the likelihood is that of the model without regressors, by its own code.</summary>
    [Theory]
    [InlineData(GarchModel.Garch)]
    [InlineData(GarchModel.Gjr)]
    [InlineData(GarchModel.Egarch)]
    public void Fit_RegressorsThatSayNothing_StaysAtTheNestedModel(GarchModel model)
    {
        double[] returns = Simulated.Garch(21, 2000);
        double[] against = [.. Enumerable.Range(0, 2000).Select(t =>
            1 / (0.2 + (returns[Math.Max(0, t - 1)] * returns[Math.Max(0, t - 1)]) + Math.Abs(returns[t])))];
        VarianceRegressorFit fit = VarianceRegressors.Fit(returns, against, model, nonNegative: true);
        Assert.Equal(GarchStatus.Converged, fit.Status);
        Assert.True(fit.LikelihoodRatio > -1e-6, $"{fit.LikelihoodRatio}");
        if (fit.ActiveConstraints.Contains("pi1"))
        {
            Assert.Equal(0, fit["pi1"].Value!.Value);
            Assert.Equal(fit.Plain.LogLikelihood, fit.LogLikelihood, 1e-6);
            Assert.Equal(fit.Plain.NextVariance, fit.NextVariance, 1e-4 * fit.NextVariance);
            Assert.All(fit.Plain.Parameters, p => Assert.Equal(p.Value!.Value, fit[p.Name].Value!.Value, 1e-3));
        }
        else
        {
            Assert.Equal(GarchModel.Egarch, model);
        }
    }

    [Fact]
    public void Fit_SimulatedRegressors_RecoversTheirWeights()
    {
        const int series = 10;
        double[] truth = [0.05, 0.08, 0.8, 0.1, 0];
        VarianceRegressorFit[] fits = [.. Enumerable.Range(300, series).Select(seed =>
        {
            (double[] returns, double[] regressors) = Simulate(seed, 4000);
            return VarianceRegressors.Fit(returns, regressors, mean: GarchMean.Zero);
        })];
        Assert.All(fits, f => Assert.Equal(GarchStatus.Converged, f.Status));
        Assert.All(fits, f => Assert.True(f.LikelihoodRatio > 10));
        for (int j = 0; j < 4; j++)
        {
            double[] found = [.. fits.Select(f => f.Parameters[j].Value!.Value)];
            double mean = found.Average();
            double error = Math.Sqrt(found.Average(x => Math.Pow(x - mean, 2)) / (series - 1));
            Assert.Equal(truth[j], mean, 4 * error);
            int covered = fits.Count(f => f.Parameters[j].Robust is { } e
                && Math.Abs(f.Parameters[j].Value!.Value - truth[j]) < 1.96 * e);
            Assert.True(covered >= 7, $"{fits[0].Parameters[j].Name} covered {covered} of {series} times");
        }
    }

    [Theory]
    [InlineData(GarchModel.Gjr, 1e-3, 1e4)]
    [InlineData(GarchModel.Egarch, 1e3, 1e-5)]
    public void Fit_OtherUnits_IsTheImageOfTheFit(GarchModel model, double c, double unit)
    {
        (double[] returns, double[] regressors) = Simulate(8, 1500);
        VarianceRegressorFit fit = VarianceRegressors.Fit(returns, regressors, model, GarchMean.Zero);
        VarianceRegressorFit other = VarianceRegressors.Fit(
            [.. returns.Select(r => c * r)], [.. regressors.Select(w => unit * w)], model, GarchMean.Zero);
        Assert.Equal(GarchStatus.Converged, other.Status);
        double factor = (model == GarchModel.Egarch ? 1 : c * c) / unit;
        Assert.Equal(fit["pi1"].Value!.Value, other["pi1"].Value!.Value / factor, 1e-6);
        Assert.Equal(fit["pi1"].Robust!.Value, other["pi1"].Robust!.Value / factor, 1e-5);
        Assert.Equal(fit.NextVariance, other.NextVariance / (c * c), 1e-6 * fit.NextVariance);
        Assert.Equal(fit.LogLikelihood - (1500 * Math.Log(c)), other.LogLikelihood, 1e-5);
        double omega = model == GarchModel.Egarch
            ? fit["omega"].Value!.Value + ((1 - fit["beta"].Value!.Value) * 2 * Math.Log(c))
            : fit["omega"].Value!.Value * c * c;
        Assert.Equal(omega, other["omega"].Value!.Value, 1e-5 * Math.Max(Math.Abs(omega), c * c * 1e-3));
    }

    [Fact]
    public void Fit_EgarchWithASignedRegressor_FindsItsSign()
    {
        SeededGenerator generator = new(31);
        double log = 0, w = 0;
        double[] returns = new double[3000], regressors = new double[3000];
        for (int t = 0; t < returns.Length; t++)
        {
            double z = Simulated.Normal(generator);
            returns[t] = Math.Exp(0.5 * log) * z;
            regressors[t] = w = (0.5 * w) + Simulated.Normal(generator);
            log = (0.15 * (Math.Abs(z) - Math.Sqrt(2 / Math.PI))) + (0.9 * log) - (0.12 * w);
        }

        VarianceRegressorFit fit = VarianceRegressors.Fit(returns, regressors, GarchModel.Egarch);
        Assert.Equal(GarchStatus.Converged, fit.Status);
        FittedParameter pi = fit["pi1"];
        Assert.Equal(-0.12, pi.Value!.Value, 4 * pi.Robust!.Value);
        Assert.True(pi.Value < -4 * pi.Robust);
        Assert.Equal("fixed", fit["mu"].Reason);
        Assert.Equal(fit.Plain["mu"].Value!.Value, fit["mu"].Value!.Value, 1e-12);
    }

    [Fact]
    public void Fit_WrongInput_IsRefusedOrSaysSo()
    {
        double[] returns = Simulated.Normals(5, 300), ones = [.. returns.Select(_ => 1.0)];
        Assert.Equal(GarchStatus.DegenerateData, VarianceRegressors.Fit(returns, ones).Status);
        Assert.Equal(GarchStatus.DegenerateData, VarianceRegressors.Fit(new double[300], returns, nonNegative: false).Status);
        Assert.Throws<ArgumentException>(() => VarianceRegressors.Fit(returns, returns));
        Assert.Throws<ArgumentException>(() => VarianceRegressors.Fit(returns, ones.AsSpan(1)));
        Assert.Throws<ArgumentException>(() => VarianceRegressors.Fit(returns, [.. ones[1..], double.NaN]));
        Assert.Throws<ArgumentException>(() => VarianceRegressors.Fit(returns, ones, GarchModel.Figarch));
    }

    /// <summary>S&amp;P 500: yesterday's realized variance in a GARCH.</summary>
    [SharedFact]
    public void Fit_RealizedVarianceOfTheIndex_AddsToGarch()
    {
        (double[] returns, double[] variance, _) = RealizedDays.StandardAndPoor();
        VarianceRegressorFit fit = VarianceRegressors.Fit(returns.AsSpan(1), variance.AsSpan(1));
        output.WriteLine($"{fit.Plain.LogLikelihood:F2} -> {fit.LogLikelihood:F2}; "
            + string.Join(", ", fit.Parameters.Select(p => $"{p.Name} {p.Value:F4} ({p.Robust:F4})")));
        Assert.Equal(GarchStatus.Converged, fit.Status);
        Assert.True(fit.LikelihoodRatio > 100);
    }

    /// <summary>GARCH(0.05, 0.08, 0.80) with weight 0.1 on the first of two positive regressors.</summary>
    private static (double[] Returns, double[] Regressors) Simulate(int seed, int count)
    {
        SeededGenerator generator = new(seed);
        double[] returns = new double[count], regressors = new double[2 * count];
        double h = 1, level = 0;
        for (int t = 0; t < count; t++)
        {
            returns[t] = Math.Sqrt(h) * Simulated.Normal(generator);
            level = (0.8 * level) + (0.6 * Simulated.Normal(generator));
            regressors[2 * t] = Math.Exp(level);
            regressors[(2 * t) + 1] = generator.NextUniform();
            h = 0.05 + (0.08 * returns[t] * returns[t]) + (0.8 * h) + (0.1 * regressors[2 * t]);
        }

        return (returns, regressors);
    }
}
