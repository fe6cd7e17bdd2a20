using Dms.Predictive.Core;

namespace Dms.Predictive.Core.Tests;

public class SymmetricEigenTests
{
    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(7)]
    [InlineData(36)]
    public void Decompose_SymmetricMatrix_IsRebuiltFromItsOrthonormalVectors(int n)
    {
        double[] a = new double[n * n];
        for (int i = 0; i < n; i++)
        {
            for (int j = 0; j < n; j++)
            {
                a[(i * n) + j] = Math.Cos(i * j) + (i == j ? i - (n / 2.0) : 0) + (1.0 / (i + j + 1));
            }
        }

        (double[] values, double[] vectors) = SymmetricEigen.Decompose(a, n);

        Assert.Equal(values.OrderDescending(), values);
        for (int i = 0; i < n; i++)
        {
            for (int j = 0; j < n; j++)
            {
                double rebuilt = 0, product = 0;
                for (int k = 0; k < n; k++)
                {
                    rebuilt += values[k] * vectors[(k * n) + i] * vectors[(k * n) + j];
                    product += vectors[(i * n) + k] * vectors[(j * n) + k];
                }

                Assert.Equal(a[(i * n) + j], rebuilt, 1e-12 * n);
                Assert.Equal(i == j ? 1 : 0, product, 1e-13 * n);
            }
        }
    }

    [Fact]
    public void Decompose_NoSquareOrNoNumber_IsRefused()
    {
        Assert.Throws<ArgumentException>(() => SymmetricEigen.Decompose([1, 2, 3], 2));
        Assert.Throws<ArgumentException>(() => SymmetricEigen.Decompose([1, double.NaN, double.NaN, 1], 2));
    }

    [Fact]
    public void Decompose_ZeroMatrix_GivesTheUnitVectors() =>
        Assert.Equal([1, 0, 0, 1], SymmetricEigen.Decompose(new double[4], 2).Vectors);
}
