using Dms.Predictive.Core;
using Dms.Predictive.Learning;

namespace Dms.Predictive.Training;

/// <summary>Which sets of families an ablation compares.</summary>
public static class AblationPlan
{
    /// <summary>Families that bars alone give, and that every market has.</summary>
    public static IReadOnlyList<string> PriceFamilies { get; } = ["variance", "price", "time", "volume", "baselines"];

    /// <summary>The questions: each family leaves the full set, and each that is not of bars joins what bars give.</summary>
    /// <param name="market">Schema of the market features.</param>
    /// <param name="only">Families in question; none = every family.</param>
    /// <exception cref="ArgumentException">A family in question is not among the features.</exception>
    public static IReadOnlyList<AblationStep> Of(FeatureSchema market, IReadOnlyList<string>? only = null)
    {
        ArgumentNullException.ThrowIfNull(market);
        string[] all = [.. ScorerRow.Schema(market).Features.Select(f => f.Family).Distinct()];
        string[] price = [.. all.Where(PriceFamilies.Contains)];
        string[] others = [.. all.Except(price)];
        if (only?.FirstOrDefault(f => !all.Contains(f)) is string absent)
        {
            throw new ArgumentException($"There is no family '{absent}' among the features; there are {string.Join(", ", all)}.", nameof(only));
        }

        bool Asked(string family) => only is not { Count: > 0 } || only.Contains(family);
        return
        [
            .. all.Where(Asked).Select(f => new AblationStep(f, all, [.. all.Where(o => o != f)], FromPriceAlone: false)),
            .. others.Where(f => others.Length > 1 && Asked(f)).Select(f => new AblationStep(f, [.. price, f], price, FromPriceAlone: true)),
        ];
    }
}
