using Dms.Predictive.Core;

namespace Dms.Predictive.Learning;

/// <summary>What was measured about a challenger; the document that approvers sign. Computed, never typed in.</summary>
public sealed record PromotionEvidence
{
    /// <summary>Value of <see cref="Schema"/>.</summary>
    public const string SchemaName = "dms-promotion-gate/1";

    /// <summary>Frozen bundles on bars that neither has seen.</summary>
    public const string Holdout = "holdout";

    /// <summary>The recipe refitted on a rolling origin before the bundle's training ended.</summary>
    public const string WalkForward = "walk-forward";

    /// <summary>The host's own record of a challenger scored beside the champion.</summary>
    public const string Shadow = "shadow";

    /// <summary>Form of the document.</summary>
    public string Schema { get; init; } = SchemaName;

    /// <summary><see cref="Holdout"/>, <see cref="WalkForward"/> or <see cref="Shadow"/>.</summary>
    public required string Kind { get; init; }

    /// <summary>Model id.</summary>
    public required string Model { get; init; }

    /// <summary>Version of the challenger.</summary>
    public required string Version { get; init; }

    /// <summary>Digest of its manifest.</summary>
    public required string ManifestSha256 { get; init; }

    /// <summary>Version of the champion it was measured against; null when there was none: then against its own GARCH.</summary>
    public string? Champion { get; init; }

    /// <summary>Digest of the champion's manifest.</summary>
    public string? ChampionManifestSha256 { get; init; }

    /// <summary>First decision.</summary>
    public required Timestamp Start { get; init; }

    /// <summary>End, exclusive.</summary>
    public required Timestamp End { get; init; }

    /// <summary>SHA-256 of the bars files by name.</summary>
    public required IReadOnlyDictionary<string, string> Data { get; init; }

    /// <summary>Days between the first and the last decision that have an outcome.</summary>
    public required double Days { get; init; }

    /// <summary>Losses by horizon.</summary>
    public required IReadOnlyList<PromotionLoss> Losses { get; init; }

    /// <summary>Coverage of the margin horizon.</summary>
    public required PromotionCoverage Coverage { get; init; }

    /// <summary>Margins of the challenger replayed over the span.</summary>
    public required RaiseOnlyReplay RaiseOnly { get; init; }

    /// <summary>Golden rows of the bundle that were scored again and came out as recorded.</summary>
    public required int GoldenRows { get; init; }

    /// <summary>Shadow records that were compared with forecasts computed again; 0 for other evidence.</summary>
    public int ShadowRecords { get; init; }

    /// <summary>Shadow records that differed from those.</summary>
    public int ShadowDifferences { get; init; }
}

/// <summary>Losses of challenger and champion at one horizon, on the same decisions.</summary>
/// <param name="HorizonMinutes">Horizon, minutes.</param>
/// <param name="Decisions">Decisions.</param>
/// <param name="ChampionQlike">Mean QLIKE of the champion, or of GARCH where there is none.</param>
/// <param name="ChallengerQlike">Mean QLIKE of the challenger.</param>
/// <param name="WorsePercent">100·(challenger ÷ champion − 1).</param>
/// <param name="DieboldMariano">Statistic with the HLN factor; positive when the challenger is worse.</param>
/// <param name="PValue">Two-sided.</param>
public sealed record PromotionLoss(
    int HorizonMinutes, int Decisions, double ChampionQlike, double ChallengerQlike, double WorsePercent, double DieboldMariano, double PValue);

/// <summary>Share of moves within the adaptive conformal band of the challenger.</summary>
/// <param name="HorizonMinutes">Horizon, minutes.</param>
/// <param name="Outcomes">Outcomes.</param>
/// <param name="CoveredPercent">Percent of them within; the target is 99.</param>
public sealed record PromotionCoverage(int HorizonMinutes, int Outcomes, double CoveredPercent);

/// <summary>Whether margins with the challenger ever stood below the baseline.</summary>
/// <param name="Decisions">Margins computed.</param>
/// <param name="Below">Margins below the policy's baseline, or with maintenance above initial.</param>
/// <param name="Raised">Margins above the baseline.</param>
public sealed record RaiseOnlyReplay(int Decisions, int Below, int Raised);
