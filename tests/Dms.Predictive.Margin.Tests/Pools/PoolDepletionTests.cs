using CsCheck;

namespace Dms.Predictive.Margin.Tests.Pools;

public sealed class PoolDepletionTests
{
    [Theory]
    [InlineData(100, 100, 0.15865525393145705)]
    [InlineData(200, 100, 0.022750131948179207)]
    [InlineData(0, 100, 0.5)]
    [InlineData(0, 0, 0)]
    [InlineData(100, 0, 0)]
    public void AtTheEnd_KnownTails_Match(double funds, double deviation, double expected)
    {
        Assert.Equal(expected, PoolDepletion.AtTheEnd(funds, deviation), 1e-15);
        Assert.Equal(2 * expected, PoolDepletion.AtAnyTime(funds, deviation), 2e-15);
    }

    // 40,000 walks of 400 steps. Between two steps below the funds a walk may still have crossed; the chance of that is
    // known in closed form for a Brownian bridge, so that the grid leaves no bias.
    [Fact]
    public void Chances_SimulatedPaths_Agree()
    {
        const int Paths = 40_000;
        const int Steps = 400;
        const double Funds = 1.2;
        Random random = new(20_260_302);
        double crossed = 0;
        int ended = 0;
        for (int path = 0; path < Paths; path++)
        {
            (double loss, double stayed) = (0, 1);
            for (int step = 0; step < Steps; step++)
            {
                double next = loss + (Normal(random) / Math.Sqrt(Steps));
                stayed *= next >= Funds
                    ? 0
                    : 1 - Math.Exp(-2 * (Funds - loss) * (Funds - next) * Steps);
                loss = next;
            }

            ended += loss > Funds ? 1 : 0;
            crossed += 1 - stayed;
        }

        Assert.InRange(ended / (double)Paths, Low(PoolDepletion.AtTheEnd(Funds, 1)), High(PoolDepletion.AtTheEnd(Funds, 1)));
        Assert.InRange(crossed / Paths, Low(PoolDepletion.AtAnyTime(Funds, 1)), High(PoolDepletion.AtAnyTime(Funds, 1)));

        static double Error(double p) => 4 * Math.Sqrt(p * (1 - p) / Paths);
        static double Low(double p) => p - Error(p);
        static double High(double p) => p + Error(p);
    }

    [Fact]
    public void YearsUntil_ChanceAtThatTime_IsTheOneAskedFor() =>
        Gen.Select(Gen.Double[1, 1e9], Gen.Double[-1e9, -1], Gen.Double[0.01, 3], Gen.Double[0.001, 0.999]).Sample(
            (funds, exposure, volatility, chance) =>
            {
                double years = PoolDepletion.YearsUntil(funds, exposure, volatility, chance);
                double deviation = -exposure * volatility * Math.Sqrt(years);
                Assert.Equal(chance, PoolDepletion.AtAnyTime(funds, deviation), 1e-12);
            });

    [Fact]
    public void YearsUntil_NothingMovesOrNothingIsLeft_IsNeverOrNow()
    {
        Assert.Equal(double.PositiveInfinity, PoolDepletion.YearsUntil(1, 0, 1, 0.5));
        Assert.Equal(double.PositiveInfinity, PoolDepletion.YearsUntil(1, 1, 0, 0.5));
        Assert.Equal(0, PoolDepletion.YearsUntil(0, 1, 1, 0.5));
        Assert.Throws<ArgumentOutOfRangeException>(() => PoolDepletion.YearsUntil(1, 1, 1, 1));
        Assert.Throws<ArgumentOutOfRangeException>(() => PoolDepletion.AtTheEnd(-1, 1));
        Assert.Throws<ArgumentOutOfRangeException>(() => PoolDepletion.AtTheEnd(1, double.NaN));
    }

    private static double Normal(Random random) =>
        Math.Sqrt(-2 * Math.Log(1 - random.NextDouble())) * Math.Cos(2 * Math.PI * random.NextDouble());
}
