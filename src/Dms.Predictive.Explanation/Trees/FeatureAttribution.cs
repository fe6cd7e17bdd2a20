namespace Dms.Predictive.Explanation;

/// <summary>Signed contribution of one feature to one score. The default has no name and stands for nothing.</summary>
/// <param name="Name">Feature name from the model's schema.</param>
/// <param name="Contribution">Contribution in the score's unit (log-variance, log-odds …); finite.</param>
public readonly record struct FeatureAttribution(string Name, double Contribution)
{
    /// <summary>Pairs names with contributions, in row order.</summary>
    /// <param name="names">One name per feature.</param>
    /// <param name="phi">One contribution per feature, in the score's unit.</param>
    /// <exception cref="ArgumentException">The lengths differ.</exception>
    public static FeatureAttribution[] Pair(IReadOnlyList<string> names, ReadOnlySpan<double> phi)
    {
        ArgumentNullException.ThrowIfNull(names);
        if (names.Count != phi.Length)
        {
            throw new ArgumentException($"{names.Count} names for {phi.Length} contributions.", nameof(phi));
        }

        FeatureAttribution[] pairs = new FeatureAttribution[phi.Length];
        for (int i = 0; i < pairs.Length; i++)
        {
            pairs[i] = new(names[i], phi[i]);
        }

        return pairs;
    }
}
