using Dms.Predictive.Core;

namespace Dms.Predictive.Explanation;

/// <summary>Rows with their scores and attributions, in order of time. Rows whose parts miss their score are left out
/// and counted.</summary>
public sealed class ExplainedRows
{
    private readonly double[][] _rows;
    private readonly double[][] _phi;

    private ExplainedRows(IAttributor attributor, Timestamp[] times, double[][] rows, double[] scores, double[][] phi)
    {
        (Mode, BaseValue, FeatureNames) = (attributor.Mode, attributor.ExpectedValue, attributor.FeatureNames);
        (Times, _rows, Scores, _phi) = (times, rows, scores, phi);
        MaxAdditivityError = Enumerable.Range(0, Count).Select(ErrorOf).DefaultIfEmpty(0).Max();
    }

    /// <summary>Value function: <c>path</c> or <c>interventional</c>.</summary>
    public string Mode { get; }

    /// <summary>φ₀, in the score's unit.</summary>
    public double BaseValue { get; }

    /// <summary>Feature names in row order.</summary>
    public IReadOnlyList<string> FeatureNames { get; }

    /// <summary>Information cut-off of each row, ascending.</summary>
    public IReadOnlyList<Timestamp> Times { get; }

    /// <summary>Score of each row.</summary>
    public IReadOnlyList<double> Scores { get; }

    /// <summary>Number of rows.</summary>
    public int Count => _rows.Length;

    /// <summary>Number of features.</summary>
    public int Width => FeatureNames.Count;

    /// <summary>Rows left out because their parts did not sum to their score; any is a failure of the report.</summary>
    public required int Refused { get; init; }

    /// <summary>Largest |φ₀ + Σφ − score| ÷ max(1, |score|) over the rows kept.</summary>
    public double MaxAdditivityError { get; }

    /// <summary>Scores and attributes rows.</summary>
    /// <param name="attributor">Splits the scores; shared by all rows.</param>
    /// <param name="times">One per row, ascending.</param>
    /// <param name="rows">One value per feature each; kept, not copied.</param>
    /// <param name="forEach">Runs an action for 0 … count − 1 in any order, perhaps at once; null = one after the other.
    /// The result does not depend on it.</param>
    /// <exception cref="ArgumentException">Times and rows differ in number.</exception>
    public static ExplainedRows Of(
        IAttributor attributor, IReadOnlyList<Timestamp> times, IReadOnlyList<double[]> rows,
        Action<int, Action<int>>? forEach = null)
    {
        ArgumentNullException.ThrowIfNull(attributor);
        ArgumentNullException.ThrowIfNull(times);
        ArgumentNullException.ThrowIfNull(rows);
        if (times.Count != rows.Count)
        {
            throw new ArgumentException($"{times.Count} times for {rows.Count} rows.", nameof(times));
        }

        double[] scores = new double[rows.Count];
        double[]?[] phi = new double[rows.Count][];
        (forEach ?? OneByOne)(rows.Count, k =>
        {
            double[] parts = new double[attributor.FeatureNames.Count];
            try
            {
                scores[k] = attributor.Attribute(rows[k], parts);
                phi[k] = parts;
            }
            catch (AdditivityBreachException)
            {
                phi[k] = null;
            }
        });
        int[] kept = [.. Enumerable.Range(0, rows.Count).Where(k => phi[k] is not null)];
        return new(
            attributor, [.. kept.Select(k => times[k])], [.. kept.Select(k => rows[k])], [.. kept.Select(k => scores[k])],
            [.. kept.Select(k => phi[k]!)])
        {
            Refused = rows.Count - kept.Length,
        };
    }

    /// <summary>Values of a row as the model compares them; NaN is missing.</summary>
    public ReadOnlySpan<double> Row(int row) => _rows[row];

    /// <summary>Attributions of a row, in the score's unit.</summary>
    public ReadOnlySpan<double> Phi(int row) => _phi[row];

    /// <summary>Values of a feature over all rows; NaN is missing.</summary>
    public double[] Values(int feature) => Array.ConvertAll(_rows, r => r[feature]);

    /// <summary>Attributions of a feature over all rows, in the score's unit.</summary>
    public double[] Parts(int feature) => Array.ConvertAll(_phi, p => p[feature]);

    /// <summary>At most <paramref name="most"/> row numbers, evenly spread, ascending.</summary>
    public int[] Spread(int most) => Count <= most
        ? [.. Enumerable.Range(0, Count)]
        : [.. Enumerable.Range(0, most).Select(k => (int)((long)k * Count / most))];

    private static void OneByOne(int count, Action<int> action)
    {
        for (int k = 0; k < count; k++)
        {
            action(k);
        }
    }

    private double ErrorOf(int row)
    {
        double sum = BaseValue;
        foreach (double part in _phi[row])
        {
            sum += part;
        }

        return Math.Abs(sum - Scores[row]) / Math.Max(1, Math.Abs(Scores[row]));
    }
}
