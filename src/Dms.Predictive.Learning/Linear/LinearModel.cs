using Dms.Predictive.Core;

namespace Dms.Predictive.Learning;

/// <summary>
/// A linear model that is its own attribution: score = intercept + Σ contributions in column order, where column j
/// contributes weight·(x − center) + present, or its missing value when x is NaN. A value outside the range that
/// training saw counts as the nearest end of it, so that no score runs away.
/// </summary>
public sealed class LinearModel : IRowModel
{
    private readonly double[] _center = [];
    private readonly double[] _low = [];
    private readonly double[] _high = [];
    private readonly double[] _weight = [];
    private readonly double[] _present = [];
    private readonly double[] _missing = [];

    /// <summary>Column names in row order.</summary>
    public required IReadOnlyList<string> FeatureNames { get; init; }

    /// <summary>Score of the average training row: the base of attributions.</summary>
    public required double Intercept { get; init; }

    /// <summary>Training mean per column.</summary>
    public required IReadOnlyList<double> Center { get => _center; init => _center = [.. value]; }

    /// <summary>Smallest value per column that training saw.</summary>
    public required IReadOnlyList<double> Low { get => _low; init => _low = [.. value]; }

    /// <summary>Largest value per column that training saw.</summary>
    public required IReadOnlyList<double> High { get => _high; init => _high = [.. value]; }

    /// <summary>Score per unit of each column.</summary>
    public required IReadOnlyList<double> Weight { get => _weight; init => _weight = [.. value]; }

    /// <summary>What a column adds by being there.</summary>
    public required IReadOnlyList<double> Present { get => _present; init => _present = [.. value]; }

    /// <summary>What a column contributes when it is missing.</summary>
    public required IReadOnlyList<double> Missing { get => _missing; init => _missing = [.. value]; }

    /// <summary>Scores a row.</summary>
    /// <param name="row">One value per column; NaN is missing.</param>
    /// <exception cref="ArgumentException">The row has another length.</exception>
    public double Score(ReadOnlySpan<double> row)
    {
        RefuseWidth(row.Length, nameof(row));
        double sum = Intercept;
        for (int i = 0; i < row.Length; i++)
        {
            sum += Contribution(row, i);
        }

        return sum;
    }

    /// <summary>Scores a row and says what each column contributed.</summary>
    /// <param name="row">One value per column; NaN is missing.</param>
    /// <param name="contributions">Receives one number per column: added to <see cref="Intercept"/> in order, they
    /// give the score bit for bit.</param>
    /// <exception cref="ArgumentException">A span has another length.</exception>
    public double Attribute(ReadOnlySpan<double> row, Span<double> contributions)
    {
        RefuseWidth(row.Length, nameof(row));
        RefuseWidth(contributions.Length, nameof(contributions));
        double sum = Intercept;
        for (int i = 0; i < row.Length; i++)
        {
            contributions[i] = Contribution(row, i);
            sum += contributions[i];
        }

        return sum;
    }

    /// <summary>Refuses arrays of different lengths and numbers that are not finite.</summary>
    /// <param name="where">How the message names the model.</param>
    /// <exception cref="InputRefusedException"><c>linear-model</c>.</exception>
    internal LinearModel Checked(string where)
    {
        int n = FeatureNames.Count;
        double[][] columns = [_center, _low, _high, _weight, _present, _missing];
        bool valid = n > 0 && double.IsFinite(Intercept)
            && Array.TrueForAll(columns, c => c.Length == n && Array.TrueForAll(c, double.IsFinite))
            && _low.Zip(_high).All(r => r.First <= r.Second);
        return valid
            ? this
            : throw new InputRefusedException(
                "linear-model", "Expected one finite number per column in center, low, high, weight, present and missing, with low ≤ high.", where);
    }

    private double Contribution(ReadOnlySpan<double> row, int i) =>
        double.IsNaN(row[i])
            ? _missing[i]
            : (_weight[i] * (Math.Clamp(row[i], _low[i], _high[i]) - _center[i])) + _present[i];

    private void RefuseWidth(int found, string name)
    {
        if (found != _weight.Length)
        {
            throw new ArgumentException($"Found {found} values; the model has {_weight.Length} columns.", name);
        }
    }
}
