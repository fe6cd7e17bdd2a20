using Dms.Predictive.Core;

namespace Dms.Predictive.Volatility.Tests;

public class LogPoolTests
{
    [Fact]
    public void Fit_InteriorOptimum_HasZeroGradient()
    {
        (double[][] members, double[] realized) = Market(3, 4000);
        LogPoolOptions options = new(0, Floor: 0, SumMin: 0, SumMax: 5);
        LogPoolWeights pool = LogPool.Fit(members, realized, options);
        double best = Loss(pool, members, realized, options.Ridge);
        Assert.All(pool.Weights, w => Assert.True(w > 0.01));
        for (int m = 0; m < 3; m++)
        {
            foreach (double shift in (double[])[-1e-3, 1e-3])
            {
                double[] moved = [.. pool.Weights];
                moved[m] += shift;
                Assert.True(Loss(pool with { Weights = moved }, members, realized, options.Ridge) > best);
            }
        }
    }

    [Fact]
    public void Fit_Intercept_IsTheQlikeScale()
    {
        (double[][] members, double[] realized) = Market(3, 2000);
        LogPoolWeights pool = LogPool.Fit(members, realized, new LogPoolOptions(0));
        double Combined(int t) => pool.Combine([.. members.Select(c => c[t])]);
        double[] forecast = [.. Enumerable.Range(0, 2000).Select(t => Math.Exp(Combined(t)))];
        Assert.Equal(1, QlikeScale.Of(realized, forecast), 1e-12);
    }

    [Fact]
    public void Fit_ManyMarkets_BeatsEveryFeasibleGridPoint()
    {
        for (int seed = 0; seed < 12; seed++)
        {
            (double[][] members, double[] realized) = Market(100 + seed, 400, scale: seed % 3 == 0 ? 3 : 1);
            LogPoolOptions options = new(seed % 3);
            LogPoolWeights pool = LogPool.Fit(members, realized, options);
            AssertFeasible(pool, options);
            double best = Loss(pool, members, realized, options.Ridge);
            for (double a = 0; a <= 1.1; a += 0.1)
            {
                for (double b = 0; a + b <= 1.1 + 1e-9; b += 0.1)
                {
                    for (double c = 0; a + b + c <= 1.1 + 1e-9; c += 0.1)
                    {
                        double[] weights = [a, b, c];
                        if (a + b + c >= options.SumMin && weights[options.FloorMember] >= options.Floor)
                        {
                            double loss = Loss(new(0, weights), members, realized, options.Ridge);
                            Assert.True(loss >= best - 1e-12, $"seed {seed}: {a} {b} {c}");
                        }
                    }
                }
            }
        }
    }

    [Fact]
    public void Fit_UselessFloorMember_KeepsItsFloor()
    {
        (double[][] members, double[] realized) = Market(5, 3000);
        SeededGenerator generator = new(9);
        members[0] = [.. members[0].Select(_ => 3 * Simulated.Normal(generator))];
        LogPoolWeights pool = LogPool.Fit(members, realized, new LogPoolOptions(0));
        Assert.Equal(0.10, pool.Weights[0]);
        AssertFeasible(pool, new LogPoolOptions(0));
    }

    [Fact]
    public void Fit_TwinMembers_ShareByTheRidge()
    {
        (double[][] members, double[] realized) = Market(6, 1000);
        LogPoolWeights pool = LogPool.Fit([members[0], members[1], members[1]], realized, new LogPoolOptions(0));
        Assert.Equal(pool.Weights[1], pool.Weights[2], 1e-9);
    }

    [Fact]
    public void Fit_Twice_SameBits()
    {
        (double[][] members, double[] realized) = Market(7, 2000);
        LogPoolWeights a = LogPool.Fit(members, realized, new LogPoolOptions(1));
        LogPoolWeights b = LogPool.Fit(members, realized, new LogPoolOptions(1));
        Assert.Equal(a.Weights, b.Weights);
        Assert.Equal(a.Intercept, b.Intercept);
    }

    [Fact]
    public void Combine_MissingMember_KeepsTheSumOfWeights()
    {
        LogPoolWeights pool = new(0.3, [0.2, 0.5, 0.3]);
        Assert.Equal(0.3 + 0.2 + 1.0 + 0.9, pool.Combine([1, 2, 3]), 12);
        Assert.Equal(pool.Combine([1, 2, 3]), pool.Combine([1, 2, 3], [true, true, true]));
        Assert.Equal(0.3 + (0.4 * 1) + (0.6 * 3), pool.Combine([1, double.NaN, 3], [true, false, true]), 12);
        Assert.Equal(1, pool.Renormalize([false, false, true]).Sum(), 15);
        Assert.Equal([0, 1], new LogPoolWeights(0, [1, 0]).Renormalize([false, true]));
    }

    [Fact]
    public void Combine_NobodyPresent_Throws() =>
        Assert.Throws<InvalidOperationException>(() => new LogPoolWeights(0, [1.0]).Combine([1], [false]));

    [Fact]
    public void Fit_ImpossibleArguments_Refused()
    {
        (double[][] members, double[] realized) = Market(8, 100);
        Assert.Throws<ArgumentException>(() => LogPool.Fit(members, realized, new LogPoolOptions(3)));
        Assert.Throws<ArgumentException>(() => LogPool.Fit(members, realized, new LogPoolOptions(0, Floor: 2)));
        Assert.Throws<ArgumentException>(() => LogPool.Fit(members, realized[1..], new LogPoolOptions(0)));
        realized[3] = 0;
        Assert.Throws<ArgumentException>(() => LogPool.Fit(members, realized, new LogPoolOptions(0)));
    }

    private static void AssertFeasible(LogPoolWeights pool, LogPoolOptions o)
    {
        Assert.All(pool.Weights, w => Assert.True(w >= 0));
        Assert.True(pool.Weights[o.FloorMember] >= o.Floor - 1e-15);
        Assert.InRange(pool.Weights.Sum(), o.SumMin - 1e-12, o.SumMax + 1e-12);
    }

    /// <summary>Mean QLIKE with the best intercept, plus the ridge.</summary>
    private static double Loss(LogPoolWeights pool, double[][] members, double[] realized, double ridge)
    {
        double[] raw = [.. realized.Select((_, t) => Math.Exp(members.Select((c, m) => c[t] * pool.Weights[m]).Sum()))];
        double scale = QlikeScale.Of(realized, raw);
        double pull = pool.Weights.Sum(w => (w - (1.0 / members.Length)) * (w - (1.0 / members.Length)));
        return realized.Select((y, t) => ForecastLoss.Qlike(y, scale * raw[t])).Average() + (ridge * pull);
    }

    private static (double[][] Members, double[] Realized) Market(int seed, int rows, double scale = 1)
    {
        SeededGenerator generator = new(seed);
        double[] truth = [.. Enumerable.Range(0, rows).Select(_ => Simulated.Normal(generator) * scale)];
        double[] Noisy(double sd) => [.. truth.Select(x => x + (sd * Simulated.Normal(generator)))];
        double[] realized = [.. truth.Select(x => Math.Exp(x + (0.5 * Simulated.Normal(generator))))];
        return ([Noisy(0.5), Noisy(0.4), Noisy(0.6)], realized);
    }
}
