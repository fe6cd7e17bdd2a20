namespace Dms.Predictive.Explanation.Report;

/// <summary>What the model is for, and who answers for it (the model card).</summary>
public sealed record ModelPurpose
{
    /// <summary>What it is for, in one or two sentences.</summary>
    public required string Purpose { get; init; }

    /// <summary>How it may be used.</summary>
    public IReadOnlyList<string> Uses { get; init; } = [];

    /// <summary>What it must not be used for, and where it is known to fail.</summary>
    public IReadOnlyList<string> Limits { get; init; } = [];

    /// <summary>What must hold for the figures to hold.</summary>
    public IReadOnlyList<string> Assumptions { get; init; } = [];

    /// <summary>Owner, developer, validator, tier, approvals, overrides with their expiry.</summary>
    public IReadOnlyList<NamedText> Governance { get; init; } = [];
}
