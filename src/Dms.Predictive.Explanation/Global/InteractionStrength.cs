namespace Dms.Predictive.Explanation;

/// <summary>Mean |Φᵢⱼ| over rows: what pairs of features do together, and on the diagonal what each does alone.</summary>
public sealed class InteractionStrength
{
    private readonly double[] _mean;
    private readonly int _width;

    private InteractionStrength(double[] mean, int width, int rows) => (_mean, _width, Rows) = (mean, width, rows);

    /// <summary>Rows measured.</summary>
    public int Rows { get; }

    /// <summary>Mean |Φᵢⱼ|, in the score's unit; symmetric, half of the joint effect off the diagonal.</summary>
    public double this[int i, int j] => _mean[(i * _width) + j];

    /// <summary>Measures rows.</summary>
    /// <param name="attributor">Splits the scores.</param>
    /// <param name="rows">At least one; their order fixes the order of summation.</param>
    /// <param name="forEach">Runs an action for 0 … count − 1, perhaps at once; null = one after the other.</param>
    public static InteractionStrength Of(
        IAttributor attributor, IReadOnlyList<double[]> rows, Action<int, Action<int>>? forEach = null)
    {
        ArgumentNullException.ThrowIfNull(attributor);
        ArgumentNullException.ThrowIfNull(rows);
        ArgumentOutOfRangeException.ThrowIfZero(rows.Count);
        int width = attributor.FeatureNames.Count;
        double[][] matrices = new double[rows.Count][];
        Action<int> measure = k =>
        {
            matrices[k] = new double[width * width];
            attributor.Interactions(rows[k], matrices[k]);
        };
        if (forEach is null)
        {
            for (int k = 0; k < rows.Count; k++)
            {
                measure(k);
            }
        }
        else
        {
            forEach(rows.Count, measure);
        }

        double[] mean = new double[width * width];
        foreach (double[] matrix in matrices)
        {
            for (int c = 0; c < mean.Length; c++)
            {
                mean[c] += Math.Abs(matrix[c]) / rows.Count;
            }
        }

        return new(mean, width, rows.Count);
    }

    /// <summary>The feature that a feature acts together with most; −1 when it acts with none.</summary>
    public int PartnerOf(int feature)
    {
        int best = -1;
        for (int j = 0; j < _width; j++)
        {
            best = j != feature && this[feature, j] > (best < 0 ? 0 : this[feature, best]) ? j : best;
        }

        return best;
    }
}
