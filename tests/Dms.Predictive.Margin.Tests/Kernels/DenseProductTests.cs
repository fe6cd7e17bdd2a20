using CsCheck;

namespace Dms.Predictive.Margin.Tests.Kernels;

public sealed class DenseProductTests
{
    [Fact]
    public void Multiply_AnySizes_SameBitsAsTheScalarTwin() =>
        Gen.Select(Gen.Int[0, 11], Gen.Int[1, 40], Gen.Int[0, 70], Gen.Int[0, 1_000_000]).Sample((rows, inner, columns, seed) =>
        {
            double[] Matrix(int count, double salt) => [.. Enumerable.Range(1, count).Select(i => Math.Sin((i + seed) * salt))];
            (double[] left, double[] right) = (Matrix(rows * inner, 1.3), Matrix(inner * columns, 2.7));
            (double[] fast, double[] plain) = (new double[rows * columns], new double[rows * columns]);
            DenseProduct.Multiply(left, right, inner, fast);
            DenseProduct.MultiplyScalar(left, right, inner, plain);
            Assert.Equal(plain.Select(BitConverter.DoubleToInt64Bits), fast.Select(BitConverter.DoubleToInt64Bits));
        });

    [Fact]
    public void Multiply_ByHand_IsTheProduct()
    {
        double[] result = new double[4];
        DenseProduct.Multiply([1, 2, 3, 4, 5, 6], [1, 2, 3, 4, 5, 6], 3, result);
        Assert.Equal([22, 28, 49, 64], result);
        Assert.Throws<ArgumentException>(() => DenseProduct.Multiply([1, 2, 3], [1, 2], 2, new double[1]));
    }
}
