using MathNet.Numerics.LinearAlgebra;
using MathNet.Numerics.LinearAlgebra.Factorization;

namespace Dms.Predictive.Volatility;

/// <summary>A repaired correlation matrix and how far it had to go. Belongs in the record.</summary>
/// <param name="Matrix">The result.</param>
/// <param name="Sweeps">Sweeps made; 0 when nothing had to be done.</param>
/// <param name="Residual">Frobenius distance between the two projections at the last sweep; 0 when solved.</param>
/// <param name="Distance">Frobenius distance from the input with its diagonal.</param>
public sealed record CorrelationRepair(CorrelationMatrix Matrix, int Sweeps, double Residual, double Distance)
{
    /// <summary>Distance above which the input is to be doubted.</summary>
    public const double DoubtfulDistance = 0.05;

    /// <summary>Quality flag: the input was far from being a correlation matrix.</summary>
    public bool IsDoubtful => Distance > DoubtfulDistance;
}

/// <summary>The correlation matrix that is nearest in the Frobenius norm.</summary>
/// <remarks>Alternating projections on unit diagonal and on eigenvalues above a floor, with Dykstra's correction.
/// Higham (2002), IMA J. Numerical Analysis 22(3), 329–343. O(size³) per sweep.</remarks>
public static class NearestCorrelation
{
    /// <summary>Smallest eigenvalue of the projection.</summary>
    public const double EigenvalueFloor = 1e-8;

    /// <summary>Most sweeps.</summary>
    public const int MostSweeps = 200;

    private const double Solved = 1e-12;

    /// <summary>Repairs a matrix.</summary>
    /// <param name="matrix">Row-major, size × size, finite, symmetric up to rounding (the mean of both sides counts).
    /// Any diagonal; that of a correlation matrix is 1.</param>
    /// <param name="size">Number of assets; ≥ 1.</param>
    /// <returns>The input itself, but for exact symmetry, when it is a correlation matrix with no eigenvalue below the
    /// floor.</returns>
    /// <exception cref="ArgumentException">The length is wrong, a number is not finite, or the two sides differ by more
    /// than 1e-8.</exception>
    public static CorrelationRepair Of(ReadOnlySpan<double> matrix, int size)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(size, 1);
        Refuse(matrix, size);
        double[] values = matrix.ToArray();
        Matrix<double> input = Matrix<double>.Build.Dense(size, size,
            (i, j) => 0.5 * (values[(i * size) + j] + values[(j * size) + i]));
        bool unit = Enumerable.Range(0, size).All(i => input[i, i] == 1);
        if (unit && input.Enumerate().All(r => Math.Abs(r) <= 1)
            && input.Evd(Symmetricity.Symmetric).EigenValues.All(e => e.Real >= EigenvalueFloor))
        {
            return new(new(values, size), 0, 0, 0);
        }

        (Matrix<double> projected, int sweeps, double residual) = Alternate(input);
        CorrelationMatrix result = Normalized(projected);
        Matrix<double> difference = input - Matrix<double>.Build.Dense(size, size, (i, j) => result[i, j]);
        return new(result, sweeps, residual, difference.FrobeniusNorm());
    }

    private static (Matrix<double> Projected, int Sweeps, double Residual) Alternate(Matrix<double> input)
    {
        Matrix<double> y = input, correction = Matrix<double>.Build.Dense(input.RowCount, input.RowCount);
        Matrix<double> x = input;
        double residual = double.PositiveInfinity;
        for (int sweep = 1; sweep <= MostSweeps; sweep++)
        {
            Matrix<double> corrected = y - correction;
            x = Floored(corrected);
            correction = x - corrected;
            y = x.Clone();
            y.SetDiagonal([.. Enumerable.Repeat(1.0, input.RowCount)]);
            residual = (y - x).FrobeniusNorm();
            if (residual <= Solved * y.FrobeniusNorm())
            {
                return (x, sweep, residual);
            }
        }

        return (x, MostSweeps, residual);
    }

    private static Matrix<double> Floored(Matrix<double> symmetric)
    {
        Evd<double> parts = symmetric.Evd(Symmetricity.Symmetric);
        Matrix<double> vectors = parts.EigenVectors;
        double[] values = [.. parts.EigenValues.Select(e => Math.Max(e.Real, EigenvalueFloor))];
        Matrix<double> scaled = vectors.MapIndexed((_, j, v) => v * values[j]);
        Matrix<double> product = scaled.TransposeAndMultiply(vectors);
        return (product + product.Transpose()) * 0.5;
    }

    /// <summary>Divides by the roots of the diagonal, which keeps every eigenvalue ≥ 0.</summary>
    private static CorrelationMatrix Normalized(Matrix<double> matrix)
    {
        int size = matrix.RowCount;
        double[] values = new double[size * size];
        for (int i = 0; i < size; i++)
        {
            for (int j = 0; j < size; j++)
            {
                values[(i * size) + j] = matrix[i, j] / Math.Sqrt(matrix[i, i] * matrix[j, j]);
            }
        }

        return new(values, size);
    }

    private static void Refuse(ReadOnlySpan<double> matrix, int size)
    {
        if (matrix.Length != size * size)
        {
            throw new ArgumentException($"Found {matrix.Length} numbers, expected {size} x {size}.", nameof(matrix));
        }

        for (int i = 0; i < size; i++)
        {
            for (int j = 0; j <= i; j++)
            {
                (double a, double b) = (matrix[(i * size) + j], matrix[(j * size) + i]);
                if (!(Math.Abs(a - b) <= 1e-8) || !double.IsFinite(a))
                {
                    throw new ArgumentException(
                        $"Element ({i}, {j}) is {a} on one side and {b} on the other; expected one finite number.",
                        nameof(matrix));
                }
            }
        }
    }
}
