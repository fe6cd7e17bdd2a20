namespace Dms.Predictive.Volatility.Tests;

/// <summary>Numbers from independent sources; see the case files for origin.</summary>
public class Garch11GoldenTests
{
    [SharedFact]
    public void Fit_FiorentiniBenchmark_ParametersToEightDigits()
    {
        GarchCase benchmark = GarchCases.Fcp();
        GarchFit fit = Garch11.Fit(benchmark.Returns, new GarchFitOptions(Start: GarchStart.Sample));
        Garch11Parameters expected = benchmark.Parameters;
        Assert.Equal(GarchStatus.Converged, fit.Status);
        Assert.True(Lre(fit.Parameters.Mu, expected.Mu) >= 8);
        Assert.True(Lre(fit.Parameters.Omega, expected.Omega) >= 8);
        Assert.True(Lre(fit.Parameters.Alpha, expected.Alpha) >= 8);
        Assert.True(Lre(fit.Parameters.Beta, expected.Beta) >= 8);
        Assert.True(Math.Abs(fit.LogLikelihood - benchmark.LogLikelihood) < 1e-8);
    }

    [SharedFact]
    public void Fit_FiorentiniBenchmark_ThreeSetsOfErrorsToSixDigits()
    {
        GarchCase benchmark = GarchCases.Fcp();
        GarchFit fit = Garch11.Fit(benchmark.Returns, new GarchFitOptions(Start: GarchStart.Sample));
        AssertErrors(benchmark, "hessian", fit.StandardErrors!.Hessian, 6);
        AssertErrors(benchmark, "opg", fit.StandardErrors.Opg, 6);
        AssertErrors(benchmark, "robust", fit.StandardErrors.Robust, 6);
    }

    [SharedFact]
    public void Fit_GoldenSeries_MatchReference()
    {
        foreach (GarchCase golden in GarchCases.Normal("golden.json"))
        {
            GarchFit fit = Garch11.Fit(golden.Returns, new GarchFitOptions(Start: golden.Start));
            Garch11Parameters expected = golden.Parameters;
            Assert.Equal(GarchStatus.Converged, fit.Status);
            Assert.True(Math.Abs(fit.LogLikelihood - golden.LogLikelihood) < 1e-6, golden.Id);
            Assert.True(Lre(fit.Parameters.Mu, expected.Mu) >= 6, golden.Id);
            Assert.True(Lre(fit.Parameters.Omega, expected.Omega) >= 6, golden.Id);
            Assert.True(Lre(fit.Parameters.Alpha, expected.Alpha) >= 6, golden.Id);
            Assert.True(Lre(fit.Parameters.Beta, expected.Beta) >= 6, golden.Id);
            AssertErrors(golden, "robust", fit.StandardErrors!.Robust, 3);
            double[] path = Garch11.Path(fit.NextVariance, fit.Parameters, 5);
            Assert.All(path.Zip(golden.ForecastVariance), p => Assert.True(Lre(p.First, p.Second) >= 7, golden.Id));
        }
    }

    [SharedFact]
    public void Fit_CryptoWindows_NearBestKnownAndHonest()
    {
        foreach (GarchCase window in GarchCases.Normal("windows.json").Concat(GarchCases.Normal("simulated.json")))
        {
            GarchFit fit = Garch11.Fit(window.Returns);
            double gap = window.LogLikelihood - fit.LogLikelihood;
            Assert.True(gap <= 1e-4, $"{window.Id}: {fit.Status}, {gap} below the best known");
            Assert.True(fit.Status == GarchStatus.Converged, $"{window.Id}: {fit.Status} at the optimum");
        }
    }

    private static double Lre(double value, double reference) =>
        value == reference ? 16 : -Math.Log10(Math.Abs(value - reference) / Math.Abs(reference));

    private static void AssertErrors(GarchCase expected, string kind, ParameterErrors errors, double digits)
    {
        (string Name, double? Value)[] pairs =
            [("mu", errors.Mu), ("omega", errors.Omega), ("alpha", errors.Alpha), ("beta", errors.Beta)];
        foreach ((string name, double? value) in pairs)
        {
            double reached = Lre(value!.Value, expected.Error(kind, name));
            Assert.True(reached >= digits, $"{expected.Id} {kind} {name}: {reached:F2} digits");
        }
    }
}
