namespace Dms.Predictive.Training;

/// <summary>One question of an ablation: what a family of inputs is worth.</summary>
/// <param name="Family">The family in question.</param>
/// <param name="With">Families that members see with it.</param>
/// <param name="Without">The same families without it.</param>
/// <param name="FromPriceAlone">Whether the family joins what bars alone give; otherwise it leaves the full set.</param>
public sealed record AblationStep(
    string Family, IReadOnlyList<string> With, IReadOnlyList<string> Without, bool FromPriceAlone);
