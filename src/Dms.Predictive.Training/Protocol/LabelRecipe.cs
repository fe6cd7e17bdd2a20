namespace Dms.Predictive.Training;

/// <summary>What models are taught. The served model keeps its form, so any choice can be compared and
/// registered.</summary>
public sealed record LabelRecipe
{
    /// <summary>Label of the trees. Their scale is fitted on realized variance afterwards.</summary>
    public VarianceLabel Variance { get; init; } = VarianceLabel.Realized;

    /// <summary>A spike is a variance above this multiple of the threshold, in [0.1, 10]; 1 is the protocol's own
    /// definition.</summary>
    public double SpikeMultiple { get; init; } = 1;

    /// <summary>Passes the recipe when every setting is in its range.</summary>
    /// <exception cref="ArgumentOutOfRangeException">A setting is not.</exception>
    internal LabelRecipe Checked()
    {
        if (!Enum.IsDefined(Variance))
        {
            throw new ArgumentOutOfRangeException(nameof(Variance), Variance, "Expected Realized or Bipower.");
        }

        return SpikeMultiple is >= 0.1 and <= 10
            ? this
            : throw new ArgumentOutOfRangeException(
                nameof(SpikeMultiple), SpikeMultiple, "Expected 0.1 … 10 times the threshold.");
    }
}
