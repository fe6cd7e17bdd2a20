namespace Dms.Predictive.Explanation;

/// <summary>What remains of a model's reasons when it is trained on labels in random order: reasons that stay were never learned
/// from the outcomes.</summary>
/// <remarks>Adebayo et al. (2018), data randomisation test.</remarks>
public sealed record LabelRandomization
{
    private const int TopFeatures = 5;

    private LabelRandomization()
    {
    }

    /// <summary>Sum of mean |φ| of the model on random labels ÷ that of the deployed one; 0 = no structure left.</summary>
    public required double SizeRatio { get; init; }

    /// <summary>Spearman of mean |φ| over features between the two, −1 to 1.</summary>
    public required double Spearman { get; init; }

    /// <summary>Share of the five largest features that the two have in common, 0 to 1.</summary>
    public required double TopOverlap { get; init; }

    /// <summary>Compares.</summary>
    /// <param name="deployed">Contributions of the deployed model by row and feature, at least one row.</param>
    /// <param name="randomized">Those of the model trained on random labels, for the same rows.</param>
    /// <exception cref="ArgumentException">The rows differ in number, or there are none.</exception>
    public static LabelRandomization Of(double[][] deployed, double[][] randomized)
    {
        ArgumentNullException.ThrowIfNull(deployed);
        ArgumentNullException.ThrowIfNull(randomized);
        if (deployed.Length == 0 || deployed.Length != randomized.Length)
        {
            throw new ArgumentException($"Found {deployed.Length} and {randomized.Length} rows; expected as many of both.", nameof(randomized));
        }

        double[] real = Sizes(deployed), random = Sizes(randomized);
        double sum = real.Sum();
        return new LabelRandomization
        {
            SizeRatio = sum > 0 ? random.Sum() / sum : double.NaN,
            Spearman = RankAgreement.Spearman(real, random),
            TopOverlap = RankAgreement.TopOverlap(real, random, TopFeatures),
        };
    }

    private static double[] Sizes(double[][] rows) =>
        [.. Enumerable.Range(0, rows[0].Length).Select(j => rows.Average(r => Math.Abs(r[j])))];
}
