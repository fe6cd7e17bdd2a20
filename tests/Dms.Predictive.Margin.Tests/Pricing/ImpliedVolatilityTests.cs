using CsCheck;

namespace Dms.Predictive.Margin.Tests.Pricing;

public sealed class ImpliedVolatilityTests
{
    private const double Accuracy = 1e-13;
    private const double LargestCondition = 1e3;
    private const double SmallestPrice = 1e-300;
    private const double Ulp = 2.3e-16;
    private static readonly bool Long = Environment.GetEnvironmentVariable("DMS_LONG_TESTS") == "1";

    // x, s, b and the condition b/(s·b′), from 60-digit arithmetic (mpmath 1.3.0), rounded to the nearest double.
    private static readonly double[][] Reference =
    [
        [-0.35, 0.01, 3.208764437911233e-272, 0.00081],
        [-7e-10, 1.5, 0.5467452948962636, 1.2],
        [-0.0001, 6.93, 0.9994197697706789, 1.5e+02],
        [0.0, 0.001, 0.0003989422637788383, 1],
        [0.0, 0.038500000000000006, 0.01535832925278357, 1],
        [-0.155, 3.08, 0.8019708978540568, 2.1],
        [-0.5, 0.2, 0.0003991635029160602, 0.11],
        [-0.0031, 0.0007700000000000001, 4.902009869093011e-09, 0.053],
        [-28.0, 3.08, 5.1017733640437005e-21, 0.012],
        [-0.0001, 0.46199999999999997, 0.18263520240265363, 1],
        [-8.0, 4.0, 0.007428628231026415, 0.25],
        [-0.031, 4.0, 0.9391202627889845, 4.3],
        [-0.031, 1.155, 0.42109053429019155, 1.1],
        [0.0, 4.0, 0.9544997361036416, 4.4],
        [-0.031, 0.01, 2.6724618459221442e-06, 0.082],
        [-1.4, 1.5, 0.11922978788647864, 0.41],
        [-3.1e-05, 1.155, 0.43638276156643385, 1.1],
        [-0.62, 0.46199999999999997, 0.018869900749523116, 0.26],
        [-0.01, 0.01, 0.0008331480952708271, 0.34],
        [-3.1e-05, 0.05, 0.01992954022550867, 1],
        [-0.1, 0.2, 0.039458602641807, 0.56],
        [-1.4, 6.93, 0.4960644868251763, 74],
    ];

    [Fact]
    public void Deviation_ReferencePrices_GiveTheirDeviation() => Assert.All(Reference, row =>
    {
        double solved = ImpliedVolatility.Deviation(row[0], row[2])!.Value;
        Assert.Equal(1, solved / row[1], Math.Max(Accuracy, 4 * Ulp * row[3]));
        Assert.Equal(1, new NormalizedBlack(row[0], row[1]).Value / row[2], 1e-13 / Math.Min(1, row[3]));
    });

    // The price itself is a rounded number: half an ulp of it moves the deviation by condition/2 ulp, which alone is 1e-13
    // at the largest condition. Above 1e-13, at most a few such ulps are allowed.
    [Fact]
    public void Deviation_GridWithDeepWings_NeverFails()
    {
        int steps = Long ? 1_250 : 140;
        int checkedPoints = 0;
        List<string> failures = [];
        double worst = 0;
        for (int i = 0; i <= steps; i++)
        {
            double x = i == 0 ? 0 : -Math.Pow(10, -9 + (11.8 * i / steps));
            (double low, double high) = (Math.Max(-x / 40, 1e-6), 8 + (2 * Math.Sqrt(-2 * x)));
            for (int j = 0; j <= steps; j++)
            {
                double s = low * Math.Pow(high / low, (double)j / steps);
                NormalizedBlack b = new(x, s);
                (double value, double condition) = (b.Value, b.ValueOverSlope / s);
                if (!(value >= SmallestPrice && condition < LargestCondition && value < Math.Exp(x / 2)))
                {
                    continue;
                }

                checkedPoints++;
                double? solved = ImpliedVolatility.Deviation(x, value);
                double error = solved is double d ? Math.Abs((d / s) - 1) : double.NaN;
                worst = Math.Max(worst, error / Math.Max(Accuracy, 4 * Ulp * condition));
                if (!(error <= Math.Max(Accuracy, 4 * Ulp * condition)))
                {
                    failures.Add(FormattableString.Invariant($"x {x:R} s {s:R}: {error:E2}, condition {condition:E1}"));
                }
            }
        }

        Assert.True(failures.Count == 0, $"{failures.Count} of {checkedPoints}: {string.Join("; ", failures.Take(10))}");
        Assert.InRange(checkedPoints, Long ? 1_000_000 : 12_000, int.MaxValue);
    }

    // The formula F·N(d1) − K·N(d2) itself loses digits of small values; they are allowed for, through the condition.
    [Fact]
    public void Solve_PriceOfAVolatility_GivesItBack() => Gen.Select(
        Gen.Double[-6, 6], Gen.Double[0.02, 3], Gen.Double[0.01, 2], Gen.Double[-0.05, 0.1]).Sample(
            (moneyness, volatility, years, rate) =>
            {
                double s = volatility * Math.Sqrt(years);
                double forward = 100 * Math.Exp(moneyness * s);
                OptionQuote q = new(forward, 100, volatility, years, IsCall: moneyness < 0);
                OptionGreeks g = Black76.Greeks(q, rate);
                double solved = ImpliedVolatility.Solve(g.Price, q, rate)!.Value;
                double condition = Math.Abs(g.Delta) * forward / (g.Vega * volatility);
                Assert.Equal(1, solved / volatility, Math.Max(Accuracy, (6 + (moneyness * moneyness)) * Ulp * condition));
            },
            iter: 5000);

    // The slope identity needs no constant: b(s(1 + ε)) must grow by ε·s·G, and ln b ≈ −x²/2s² far out.
    [Theory]
    [InlineData(1e-20)]
    [InlineData(1e-100)]
    [InlineData(1e-300)]
    public void Solve_TinyPrice_IsFoundAndGrowsWithThePrice(double price)
    {
        OptionQuote q = new(100, 200, 0, 0.1, true);
        double one = ImpliedVolatility.Solve(price, q, 0)!.Value;
        double ten = ImpliedVolatility.Solve(price * 10, q, 0)!.Value;
        Assert.InRange(ten / one, 1 + 1e-4, 1.2);
        double s = one * Math.Sqrt(0.1);
        double leading = -Math.Pow(Math.Log(0.5) / s, 2) / 2;
        Assert.InRange(Math.Log(price / 141.4) / leading, 1, 1.3);
    }

    [Theory]
    [InlineData(10, 110, true, 0.0)]
    [InlineData(0, 90, true, 0.0)]
    [InlineData(9.999, 110, true, null)]
    [InlineData(110, 110, true, null)]
    [InlineData(100, 90, false, null)]
    [InlineData(-1, 90, true, null)]
    [InlineData(double.NaN, 90, true, null)]
    public void Solve_EdgesOfTheBounds_AreNamed(double price, double forward, bool call, double? expected) =>
        Assert.Equal(expected, ImpliedVolatility.Solve(price, new(forward, 100, 0, 1, call), 0));
}
