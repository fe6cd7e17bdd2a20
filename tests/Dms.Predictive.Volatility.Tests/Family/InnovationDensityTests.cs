namespace Dms.Predictive.Volatility.Tests;

/// <summary>Each law integrates to one with mean 0 and variance 1, and its scores are its derivatives.</summary>
public class InnovationDensityTests
{
    public static TheoryData<GarchDistribution, double[]> Laws() => new()
    {
        { GarchDistribution.Normal, [] },
        { GarchDistribution.StudentT, [0.0] },
        { GarchDistribution.StudentT, [1e-5] },
        { GarchDistribution.StudentT, [0.0199] },
        { GarchDistribution.StudentT, [0.0201] },
        { GarchDistribution.StudentT, [0.2] },
        { GarchDistribution.SkewedT, [0.0, 0.3] },
        { GarchDistribution.SkewedT, [0.15, -0.4] },
        { GarchDistribution.GeneralizedError, [0.5] },
        { GarchDistribution.GeneralizedError, [0.8] },
        { GarchDistribution.GeneralizedError, [0.1] },
    };

    [Theory]
    [MemberData(nameof(Laws))]
    public void Density_Moments_AreStandard(GarchDistribution distribution, double[] shape)
    {
        InnovationDensity density = GarchFamily.Density(distribution);
        double mode = Mode(distribution, shape);
        double Whole(Func<double, double> g) => HalfLine(density, shape, mode, 1, g) + HalfLine(density, shape, mode, -1, g);
        Assert.Equal(1, Whole(_ => 1), 1e-10);
        Assert.Equal(0, Whole(z => z), 1e-10);
        Assert.Equal(1, Whole(z => z * z), 1e-10);
        double lower = mode >= 0
            ? HalfLine(density, shape, 0, -1, z => z * z)
            : 1 - HalfLine(density, shape, 0, 1, z => z * z);
        Assert.Equal(density.LowerVariance(shape), lower, 1e-8);
    }

    /// <summary>Where the skewed law changes its side; 0 for the symmetric ones.</summary>
    private static double Mode(GarchDistribution distribution, double[] shape)
    {
        if (distribution != GarchDistribution.SkewedT)
        {
            return 0;
        }

        (double k, double skew) = (shape[0], shape[1]);
        double[] peak = new double[1];
        GarchFamily.Density(GarchDistribution.StudentT).Log([0], [k], peak);
        double a = 4 * skew * Math.Exp(peak[0]) * (1 - (2 * k)) / (1 - k);
        return -a / Math.Sqrt(1 + (3 * skew * skew) - (a * a));
    }

    /// <summary>∫ g·f from the origin to infinity by the double-exponential rule.</summary>
    private static double HalfLine(
        InnovationDensity density, double[] shape, double origin, int direction, Func<double, double> g)
    {
        const double step = 1.0 / 128;
        double sum = 0;
        double[] log = new double[1];
        for (int i = -128 * 5; i <= 128 * 5; i++)
        {
            double x = i * step, far = Math.Exp(Math.PI / 2 * Math.Sinh(x));
            double z = origin + (direction * far);
            density.Log([z], shape, log);
            double term = step * far * Math.PI / 2 * Math.Cosh(x) * Math.Exp(log[0]) * g(z);
            sum += double.IsFinite(term) ? term : 0;
        }

        return sum;
    }

    [Theory]
    [MemberData(nameof(Laws))]
    public void Scores_AreDerivatives(GarchDistribution distribution, double[] shape)
    {
        InnovationDensity density = GarchFamily.Density(distribution);
        double[] log = new double[1], score = new double[1], perShape = new double[shape.Length];
        foreach (double z in (double[])[-6.1, -1.3, -0.02, 0.4, 2.7, 25])
        {
            density.Scores([z], shape, log, score, perShape);
            double At(double moved, double[] s)
            {
                double[] there = new double[1];
                density.Log([moved], s, there);
                return there[0];
            }

            double h = 1e-4 * Math.Max(0.01, Math.Abs(z));
            double perZ = (At(z - (2 * h), shape) - (8 * At(z - h, shape)) + (8 * At(z + h, shape))
                - At(z + (2 * h), shape)) / (12 * h);
            Assert.True(Math.Abs(perZ - score[0]) <= 1e-7 * Math.Max(1, Math.Abs(perZ)), $"z {z}: {perZ}, {score[0]}");
            for (int j = 0; j < shape.Length; j++)
            {
                double k = shape[j] == 0 ? 1e-4 : 1e-4 * Math.Abs(shape[j]);
                double[] Moved(double steps) => [.. shape.Select((s, i) => i == j ? s + (steps * k) : s)];
                double difference = shape[j] == 0 && j == 0
                    ? ((-25 * At(z, shape)) + (48 * At(z, Moved(1))) - (36 * At(z, Moved(2))) + (16 * At(z, Moved(3)))
                        - (3 * At(z, Moved(4)))) / (12 * k)
                    : (At(z, Moved(-2)) - (8 * At(z, Moved(-1))) + (8 * At(z, Moved(1))) - At(z, Moved(2))) / (12 * k);
                double allowed = 1e-6 * Math.Max(1, Math.Abs(difference));
                allowed = shape[j] is 0 or < 1e-4 ? Math.Max(allowed, 1e-3 * Math.Abs(difference)) : allowed;
                Assert.True(Math.Abs(difference - perShape[j]) <= allowed, $"z {z} shape {j}: {difference}, {perShape[j]}");
            }
        }
    }
}
