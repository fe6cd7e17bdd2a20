using CsCheck;

namespace Dms.Predictive.Margin.Tests.Kernels;

public sealed class LinearMarginKernelTests
{
    [Fact]
    public void Sweep_AnyAccounts_SameBitsAsTheScalarTwin() =>
        Gen.Select(Gen.OneOf(Gen.Int[0, 40], Gen.Int[900, 3000]).Array[0, 60], Gen.Int[0, 1_000_000]).Sample((sizes, seed) =>
        {
            int[] ends = new int[sizes.Length];
            for (int i = 0; i < sizes.Length; i++)
            {
                ends[i] = sizes[i] + (i == 0 ? 0 : ends[i - 1]);
            }

            int count = ends.Length == 0 ? 0 : ends[^1];
            double[] Column(double salt) => [.. Enumerable.Range(1, count).Select(i => Math.Sin((i + seed) * salt))];
            (double[] quantities, double[] prices, double[] rates) = (Column(1.3), Column(2.7), Column(0.9));
            LinearColumns columns = new() { Quantities = quantities, Prices = prices, Rates = rates };
            double[] fast = new double[ends.Length];
            double[] plain = new double[ends.Length];
            LinearMarginKernel.Sweep(columns, ends, fast);
            LinearMarginKernel.SweepScalar(columns, ends, plain);
            Assert.Equal(plain.Select(BitConverter.DoubleToInt64Bits), fast.Select(BitConverter.DoubleToInt64Bits));
        });

    [Fact]
    public void Sweep_EndsThatDoNotFit_AreRefused()
    {
        double[] one = [1];
        Assert.Throws<ArgumentException>(() => LinearMarginKernel.Sweep(
            new() { Quantities = one, Prices = one, Rates = one }, [2], new double[1]));
    }
}
