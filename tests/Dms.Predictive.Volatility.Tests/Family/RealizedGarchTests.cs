using System.Globalization;
using System.Text.Json;

namespace Dms.Predictive.Volatility.Tests;

public class RealizedGarchTests
{
    [Fact]
    public void Gradient_EveryParameter_EqualsFivePointDifference()
    {
        (double[] returns, double[] realized) = Simulate(7, 400);
        double[] logs = [.. realized.Select(x => Math.Log(x))];
        RealizedGarchObjective objective = new(
            StandardizedReturns.From(returns, GarchMean.Constant).Values, logs, GarchMean.Constant);
        double[] theta = [0.01, 0.03, 0.35, 0.55, -0.1, 0.95, -0.06, 0.08, 0.45];
        double[] gradient = new double[theta.Length];
        objective.Gradient(theta, gradient);
        for (int j = 0; j < theta.Length; j++)
        {
            double step = 1e-3 * Math.Max(0.05, Math.Abs(theta[j]));
            double At(double move) => objective.Value([.. theta.Select((x, i) => i == j ? x + (move * step) : x)]);
            double difference = (At(-2) - (8 * At(-1)) + (8 * At(1)) - At(2)) / (12 * step);
            Assert.Equal(difference, gradient[j], 1e-7 * Math.Max(1, Math.Abs(difference)));
        }
    }

    [SharedFact]
    public void Fit_SpyReal_MatchesTheReference()
    {
        string folder = SharedFolder.Path("vectors", "volatility");
        JsonElement golden = JsonElement.Parse(File.ReadAllText(Path.Combine(folder, "realgarch.json")));
        JsonElement input = golden.GetProperty("input");
        string[][] rows = [.. File.ReadAllLines(Path.Combine(folder, input.GetProperty("file").GetString()!))
            .Select(l => l.Split(',').Select(c => c.Trim('"', ' ')).ToArray())];
        double[] Column(string name)
        {
            int at = Array.IndexOf(rows[0], input.GetProperty(name).GetString());
            return [.. rows.Skip(1).Select(r => 100 * double.Parse(r[at], CultureInfo.InvariantCulture))];
        }

        RealizedGarchFit fit = RealizedGarch.Fit(Column("return"), Column("realized"));
        Assert.Equal(GarchStatus.Converged, fit.Joint.Status);
        Assert.Equal(golden.GetProperty("logLikelihood").GetDouble(), fit.Joint.LogLikelihood, 1e-6);
        Assert.Equal(golden.GetProperty("returnLogLikelihood").GetDouble(), fit.ReturnLogLikelihood, 1e-4);
        foreach (JsonProperty p in golden.GetProperty("parameters").EnumerateObject())
        {
            double expected = p.Value.GetDouble();
            Assert.Equal(expected, fit.Joint[p.Name].Value!.Value, 1e-6 * Math.Abs(expected));
            Assert.True(fit.Joint[p.Name].Robust > 0);
        }
    }

    [Theory]
    [InlineData(1e-6)]
    [InlineData(1e6)]
    public void Fit_ScaledData_ImageOfTheFit(double c)
    {
        (double[] returns, double[] realized) = Simulate(8, 1500);
        RealizedGarchFit fit = RealizedGarch.Fit(returns, realized);
        RealizedGarchFit scaled = RealizedGarch.Fit(
            [.. returns.Select(r => c * r)], [.. realized.Select(x => c * c * x)]);
        Assert.Equal(GarchStatus.Converged, scaled.Joint.Status);
        Assert.Equal(fit.Joint["beta"].Value!.Value, scaled.Joint["beta"].Value!.Value, 1e-7);
        Assert.Equal(fit.Joint["eta2"].Robust!.Value, scaled.Joint["eta2"].Robust!.Value, 1e-6);
        Assert.Equal(fit.Joint.NextVariance * c * c, scaled.Joint.NextVariance, 1e-7 * fit.Joint.NextVariance * c * c);
        Assert.Equal(
            fit.ReturnLogLikelihood - (returns.Length * Math.Log(c)), scaled.ReturnLogLikelihood, 1e-5);
    }

    [Fact]
    public void VariancePath_Simulated_MeanOfManyPaths()
    {
        (double[] returns, double[] realized) = Simulate(9, 2000);
        GarchModelFit fit = RealizedGarch.Fit(returns, realized).Joint;
        double[] path = RealizedGarch.VariancePath(fit, 3);
        Assert.Equal(fit.NextVariance, path[0], 1e-12 * path[0]);
        double Of(string name) => fit[name].Value!.Value;
        SeededGenerator generator = new(3);
        double sum = 0, squares = 0;
        const int paths = 200_000;
        for (int i = 0; i < paths; i++)
        {
            double log = Math.Log(fit.NextVariance);
            for (int k = 0; k < 2; k++)
            {
                double z = Simulated.Normal(generator), u = Of("lambda") * Simulated.Normal(generator);
                double x = Of("xi") + (Of("delta") * log) + (Of("eta1") * z) + (Of("eta2") * ((z * z) - 1)) + u;
                log = Of("omega") + (Of("beta") * log) + (Of("alpha") * x);
            }

            sum += Math.Exp(log);
            squares += Math.Exp(2 * log);
        }

        double mean = sum / paths, error = Math.Sqrt(((squares / paths) - (mean * mean)) / paths);
        Assert.True(Math.Abs(mean - path[2]) < 4 * error, $"{mean} ± {error} for {path[2]}");
    }

    [Fact]
    public void Fit_BadRealizedVariances_Refused()
    {
        (double[] returns, double[] realized) = Simulate(8, 200);
        Assert.Throws<ArgumentException>(() => RealizedGarch.Fit(returns, realized.AsSpan(1)));
        foreach (double bad in (double[])[0, -1, double.NaN, double.PositiveInfinity])
        {
            Assert.Throws<ArgumentException>(() => RealizedGarch.Fit(returns, [.. realized.Skip(1), bad]));
        }

        Assert.Equal(GarchStatus.DegenerateData, RealizedGarch.Fit(returns, [.. returns.Select(_ => 1.0)]).Joint.Status);
        Assert.Equal(GarchStatus.DegenerateData, RealizedGarch.Fit([], []).Joint.Status);
        Assert.Throws<ArgumentException>(() => GarchFamily.Fit(returns, new(GarchModel.Realized)));
    }

    private static (double[] Returns, double[] Realized) Simulate(int seed, int count)
    {
        SeededGenerator generator = new(seed);
        double log = 0, last = 0;
        double[] returns = new double[count], realized = new double[count];
        for (int t = 0; t < count; t++)
        {
            log = 0.05 + (0.55 * log) + (0.4 * last);
            double z = Simulated.Normal(generator), u = 0.4 * Simulated.Normal(generator);
            last = -0.15 + log - (0.06 * z) + (0.07 * ((z * z) - 1)) + u;
            (returns[t], realized[t]) = (z * Math.Exp(0.5 * log), Math.Exp(last));
        }

        return (returns, realized);
    }
}
