using CsCheck;

namespace Dms.Predictive.Volatility.Tests;

public class Garch11FilterTests
{
    private static readonly Gen<double[]> Returns = Gen.Double[-5, 5].Array[1, 60];

    [Fact]
    public void Filter_FutureReturnsChange_PastVarianceUnchanged() =>
        Gen.Select(Returns, Returns).Sample((past, future) =>
        {
            double[] alone = Garch11.Filter(past, Simulated.Typical, 1);
            double[] longer = Garch11.Filter([.. past, .. future], Simulated.Typical, 1)[..past.Length];
            Assert.Equal(alone, longer);
        });

    [Fact]
    public void Filter_FirstElement_IsTheStart()
    {
        double second = 0.05 + (0.10 * (0.98 * 0.98)) + (0.85 * 0.7);
        Assert.Equal([0.7, second], Garch11.Filter([1.0, 2.0], Simulated.Typical, 0.7));
    }

    [Fact]
    public void Filter_Nothing_IsEmpty() => Assert.Empty(Garch11.Filter([], Simulated.Typical, 1));

    [Fact]
    public void State_MillionBars_EqualsBatchBitForBitWithoutAllocation()
    {
        double[] returns = Simulated.Garch(2, 1_000_000);
        double[] batch = Garch11.Filter(returns, Simulated.Typical, 0.9);
        bool equal = true;
        long fewestBytes = long.MaxValue;
        for (int pass = 0; pass < 3; pass++)
        {
            // The runtime itself may allocate once while it recompiles a hot loop; one byte a bar would show in every pass.
            Garch11State state = new(Simulated.Typical, 0.9);
            long before = GC.GetAllocatedBytesForCurrentThread();
            for (int t = 0; t < returns.Length; t++)
            {
                equal &= state.NextVariance.Equals(batch[t]);
                state.Append(returns[t]);
            }

            fewestBytes = Math.Min(fewestBytes, GC.GetAllocatedBytesForCurrentThread() - before);
            Assert.Equal(returns.Length, state.Count);
        }

        Assert.Equal(0, fewestBytes);
        Assert.True(equal);
    }

    [Fact]
    public void State_SnapshotAndRestore_ContinuesBitForBit()
    {
        double[] returns = Simulated.Garch(6, 500);
        Garch11State first = new(Simulated.Typical, 1);
        Garch11State second = new(new(0, 1, 0, 0), 5);
        foreach (double r in returns.AsSpan(0, 250))
        {
            first.Append(r);
        }

        second.Restore(first.Snapshot());
        foreach (double r in returns.AsSpan(250))
        {
            first.Append(r);
            second.Append(r);
        }

        Assert.Equal(first.Snapshot(), second.Snapshot());
    }

    [Fact]
    public void State_NonFiniteReturn_RefusedAndUnchanged()
    {
        Garch11State state = new(Simulated.Typical, 1);
        Assert.Throws<ArgumentOutOfRangeException>(() => state.Append(double.NaN));
        Assert.Equal(1, state.NextVariance);
    }

    [Fact]
    public void Fit_NextVariance_IsWhatAStreamFromItsStartReaches()
    {
        double[] returns = Simulated.Garch(9, 800);
        GarchFit fit = Garch11.Fit(returns);
        Garch11State state = new(fit.Parameters, fit.StartVariance);
        foreach (double r in returns)
        {
            state.Append(r);
        }

        Assert.Equal(fit.NextVariance, state.NextVariance);
    }

    [Theory]
    [InlineData(0.10, 0.85)]
    [InlineData(0.10, 0.90)]
    [InlineData(0.10, 0.8999999)]
    [InlineData(0.001, 0.9985)]
    [InlineData(0, 0)]
    [InlineData(0.3, 0.1)]
    public void SumForecast_AnyPersistence_IsTheSumOfThePath(double alpha, double beta)
    {
        Garch11Parameters p = new(0, 0.05, alpha, beta);
        foreach (int steps in (int[])[1, 2, 5, 10, 60, 240, 10_000])
        {
            double sum = Garch11.Path(1.7, p, steps).Sum();
            Assert.True(Math.Abs(Garch11.SumForecast(1.7, p, steps) - sum) <= 1e-11 * sum, $"{steps}");
        }
    }

    [Fact]
    public void SumForecast_PersistenceOne_GrowsLinearly() =>
        Assert.Equal((10 * 2.0) + (0.5 * 45), Garch11.SumForecast(2, new(0, 0.5, 0.25, 0.75), 10), 12);
}
