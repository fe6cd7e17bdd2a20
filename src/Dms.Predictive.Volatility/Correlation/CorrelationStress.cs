using Dms.Predictive.Core;

namespace Dms.Predictive.Volatility;

/// <summary>Correlations as they are when everything falls together and hedges fail.</summary>
public static class CorrelationStress
{
    /// <summary>Moves every correlation toward 1, or toward −1 between assets of opposite sides, and repairs.</summary>
    /// <param name="matrix">Correlations in calm.</param>
    /// <param name="weight">w in [0, 1]: R becomes (1 − w)·R + w·s·s'.</param>
    /// <param name="sides">s: +1 or −1 per asset; all +1 by default. With the signs of a book's positions every pair of
    /// the book moves against it.</param>
    /// <exception cref="ArgumentException">There is not one side of ±1 per asset.</exception>
    /// <exception cref="ArgumentOutOfRangeException">The weight is outside [0, 1].</exception>
    public static CorrelationRepair Apply(CorrelationMatrix matrix, double weight, IReadOnlyList<int>? sides = null)
    {
        ArgumentNullException.ThrowIfNull(matrix);
        Require.Probability(weight);
        int size = matrix.Size;
        if (sides is not null && (sides.Count != size || sides.Any(s => s is not (1 or -1))))
        {
            throw new ArgumentException($"Expected {size} sides of +1 or -1.", nameof(sides));
        }

        double[] moved = new double[size * size];
        for (int i = 0; i < size; i++)
        {
            for (int j = 0; j < size; j++)
            {
                int target = sides is null ? 1 : sides[i] * sides[j];
                moved[(i * size) + j] = i == j ? 1 : ((1 - weight) * matrix[i, j]) + (weight * target);
            }
        }

        return NearestCorrelation.Of(moved, size);
    }
}
