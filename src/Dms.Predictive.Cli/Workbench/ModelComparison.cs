namespace Dms.Predictive.Cli.Workbench;

/// <summary>Challenger against champion at one horizon, on the same decisions, neither having seen them.</summary>
public sealed record ModelComparison
{
    /// <summary>Horizon, minutes.</summary>
    public required int HorizonMinutes { get; init; }

    /// <summary>Decisions that both forecast and that have an outcome.</summary>
    public required int Decisions { get; init; }

    /// <summary>Mean QLIKE of the champion's blend; lower is better.</summary>
    public required double ChampionQlike { get; init; }

    /// <summary>Mean QLIKE of the challenger's blend.</summary>
    public required double ChallengerQlike { get; init; }

    /// <summary>100·(1 − challenger ÷ champion): positive when the challenger is better.</summary>
    public required double GainPercent { get; init; }

    /// <summary>Lower end of the stationary-bootstrap 95 % interval of the gain, percent.</summary>
    public required double GainLow { get; init; }

    /// <summary>Upper end, percent.</summary>
    public required double GainHigh { get; init; }

    /// <summary>Diebold-Mariano statistic with the HLN factor; negative when the challenger is better.</summary>
    public required double DieboldMariano { get; init; }

    /// <summary>Two-sided p-value of the statistic.</summary>
    public required double PValue { get; init; }

    /// <summary>Spike scores on the same decisions; null where not both issue a probability or no spike came.</summary>
    public SpikeComparison? Spike { get; init; }

    /// <summary>
    /// <c>better</c> only when test (5 %) and interval agree, <c>worse</c> when either says so, else <c>undecided</c>:
    /// a doubtful
    /// challenger must not look harmless.
    /// </summary>
    public string Verdict => PValue <= 0.05 && GainLow > 0 ? "better"
        : GainHigh < 0 || (PValue <= 0.05 && GainPercent < 0) ? "worse" : "undecided";
}

/// <summary>Spike probabilities of two models on the same decisions.</summary>
/// <param name="Decisions">Decisions.</param>
/// <param name="BaseRate">Share of spikes.</param>
/// <param name="ChampionPrAuc">Average precision of the champion.</param>
/// <param name="ChallengerPrAuc">Average precision of the challenger.</param>
/// <param name="ChampionBrierSkill">Brier skill of the champion against the base rate.</param>
/// <param name="ChallengerBrierSkill">Brier skill of the challenger.</param>
public sealed record SpikeComparison(
    int Decisions, double BaseRate, double ChampionPrAuc, double ChallengerPrAuc, double ChampionBrierSkill, double ChallengerBrierSkill);
