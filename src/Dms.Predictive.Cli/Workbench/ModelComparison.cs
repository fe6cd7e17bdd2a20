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

    /// <summary>
    /// <c>better</c> only when test (5 %) and interval agree, <c>worse</c> when either says so, else <c>undecided</c>:
    /// a doubtful
    /// challenger must not look harmless.
    /// </summary>
    public string Verdict => PValue <= 0.05 && GainLow > 0 ? "better"
        : GainHigh < 0 || (PValue <= 0.05 && GainPercent < 0) ? "worse" : "undecided";
}
