namespace Dms.Predictive.Learning;

/// <summary>What a LightGBM model text holds, in the canonical form; scores are raw, before any link.</summary>
public sealed class LightGbmModel
{
    private const double LargestZero = 1e-35f;

    private readonly bool[] _zeroIsMissing;

    internal LightGbmModel(IReadOnlyList<Forest> forests, string objective, bool[] zeroIsMissing) =>
        (Forests, Objective, _zeroIsMissing) = (forests, objective, zeroIsMissing);

    /// <summary>One forest per output (class); thresholds compare in double, covers are the training counts.</summary>
    public IReadOnlyList<Forest> Forests { get; }

    /// <summary>The text's objective, such as <c>binary sigmoid:1</c>; empty when it names none.</summary>
    public string Objective { get; }

    /// <summary>Brings a row into the form that <see cref="Forests"/> read: where the model takes 0 for a missing value,
    /// values within ±1e-35 become NaN.</summary>
    /// <param name="row">One value per feature, changed in place.</param>
    /// <exception cref="ArgumentException">The row has another width.</exception>
    public void Prepare(Span<double> row)
    {
        if (row.Length != _zeroIsMissing.Length)
        {
            throw new ArgumentException($"The row has {row.Length} values; the model wants {_zeroIsMissing.Length}.", nameof(row));
        }

        for (int i = 0; i < row.Length; i++)
        {
            if (_zeroIsMissing[i] && Math.Abs(row[i]) <= LargestZero)
            {
                row[i] = double.NaN;
            }
        }
    }
}
