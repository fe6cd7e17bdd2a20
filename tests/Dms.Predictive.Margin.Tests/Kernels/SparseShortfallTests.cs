using CsCheck;

namespace Dms.Predictive.Margin.Tests.Kernels;

public sealed class SparseShortfallTests
{
    [Fact]
    public void Measure_AnyAccount_SameBitsAsAFullSort() =>
        Gen.Select(
            Gen.Float[-0.3f, 0.3f].Array[1, 700], Gen.Float[-9, 9].Array[1, 6], Gen.Double[0.501, 0.999], Gen.Bool, Gen.Bool)
        .Sample((moves, exposures, level, isVar, ties) =>
        {
            float[] Column(int k) => [.. moves.Select((m, t) =>
                ties ? MathF.Round(m * 10) * ((t + k) % 3) : m * MathF.Sin(t + (k * 1.7f)))];
            SparseShortfall shortfall = new(
                [.. exposures.Select((_, k) => Column(k))], level,
                isVar ? TailMeasure.ValueAtRisk : TailMeasure.ExpectedShortfall);
            int[] instruments = [.. Enumerable.Range(0, exposures.Length)];
            long expected = BitConverter.DoubleToInt64Bits(shortfall.MeasureBySorting(instruments, exposures));
            Assert.Equal(expected, BitConverter.DoubleToInt64Bits(shortfall.Measure(instruments, exposures)));
            foreach (float guess in new[] { float.NaN, float.PositiveInfinity, -100, -1, 0, 0.5f, 100 })
            {
                float floor = guess;
                Assert.Equal(expected, BitConverter.DoubleToInt64Bits(shortfall.Measure(instruments, exposures, ref floor)));
                Assert.Equal(expected, BitConverter.DoubleToInt64Bits(shortfall.Measure(instruments, exposures, ref floor)));
            }
        });

    [Fact]
    public void Measure_SteadyState_AllocatesNothing()
    {
        float[] moves = [.. Enumerable.Range(0, 10_000).Select(t => MathF.Sin(t * 1.37f))];
        SparseShortfall shortfall = new([moves], 0.99, TailMeasure.ExpectedShortfall);
        int[] instruments = [0];
        float[] exposures = [5];
        double sum = shortfall.Measure(instruments, exposures);
        long before = GC.GetAllocatedBytesForCurrentThread();
        for (int i = 0; i < 100; i++)
        {
            sum += shortfall.Measure(instruments, exposures);
        }

        Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);
        Assert.True(sum > 0);
    }
}
