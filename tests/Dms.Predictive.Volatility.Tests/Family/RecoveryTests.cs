using Dms.Predictive.Serving.Tests;

namespace Dms.Predictive.Volatility.Tests;

/// <summary>Simulate, fit, and see how often the 95 % interval covers the truth.</summary>
public class RecoveryTests
{
    private const int Runs = 200;

    [LongFact]
    public void Fit_SimulatedGarch_IntervalsCoverTheTruth() => AssertCovers(
        GarchModel.Garch, GarchDistribution.Normal, new() { ["omega"] = 0.05, ["alpha"] = 0.1, ["beta"] = 0.85 });

    [LongFact]
    public void Fit_SimulatedGjrStudent_IntervalsCoverTheTruth() => AssertCovers(
        GarchModel.Gjr,
        GarchDistribution.StudentT,
        new() { ["omega"] = 0.05, ["alpha"] = 0.06, ["gamma"] = 0.1, ["beta"] = 0.82, ["nu"] = 7 });

    private static void AssertCovers(
        GarchModel model, GarchDistribution distribution, Dictionary<string, double> truth)
    {
        Dictionary<string, int> covered = truth.Keys.ToDictionary(k => k, _ => 0);
        int judged = 0;
        for (int run = 0; run < Runs; run++)
        {
            GarchModelFit fit = GarchFamily.Fit(Simulate(1000 + run, 3000, truth), new(model, distribution));
            if (fit.Status != GarchStatus.Converged || fit.Parameters.Any(p => p.Hessian is null))
            {
                continue;
            }

            judged++;
            foreach ((string name, double value) in truth)
            {
                covered[name] += Math.Abs(fit[name].Value!.Value - value) <= 1.96 * fit[name].Hessian ? 1 : 0;
            }
        }

        Assert.True(judged >= Runs * 0.97, $"{judged} of {Runs} fits have errors");
        Assert.All(covered, c => Assert.True(
            c.Value >= 0.90 * judged && c.Value <= 0.98 * judged, $"{c.Key}: {c.Value} of {judged}"));
    }

    private static double[] Simulate(int seed, int count, Dictionary<string, double> truth)
    {
        SeededGenerator generator = new(seed);
        double h = 1;
        double[] returns = new double[count];
        for (int t = -500; t < count; t++)
        {
            double z = Simulated.Normal(generator);
            if (truth.TryGetValue("nu", out double nu))
            {
                double chi = Enumerable.Range(0, (int)nu).Sum(_ => Math.Pow(Simulated.Normal(generator), 2));
                z *= Math.Sqrt((nu - 2) / chi);
            }

            double e = Math.Sqrt(h) * z;
            h = truth["omega"] + ((truth["alpha"] + (e < 0 ? truth.GetValueOrDefault("gamma") : 0)) * e * e)
                + (truth["beta"] * h);
            if (t >= 0)
            {
                returns[t] = e;
            }
        }

        return returns;
    }
}
