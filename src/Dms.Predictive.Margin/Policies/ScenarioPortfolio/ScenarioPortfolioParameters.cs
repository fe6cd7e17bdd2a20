namespace Dms.Predictive.Margin;

/// <summary>Parameters of the scenario-portfolio policy.</summary>
public sealed record ScenarioPortfolioParameters
{
    private const string At = "policy.parameters.";

    /// <summary>Length of the averaging window before expiry, seconds; &gt; 0.</summary>
    public double SettlementWindowSeconds { get; init; } = MarketShift.SettlementWindowSeconds;

    /// <summary>Scenarios in the order of their index; at least one.</summary>
    public required IReadOnlyList<PortfolioScenario> Scenarios { get; init; }

    /// <summary>How volatilities move up and down.</summary>
    public required VolatilityShock VolatilityShock { get; init; }

    /// <summary>What a loss is multiplied by, and how option values are discounted.</summary>
    public required LossFactors LossFactors { get; init; }

    /// <summary>Forwards that move apart from spot.</summary>
    public required BasisShock Basis { get; init; }

    /// <summary>Charges beside the scenarios.</summary>
    public required PortfolioContingencies Contingencies { get; init; }

    /// <summary>Changes of the smile; null = none, then no scenario may ask for them.</summary>
    public SkewShock? SkewShock { get; init; }

    /// <summary>Whether a forecast also widens the moves of volatility, not only those of spot.</summary>
    public bool ScaleVolatility { get; init; }

    internal void Check()
    {
        Refuse.UnlessPositive(SettlementWindowSeconds, At + "settlementWindowSeconds");
        Refuse.Unless(Scenarios.Count > 0, At + "scenarios", 0, "at least one scenario");
        for (int i = 0; i < Scenarios.Count; i++)
        {
            (PortfolioScenario s, string row) = (Scenarios[i], $"{At}scenarios[{i}].");
            Refuse.UnlessPositive(s.Spot, row + "spot");
            Refuse.UnlessFraction(s.Dampening, row + "dampening");
            Refuse.Unless(Enum.IsDefined(s.Volatility), row + "volatility", s.Volatility, "a known move");
            Refuse.Unless(
                !s.MovesSmile || SkewShock is not null, row + "volatility", s.Volatility, "up, none or down without skewShock");
        }

        VolatilityShock.Check(At + "volatilityShock.");
        LossFactors.Check(At + "lossFactors.");
        Basis.Check(At + "basis.");
        Contingencies.Check(At + "contingencies.");
        SkewShock?.Check(At + "skewShock.");
    }
}

/// <summary>How volatilities move in a scenario.</summary>
public enum VolatilityMove
{
    /// <summary>They stay.</summary>
    None = 0,

    /// <summary>They rise.</summary>
    Up,

    /// <summary>They fall.</summary>
    Down,

    /// <summary>The smile tilts: one side rises, the other falls.</summary>
    Linear,

    /// <summary>The smile bends: both sides rise or both fall.</summary>
    Absolute,
}

/// <summary>One scenario.</summary>
/// <param name="Name">Comes back in the answer.</param>
/// <param name="Spot">Price as a multiple of the current one; &gt; 0.</param>
/// <param name="Volatility">What volatilities do.</param>
/// <param name="Dampening">Share of the profit that counts, [0, 1].</param>
public sealed record PortfolioScenario(string Name, double Spot, VolatilityMove Volatility, double Dampening = 1)
{
    /// <summary>Whether it changes the shape of the smile.</summary>
    internal bool MovesSmile => Volatility is VolatilityMove.Linear or VolatilityMove.Absolute;
}
