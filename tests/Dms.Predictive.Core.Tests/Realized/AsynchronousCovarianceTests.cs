using CsCheck;

namespace Dms.Predictive.Core.Tests;

/// <summary>Covariance on a common grid, on refresh times and from overlapping returns.</summary>
public sealed class AsynchronousCovarianceTests
{
    private static readonly Gen<(int Asset, int Step, double Move)[]> GenTicks =
        Gen.Select(Gen.Int[0, 1], Gen.Int[0, 3], Gen.Double[-1, 1]).Array[0, 60];

    [Fact]
    public void GridCovariance_ThreeAssets_EqualsTheSumOfOuterProducts()
    {
        double[] returns = SeededReturns.Normal(41, 3 * 500, 1, 0.25);
        RealizedCovariance streaming = new(3);
        for (int t = 0; t < 500; t++)
        {
            streaming.Append(returns.AsSpan(3 * t, 3));
        }

        RealizedCovariance batch = RealizedCovariance.Of(returns, 3);
        Assert.Equal(batch.Matrix, streaming.Matrix);
        for (int i = 0; i < 3; i++)
        {
            double[] own = Column(returns, i);
            RealizedMeasures alone = RealizedMeasures.Of(own);
            Assert.Equal(alone.RealizedVariance, batch.Matrix[(i * 3) + i]);
            Assert.Equal(alone.ZeroReturnShare, batch.ZeroReturnShares[i]);
            for (int j = 0; j < 3; j++)
            {
                Assert.Equal(batch.Matrix[(j * 3) + i], batch.Matrix[(i * 3) + j]);
                double expected = own.Zip(Column(returns, j), (x, y) => x * y).Sum();
                Assert.Equal(expected, batch.Matrix[(i * 3) + j], 1e-10);
            }
        }
    }

    [Fact]
    public void GridCovariance_WrongNumberOfReturns_IsRefused()
    {
        Assert.Throws<ArgumentException>(() => RealizedCovariance.Of([1, 2, 3], 2));
        Assert.Throws<ArgumentException>(() => new RealizedCovariance(2).Append([1]));
        Assert.Throws<ArgumentOutOfRangeException>(() => new RealizedCovariance(0));
    }

    /// <summary>The streaming sum against the definition, pair by pair, on ticks with ties.</summary>
    [Fact]
    public void HayashiYoshida_AnyTicks_EqualsTheDoubleSum() => GenTicks.Sample(moves =>
    {
        HayashiYoshida streaming = new();
        List<(long Time, double Price)>[] ticks = [[], []];
        long time = 0;
        double[] prices = [1, 2];
        foreach ((int asset, int step, double move) in moves)
        {
            time += step;
            if (ticks[asset].Count > 0 && ticks[asset][^1].Time == time)
            {
                continue;
            }

            prices[asset] += move;
            ticks[asset].Add((time, prices[asset]));
            Append(streaming, asset, time, prices[asset]);
        }

        Assert.Equal(DoubleSum(ticks[0], ticks[1]), streaming.Current.Value, 1e-12 * (1 + moves.Length));
        Assert.Equal(ticks.Sum(t => Math.Max(0, t.Count - 1)), streaming.Current.Count);
    });

    [Fact]
    public void HayashiYoshida_CommonTimes_IsTheGridCovariance()
    {
        double[] returns = SeededReturns.Normal(43, 2 * 400);
        HayashiYoshida streaming = new();
        double first = 0, second = 0;
        Append(streaming, 0, 0, first);
        Append(streaming, 1, 0, second);
        for (int t = 0; t < 400; t++)
        {
            (first, second) = (first + returns[2 * t], second + returns[(2 * t) + 1]);
            Append(streaming, t % 2, t + 1, t % 2 == 0 ? first : second);
            Append(streaming, 1 - (t % 2), t + 1, t % 2 == 0 ? second : first);
        }

        Assert.Equal(RealizedCovariance.Of(returns, 2).Matrix[1], streaming.Current.Value, 1e-10);
    }

    /// <summary>Two prices with correlation 0.6 seen at random times: sampling by the last price on a fast grid loses
    /// the correlation (Epps 1979), overlapping returns keep it (standard error about 0.006), refresh times keep most
    /// of it.</summary>
    [Fact]
    public void AsynchronousTrades_TrueCorrelation_SurvivesWithoutAGrid()
    {
        const double correlation = 0.6;
        const int steps = 1_000_000;
        Random random = new(47);
        HayashiYoshida overlapping = new();
        RefreshTimeSampler sampler = new(2);
        RealizedCovariance refreshed = new(2), grid = new(2);
        double[] price = [0, 0], seen = [0, 0], before = [0, 0], returns = [0, 0];
        for (int t = 1; t <= steps; t++)
        {
            double z = SeededReturns.Gaussian(random), w = SeededReturns.Gaussian(random);
            price[0] += z;
            price[1] += (correlation * z) + (Math.Sqrt(1 - (correlation * correlation)) * w);
            for (int i = 0; i < 2; i++)
            {
                if (random.NextDouble() < (i == 0 ? 0.2 : 0.1))
                {
                    seen[i] = price[i];
                    Append(overlapping, i, t, price[i]);
                    if (sampler.TryRefresh(i, new(t), price[i], returns))
                    {
                        refreshed.Append(returns);
                    }
                }
            }

            grid.Append([seen[0] - before[0], seen[1] - before[1]]);
            seen.CopyTo(before, 0);
        }

        Assert.Equal(correlation, overlapping.Current.Value / steps, 0.025);
        double fast = grid.Matrix[1] / Math.Sqrt(grid.Matrix[0] * grid.Matrix[3]);
        double slow = refreshed.Matrix[1] / Math.Sqrt(refreshed.Matrix[0] * refreshed.Matrix[3]);
        Assert.True(fast < 0.15, $"grid {fast}");
        Assert.InRange(slow, 0.35, 0.6);
        Assert.Equal(sampler.Refreshes - 1, refreshed.Count);
    }

    [Fact]
    public void RefreshTimes_SmallExample_ComeWhenAllHaveTraded()
    {
        RefreshTimeSampler sampler = new(2);
        double[] returns = [double.NaN, double.NaN];
        Assert.False(sampler.TryRefresh(0, new(1), 1, returns));
        Assert.False(sampler.TryRefresh(0, new(2), 2, returns));
        Assert.False(sampler.TryRefresh(1, new(3), 10, returns));
        Assert.Equal(1, sampler.Refreshes);
        Assert.False(sampler.TryRefresh(1, new(4), 11, returns));
        Assert.False(sampler.TryRefresh(1, new(5), 13, returns));
        Assert.True(sampler.TryRefresh(0, new(5), 7, returns));
        Assert.Equal([5, 3], returns);
        Assert.Equal((2, 6L), (sampler.Refreshes, sampler.Ticks));
    }

    [Fact]
    public void Ticks_OutOfOrder_AreRefused()
    {
        RefreshTimeSampler sampler = new(2);
        sampler.TryRefresh(0, new(5), 1, new double[2]);
        Assert.Throws<ArgumentException>(() => sampler.TryRefresh(1, new(4), 1, new double[2]));
        Assert.Throws<ArgumentException>(() => sampler.TryRefresh(1, new(6), 1, new double[3]));
        Assert.Throws<ArgumentOutOfRangeException>(() => sampler.TryRefresh(2, new(6), 1, new double[2]));
        HayashiYoshida pair = new();
        pair.AppendFirst(new(5), 1);
        Assert.Throws<ArgumentException>(() => pair.AppendFirst(new(5), 1));
        Assert.Throws<ArgumentException>(() => pair.AppendSecond(new(4), 1));
        Assert.Throws<ArgumentOutOfRangeException>(() => pair.AppendSecond(new(6), double.NaN));
    }

    private static double[] Column(double[] rows, int column) => [.. rows.Where((_, i) => i % 3 == column)];

    private static void Append(HayashiYoshida pair, int asset, long time, double price)
    {
        if (asset == 0)
        {
            pair.AppendFirst(new(time), price);
        }
        else
        {
            pair.AppendSecond(new(time), price);
        }
    }

    private static double DoubleSum(List<(long Time, double Price)> x, List<(long Time, double Price)> y)
    {
        double sum = 0;
        for (int i = 1; i < x.Count; i++)
        {
            for (int j = 1; j < y.Count; j++)
            {
                bool overlap = Math.Max(x[i - 1].Time, y[j - 1].Time) < Math.Min(x[i].Time, y[j].Time);
                sum += overlap ? (x[i].Price - x[i - 1].Price) * (y[j].Price - y[j - 1].Price) : 0;
            }
        }

        return sum;
    }
}
