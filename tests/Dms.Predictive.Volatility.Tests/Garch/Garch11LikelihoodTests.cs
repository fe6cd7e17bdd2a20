namespace Dms.Predictive.Volatility.Tests;

public class Garch11LikelihoodTests
{
    private static readonly double[] Theta = [0.03, 0.08, 0.12, 0.80];

    [Theory]
    [InlineData(GarchStart.Backcast, GarchMean.Constant)]
    [InlineData(GarchStart.Sample, GarchMean.Constant)]
    [InlineData(GarchStart.Sample, GarchMean.Zero)]
    public void Gradient_AgainstFivePointDifferences_AgreesToSevenDigits(GarchStart start, GarchMean mean)
    {
        Garch11Likelihood likelihood = new(Simulated.Garch(3, 700), new GarchFitOptions(mean, start));
        double[] gradient = new double[4];
        likelihood.Gradient(Theta, gradient);
        for (int i = 0; i < 4; i++)
        {
            double difference = FivePoint(i, theta => likelihood.Value(theta));
            Assert.True(Math.Abs(gradient[i] - difference) <= 1e-7 * Math.Max(1, Math.Abs(difference)),
                $"{i}: {gradient[i]:R} against {difference:R}");
        }
    }

    [Theory]
    [InlineData(GarchStart.Backcast)]
    [InlineData(GarchStart.Sample)]
    public void Hessian_AgainstDifferencesOfTheGradient_AgreesToEightDigits(GarchStart start)
    {
        Garch11Likelihood likelihood = new(Simulated.Garch(3, 700), new GarchFitOptions(Start: start));
        double[] gradient = new double[4], hessian = new double[16], scratch = new double[4];
        likelihood.Curvature(Theta, gradient, hessian);
        for (int i = 0; i < 16; i++)
        {
            double difference = FivePoint(i / 4, theta =>
            {
                likelihood.Gradient(theta, scratch);
                return scratch[i % 4];
            });
            Assert.True(Math.Abs(hessian[i] - difference) <= 1e-8 * Math.Max(100, Math.Abs(difference)),
                $"{i}: {hessian[i]:R} against {difference:R}");
        }
    }

    [Fact]
    public void Passes_SamePoint_AgreeOnValueAndGradient()
    {
        Garch11Likelihood likelihood = new(Simulated.Garch(5, 333), new GarchFitOptions());
        double[] first = new double[4], second = new double[4], matrix = new double[16];
        double value = likelihood.Value(Theta);
        Assert.Equal(value, likelihood.Gradient(Theta, first, matrix), 1e-9);
        Assert.Equal(value, likelihood.Curvature(Theta, second, matrix), 1e-9);
        Assert.All(first.Zip(second), p => Assert.Equal(p.First, p.Second, 1e-9));
    }

    [Fact]
    public void Value_AgainstTermByTermSum_Agrees()
    {
        double[] returns = Simulated.Garch(8, 500);
        Garch11Parameters p = new(Theta[0], Theta[1], Theta[2], Theta[3]);
        Garch11Likelihood likelihood = new(returns, new GarchFitOptions());
        double[] h = Garch11.Filter(returns, p, p.Omega + (p.Persistence * likelihood.PresampleAt(p.Mu)));
        double sum = returns.Zip(h, (y, v) =>
            -0.5 * (Math.Log(2 * Math.PI) + Math.Log(v) + ((y - p.Mu) * (y - p.Mu) / v))).Sum();
        Assert.Equal(sum, likelihood.Value(Theta), 1e-9);
    }

    private static double FivePoint(int index, Func<double[], double> f)
    {
        const double Step = 2e-4;
        double At(double shift)
        {
            double[] theta = [.. Theta];
            theta[index] += shift * Step;
            return f(theta);
        }

        return (At(-2) - (8 * At(-1)) + (8 * At(1)) - At(2)) / (12 * Step);
    }
}
