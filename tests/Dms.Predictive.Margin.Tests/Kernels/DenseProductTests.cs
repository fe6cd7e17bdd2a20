using CsCheck;
using MathNet.Numerics.LinearAlgebra;

namespace Dms.Predictive.Margin.Tests.Kernels;

public sealed class DenseProductTests
{
    private static readonly Gen<(int Rows, int Inner, int Columns, int Seed)> GenShape = Gen.Select(
        Gen.OneOf(Gen.Int[0, 20], Gen.Int[239, 250]), Gen.OneOf(Gen.Int[1, 12], Gen.Int[120, 260]), Gen.Int[1, 60],
        Gen.Int[0, 1000]);

    [Fact]
    public void Multiply_AnyShape_HasTheBitsOfTheScalarTwin() => GenShape.Sample(
        shape =>
        {
            (double[] left, double[] right) = Matrices(shape);
            DenseProduct product = new(right, shape.Inner);
            double[] fast = new double[shape.Rows * shape.Columns];
            double[] plain = new double[fast.Length];
            fast.AsSpan().Fill(double.NaN);
            product.Multiply(left, fast);
            product.MultiplyScalar(left, plain);
            Assert.Equal(plain.Select(BitConverter.DoubleToInt64Bits), fast.Select(BitConverter.DoubleToInt64Bits));
        },
        iter: 200);

    [Fact]
    public void Multiply_AnotherLibrary_AgreesButForRounding() => GenShape.Where(s => s.Rows > 0).Sample(
        shape =>
        {
            (double[] left, double[] right) = Matrices(shape);
            double[] fast = new double[shape.Rows * shape.Columns];
            new DenseProduct(right, shape.Inner).Multiply(left, fast);
            Matrix<double> other = Matrix<double>.Build.DenseOfRowMajor(shape.Rows, shape.Inner, left)
                * Matrix<double>.Build.DenseOfRowMajor(shape.Inner, shape.Columns, right);
            double[] expected = other.ToRowMajorArray();
            for (int i = 0; i < fast.Length; i++)
            {
                Assert.Equal(expected[i], fast[i], 1e-12 * shape.Inner);
            }
        },
        iter: 50);

    [Fact]
    public void Multiply_LengthsThatDoNotFit_AreRefused()
    {
        Assert.Throws<ArgumentException>(() => new DenseProduct([1, 2, 3], 2));
        Assert.Throws<ArgumentException>(() => new DenseProduct([], 1));
        DenseProduct product = new([1, 2, 3, 4], 2);
        Assert.Throws<ArgumentException>(() => product.Multiply([1, 2, 3], new double[2]));
        Assert.Throws<ArgumentException>(() => product.Multiply([1, 2], new double[3]));
        Assert.Throws<ArgumentException>(() => product.MultiplyScalar([1, 2], new double[1]));
    }

    private static (double[] Left, double[] Right) Matrices((int Rows, int Inner, int Columns, int Seed) shape)
    {
        double[] Elements(int count, double salt) =>
            [.. Enumerable.Range(1, count).Select(i => Math.Sin((i + shape.Seed) * salt))];
        return (Elements(shape.Rows * shape.Inner, 1.3), Elements(shape.Inner * shape.Columns, 2.7));
    }
}
