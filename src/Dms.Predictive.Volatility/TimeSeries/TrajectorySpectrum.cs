using MathNet.Numerics;
using MathNet.Numerics.LinearAlgebra;
using MathNet.Numerics.LinearAlgebra.Factorization;

namespace Dms.Predictive.Volatility;

/// <summary>Left singular vectors of a trajectory matrix, largest singular value first, down to its numerical rank.</summary>
/// <remarks>Householder reflections bring the matrix down to L × L before MathNet's singular value decomposition, so that
/// neither the K × K right vectors nor the squared condition number of XXᵀ is paid for. Exact scaling by a power of two
/// keeps very large and very small series in range. O(K·L² + L³).</remarks>
internal sealed class TrajectorySpectrum
{
    private const double RelativeRounding = 2.220446049250313e-16;

    private readonly double[] _vectors;
    private readonly int _windowSize;

    private TrajectorySpectrum(double[] vectors, double[] values, int windowSize, int rank) =>
        (_vectors, Values, _windowSize, Rank) = (vectors, values, windowSize, rank);

    /// <summary>All L singular values, in units of the series.</summary>
    public double[] Values { get; }

    /// <summary>Singular values that differ from 0 beyond rounding.</summary>
    public int Rank { get; }

    public ReadOnlySpan<double> Vector(int i) => _vectors.AsSpan(i * _windowSize, _windowSize);

    /// <summary>The first vectors one after another.</summary>
    public double[] Basis(int rank) => _vectors[..(rank * _windowSize)];

    /// <summary>Decomposes; <c>null</c> when there is nothing to decompose or the iteration does not converge.</summary>
    public static TrajectorySpectrum? Of(TrajectoryMatrix matrix)
    {
        double largest = 0;
        foreach (double value in matrix.Series)
        {
            largest = Math.Max(largest, Math.Abs(value));
        }

        if (largest == 0)
        {
            return null;
        }

        int l = matrix.WindowSize;
        int exponent = -Math.ILogB(largest);
        HouseholderTriangle triangle = new(l);
        double[] row = new double[l];
        for (int k = 0; k < matrix.Columns; k++)
        {
            ReadOnlySpan<double> column = matrix.Column(k);
            for (int i = 0; i < l; i++)
            {
                row[i] = Math.ScaleB(column[i], exponent);
            }

            triangle.Append(row);
        }

        try
        {
            Svd<double> svd = Matrix<double>.Build.DenseOfRowMajor(l, l, triangle.Triangle()).Svd();
            double[] values = [.. svd.S];
            double[] vectors = [.. svd.VT.EnumerateRows().SelectMany(r => r)];
            if (!values.All(double.IsFinite) || !vectors.All(double.IsFinite))
            {
                return null;
            }

            double rounding = values[0] * matrix.Series.Length * RelativeRounding;
            int rank = values.Count(v => v > rounding);
            return new TrajectorySpectrum(vectors, [.. values.Select(v => Math.ScaleB(v, -exponent))], l, rank);
        }
        catch (NonConvergenceException)
        {
            return null;
        }
    }
}
