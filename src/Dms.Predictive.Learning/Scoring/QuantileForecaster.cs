namespace Dms.Predictive.Learning;

/// <summary>Forecasts quantiles of the absolute return over a horizon, one forest per level.</summary>
/// <remarks>Forests fitted apart can cross; sorting the values removes it and never worsens the pinball loss
/// (Chernozhukov, Fernández-Val and Galichon 2010, Econometrica 78, 1093–1125).</remarks>
public sealed class QuantileForecaster
{
    private readonly Forest[] _forests;

    /// <summary>Takes one forest per level.</summary>
    /// <param name="levels">Quantiles in (0, 1), strictly ascending, at least one.</param>
    /// <param name="forests">One per level, over the same features.</param>
    /// <exception cref="ArgumentException">They are not such.</exception>
    public QuantileForecaster(IReadOnlyList<double> levels, IReadOnlyList<Forest> forests)
    {
        ArgumentNullException.ThrowIfNull(levels);
        ArgumentNullException.ThrowIfNull(forests);
        (Levels, _forests) = ([.. levels], [.. forests]);
        bool rising = levels.Count > 0 && levels.All(l => l is > 0 and < 1)
            && Enumerable.Range(1, levels.Count - 1).All(i => levels[i] > levels[i - 1]);
        if (!rising || forests.Count != levels.Count
            || forests.Any(f => !f.FeatureNames.SequenceEqual(forests[0].FeatureNames)))
        {
            throw new ArgumentException(
                "Expected levels in (0, 1), strictly ascending, and one forest per level over the same features.", nameof(levels));
        }
    }

    /// <summary>Quantiles that are forecast, ascending.</summary>
    public IReadOnlyList<double> Levels { get; }

    /// <summary>One forest per level.</summary>
    public IReadOnlyList<Forest> Forests => _forests;

    /// <summary>Forecasts all levels; allocates nothing.</summary>
    /// <param name="row">One value per feature, rounded to float32; NaN is missing.</param>
    /// <param name="quantiles">Receives one absolute return per level, not falling, ≥ 0, in the unit of the
    /// training targets.</param>
    /// <exception cref="ArgumentException">A span has another length.</exception>
    public void Forecast(ReadOnlySpan<double> row, Span<double> quantiles)
    {
        if (quantiles.Length != _forests.Length)
        {
            throw new ArgumentException($"Expected room for {_forests.Length} quantiles.", nameof(quantiles));
        }

        for (int i = 0; i < quantiles.Length; i++)
        {
            quantiles[i] = Math.Max(0.0, _forests[i].Score(row));
        }

        quantiles.Sort();
    }
}
