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
    public static IReadOnlyList<AblationStep> Of(FeatureSchema market)
    {
        ArgumentNullException.ThrowIfNull(market);
        string[] all = [.. ScorerRow.Schema(market).Features.Select(f => f.Family).Distinct()];
        string[] price = [.. all.Where(PriceFamilies.Contains)];
        string[] others = [.. all.Except(price)];
        return
        [
            .. all.Select(f => new AblationStep(f, all, [.. all.Where(o => o != f)], FromPriceAlone: false)),
            .. others.Where(_ => others.Length > 1).Select(f => new AblationStep(f, [.. price, f], price, FromPriceAlone: true)),
        ];
    }
}
