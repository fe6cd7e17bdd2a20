using System.Globalization;
using System.Text.Json.Serialization;

namespace Dms.Predictive.Training;

/// <summary>How one learned member of the blend is fitted.</summary>
public sealed record MemberRecipe
{
    /// <summary>Name of the member in forecasts and reports; lower-case letters, digits and hyphens.</summary>
    public string Id { get; init; } = "gbdt";

    /// <summary>What fits it.</summary>
    public Learner Learner { get; init; } = Learner.LightGbm;

    /// <summary>What it predicts.</summary>
    public MemberTarget Target { get; init; } = MemberTarget.LnVariance;

    /// <summary>What it minimises.</summary>
    public MemberLoss Loss { get; init; } = MemberLoss.Squared;

    /// <summary>Settings of the trees; the additive model reads rate, rounds, bins and rows per leaf, ridge none.</summary>
    public BoostingRecipe Trees { get; init; } = new();

    /// <summary>Penalty of ridge on standardised coefficients, per row; ≥ 0.</summary>
    public double RidgePenalty { get; init; } = 0.01;

    /// <summary>Feature families the member may see; empty = all. Others reach it as missing.</summary>
    public IReadOnlyList<string> Families { get; init; } = [];

    /// <summary>Columns that must never lower the forecast: names, or a start of names followed by <c>*</c>. Native
    /// LightGBM with squared error only; empty = none.</summary>
    public IReadOnlyList<string> Increasing { get; init; } = [];

    /// <summary>Networks of the learner <see cref="Learner.Network"/>, one per horizon; null for the others.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public IReadOnlyList<NetworkRecipe>? Networks { get; init; }

    /// <summary>Every setting in one line, the same for equal recipes; part of the protocol's hash.</summary>
    public string Canonical() => string.Create(
        CultureInfo.InvariantCulture,
        $"{Id} {Learner} {Target} {Loss} {Trees} ridge={RidgePenalty:R} families={string.Join(',', Families)}{Rising()}{NetworkText()}");

    /// <summary>Passes the recipe when every setting is allowed.</summary>
    /// <exception cref="Core.InputRefusedException"><c>recipe</c>: one is not; the message names it.</exception>
    public MemberRecipe Checked()
    {
        MemberRecipeRules.Refuse(this);
        return this;
    }

    private string NetworkText() => Networks is null ? "" : " networks=" + string.Join(',', Networks.Select(n => n.Canonical()));

    private string Rising() => Increasing.Count == 0 ? "" : " increasing=" + string.Join(',', Increasing);
}
