using Dms.Predictive.Explanation;

namespace Dms.Predictive.Pipeline;

/// <summary>A change of initial margin, explained level by level; every level sums to the booked part above it, to the
/// unit.</summary>
/// <param name="Change">The players' parts.</param>
/// <param name="Merged">Players that cannot be priced apart, by the one whose part holds theirs.</param>
public sealed record ExplainedMargin(MarginChange Change, IReadOnlyDictionary<string, IReadOnlyList<string>> Merged)
{
    /// <summary>The position's part by instrument; null when it did not change or cannot be priced apart.</summary>
    public MarginChangeParts? Position { get; init; }

    /// <summary>The learned forecast's part: its volatility and its spike probability; null when only one of them
    /// changed.</summary>
    public MarginChangeParts? Learned { get; init; }

    /// <summary>The part of the forecast volatility by feature, baseline member and rule; null when the forecasts behind the
    /// requests are not at hand.</summary>
    public MarginChangeParts? Features { get; init; }

    /// <summary>Value function of the trees behind <see cref="Features"/>: <c>interventional</c> or <c>path</c>; null without
    /// trees.</summary>
    public string? FeaturesMode { get; init; }

    /// <summary>Splits the part of the forecast volatility by what moved the forecast.</summary>
    /// <param name="contributions">Contributions to the change of ln variance; names distinct.</param>
    /// <param name="mode">Value function of the trees; null without trees.</param>
    /// <returns>The same explanation with <see cref="Features"/>, or itself where the learned forecast did not change.</returns>
    public ExplainedMargin WithFeatures(IReadOnlyList<FeatureAttribution> contributions, string? mode)
    {
        int of = Learned is null ? -1 : Learned.Names.ToList().IndexOf(MarginMixture.Volatility);
        if (Learned is null ? !Change.Players.Contains(MarginMixture.Learned) : of < 0)
        {
            return this;
        }

        (double amount, decimal booked) = Learned is null
            ? (Change.Shapley[MarginMixture.Learned], Change.Booked.Parts[Change.Order.ToList().IndexOf(MarginMixture.Learned)])
            : (Learned.Values[of], Learned.Booked.Parts[of]);
        return this with
        {
            FeaturesMode = mode,
            Features = MarginChangeParts.Proportional(
                MarginMixture.Volatility, contributions, amount, (booked, Change.Quantum), UpliftAttribution.BaseRate),
        };
    }
}
