namespace Dms.Predictive.Volatility;

/// <summary>A correlation matrix: exactly symmetric, diagonal exactly 1, no eigenvalue below 0 but for
/// rounding.</summary>
/// <remarks>Comes from <see cref="NearestCorrelation"/>, from a stress of another one, or from
/// <see cref="DccState"/>.</remarks>
public sealed class CorrelationMatrix
{
    private readonly double[] _values;

    /// <summary>Takes values that are positive semidefinite by construction; makes symmetry and diagonal
    /// exact.</summary>
    internal CorrelationMatrix(double[] values, int size)
    {
        (Size, _values) = (size, [.. values]);
        for (int i = 0; i < size; i++)
        {
            _values[(i * size) + i] = 1;
            for (int j = 0; j < i; j++)
            {
                double both = 0.5 * (values[(i * size) + j] + values[(j * size) + i]);
                _values[(i * size) + j] = _values[(j * size) + i] = Math.Clamp(both, -1, 1);
            }
        }
    }

    /// <summary>Number of assets.</summary>
    public int Size { get; }

    /// <summary>Row-major values, size × size.</summary>
    public ReadOnlySpan<double> Values => _values;

    /// <summary>Correlation of two assets, in [−1, 1].</summary>
    public double this[int row, int column] => _values[(row * Size) + column];

    /// <summary>No correlation at all.</summary>
    /// <param name="size">Number of assets; ≥ 1.</param>
    public static CorrelationMatrix Identity(int size)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(size, 1);
        return new(new double[size * size], size);
    }

    /// <summary>Variance w'Σw of a portfolio, Σ = D·R·D; never negative.</summary>
    /// <param name="exposures">w, quote currency, sign of the position; one per asset, finite.</param>
    /// <param name="deviations">D, standard deviation of each return over the horizon; ≥ 0.</param>
    /// <exception cref="ArgumentException">A length differs, or a number is not finite.</exception>
    public double PortfolioVariance(ReadOnlySpan<double> exposures, ReadOnlySpan<double> deviations)
    {
        if (exposures.Length != Size || deviations.Length != Size)
        {
            throw new ArgumentException(
                $"Found {exposures.Length} exposures and {deviations.Length} deviations, expected {Size}.");
        }

        double[] risks = new double[Size];
        for (int i = 0; i < Size; i++)
        {
            risks[i] = exposures[i] * deviations[i];
            if (!double.IsFinite(risks[i]) || deviations[i] < 0)
            {
                throw new ArgumentException(
                    $"Asset {i} has exposure {exposures[i]} and deviation {deviations[i]}; "
                    + "expected finite, deviation >= 0.");
            }
        }

        double sum = 0;
        for (int i = 0; i < Size; i++)
        {
            double row = 0;
            for (int j = 0; j < Size; j++)
            {
                row += _values[(i * Size) + j] * risks[j];
            }

            sum += risks[i] * row;
        }

        return Math.Max(0, sum);
    }
}
