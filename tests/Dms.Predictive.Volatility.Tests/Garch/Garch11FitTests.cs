namespace Dms.Predictive.Volatility.Tests;

public class Garch11FitTests
{
    [Theory]
    [InlineData(-6, GarchMean.Constant, GarchStart.Backcast)]
    [InlineData(-1, GarchMean.Constant, GarchStart.Sample)]
    [InlineData(6, GarchMean.Constant, GarchStart.Backcast)]
    [InlineData(6, GarchMean.Zero, GarchStart.Sample)]
    public void Fit_ScaledReturns_IsTheExactImage(int power, GarchMean mean, GarchStart start)
    {
        double[] returns = Simulated.Garch(11, 1500);
        double c = Math.Pow(10, power);
        GarchFit plain = Garch11.Fit(returns, new GarchFitOptions(mean, start));
        GarchFit scaled = Garch11.Fit([.. returns.Select(r => r * c)], new GarchFitOptions(mean, start));
        Assert.Equal(GarchStatus.Converged, scaled.Status);
        AssertRelative(plain.Parameters.Mu * c, scaled.Parameters.Mu, 1e-9);
        AssertRelative(plain.Parameters.Omega * c * c, scaled.Parameters.Omega, 1e-9);
        AssertRelative(plain.Parameters.Alpha, scaled.Parameters.Alpha, 1e-9);
        AssertRelative(plain.Parameters.Beta, scaled.Parameters.Beta, 1e-9);
        Assert.Equal(plain.LogLikelihood - (returns.Length * Math.Log(c)), scaled.LogLikelihood, 1e-6);
        double error = plain.StandardErrors!.Robust.Omega!.Value * c * c;
        AssertRelative(error, scaled.StandardErrors!.Robust.Omega!.Value, 1e-7);
    }

    [Fact]
    public void Fit_NegatedReturns_FlipsTheMeanOnly()
    {
        double[] returns = Simulated.Garch(12, 1500);
        Garch11Parameters plain = Garch11.Fit(returns).Parameters;
        Garch11Parameters negated = Garch11.Fit([.. returns.Select(r => -r)]).Parameters;
        AssertRelative(-plain.Mu, negated.Mu, 1e-9);
        AssertRelative(plain.Omega, negated.Omega, 1e-9);
        AssertRelative(plain.Beta, negated.Beta, 1e-9);
    }

    [Fact]
    public void Fit_SimulatedLaw_CoversTheTruth()
    {
        int covered = 0;
        const int Runs = 200;
        for (int run = 0; run < Runs; run++)
        {
            GarchFit fit = Garch11.Fit(Simulated.Garch(1000 + run, 4000));
            Assert.Equal(GarchStatus.Converged, fit.Status);
            double z = (fit.Parameters.Alpha - Simulated.Typical.Alpha) / fit.StandardErrors!.Robust.Alpha!.Value;
            covered += Math.Abs(z) < 1.959964 ? 1 : 0;
        }

        Assert.InRange(covered / (double)Runs, 0.92, 0.98);
    }

    [Fact]
    public void Fit_Twice_SameBits()
    {
        double[] returns = Simulated.Garch(13, 3000);
        Assert.Equal(Garch11.Fit(returns).Parameters, Garch11.Fit(returns).Parameters);
    }

    [Fact]
    public void Fit_WithoutStandardErrors_SameParametersAndNone()
    {
        double[] returns = Simulated.Garch(14, 1000);
        GarchFit fit = Garch11.Fit(returns, new GarchFitOptions(StandardErrors: false));
        Assert.Null(fit.StandardErrors);
        Assert.Equal(Garch11.Fit(returns).Parameters, fit.Parameters);
    }

    [Fact]
    public void Fit_IntegratedLaw_ReportsTheConstraintAndStaysInside()
    {
        double[] returns = Simulated.Garch(4, 6000, new(0, 0.02, 0.25, 0.75));
        GarchFit fit = Garch11.Fit(returns, new GarchFitOptions(GarchMean.Zero));
        Assert.Equal(GarchStatus.Converged, fit.Status);
        Assert.True(fit.Parameters.Persistence <= 1);
        Assert.True(fit.Parameters.Persistence == 1 == fit.ActiveConstraints.Contains("persistence"));
    }

    [Fact]
    public void Fit_WhiteNoise_ErrorsOnBoundsAreNullWithReason()
    {
        SeededGenerator generator = new(21);
        for (int run = 0; run < 20; run++)
        {
            double[] returns = [.. Enumerable.Range(0, 500).Select(_ => Simulated.Normal(generator))];
            GarchFit fit = Garch11.Fit(returns);
            bool onBound = fit.ActiveConstraints.Contains("alpha");
            Assert.Equal(onBound, fit.StandardErrors!.Robust.Alpha is null);
            Assert.True(!onBound || fit.StandardErrors.Reason!.Contains("alpha", StringComparison.Ordinal));
        }
    }

    [Fact]
    public void Fit_LongMinuteSeries_FewPasses()
    {
        GarchFit fit = Garch11.Fit(Simulated.Garch(5, 100_000), new GarchFitOptions(StandardErrors: false));
        Assert.Equal(GarchStatus.Converged, fit.Status);
        Assert.InRange(fit.Evaluations, 1, 150);
    }

    public static TheoryData<string, double[]> Nonsense => new()
    {
        { "constant", [.. Enumerable.Repeat(0.5, 500)] },
        { "zeros", new double[500] },
        { "none", [] },
        { "short", [0.1, -0.2, 0.3, -0.1, 0.2] },
        { "one outlier", [.. new double[499], 1.0] },
        { "dominant", [.. Enumerable.Range(0, 499).Select(i => i % 2 == 0 ? 0.01 : -0.01), 100.0] },
        { "underflow", [.. Enumerable.Range(0, 499).Select(i => i % 2 == 0 ? 1e-200 : -1e-200)] },
    };

    [Theory]
    [MemberData(nameof(Nonsense))]
    public void Fit_DegenerateReturns_SaysSo(string name, double[] returns)
    {
        GarchFit fit = Garch11.Fit(returns);
        Assert.True(fit.Status == GarchStatus.DegenerateData, name);
        Assert.NotNull(fit.Message);
    }

    [Fact]
    public void Fit_NonFiniteReturn_RefusedWithItsPlace()
    {
        double[] returns = Simulated.Garch(1, 100);
        returns[37] = double.NaN;
        string message = Assert.Throws<ArgumentException>(() => Garch11.Fit(returns)).Message;
        Assert.Contains("37", message, StringComparison.Ordinal);
    }

    private static void AssertRelative(double expected, double actual, double tolerance) =>
        Assert.True(Math.Abs(actual - expected) <= tolerance * Math.Abs(expected), $"{actual:R} against {expected:R}");
}
