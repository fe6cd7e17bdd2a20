namespace Dms.Predictive.Margin;

/// <summary>Parameters of the standard-options policy. A forecast multiplies the rates, not the factors.</summary>
public sealed record StandardOptionParameters
{
    private const string At = "policy.parameters.";

    /// <summary>Whether options of one expiry set each other off by their largest loss; false = each short option is
    /// margined alone, against the forward.</summary>
    public required bool IsStrategy { get; init; }

    /// <summary>Initial margin of a short option at the money, fraction of the price; ≥ 0.</summary>
    public required double MaximumSpotRate { get; init; }

    /// <summary>Least initial margin of a short option, fraction of the price; ≥ 0.</summary>
    public required double MinimumSpotRate { get; init; }

    /// <summary>Maintenance margin of a short call, fraction of the price; ≥ 0.</summary>
    public required double CallMaintenanceRate { get; init; }

    /// <summary>Maintenance margin of a short put, fraction of the price; ≥ 0.</summary>
    public required double PutMaintenanceRate { get; init; }

    /// <summary>Maintenance margin of a short put, fraction of its mark; ≥ 0.</summary>
    public required double PutMaintenanceMarkRate { get; init; }

    /// <summary>Initial margin of a short put as a multiple of its maintenance margin; ≥ 0.</summary>
    public required double PutInitialFactor { get; init; }

    /// <summary>Initial margin of a call that no long call covers, multiple of the forward; ≥ 0.</summary>
    public required double UnpairedInitial { get; init; }

    /// <summary>Maintenance margin of it, multiple of the forward; ≥ 0.</summary>
    public required double UnpairedMaintenance { get; init; }

    /// <summary>Initial margin of linear contracts, fraction of notional; ≥ 0.</summary>
    public required double PerpInitialRate { get; init; }

    /// <summary>Maintenance margin of linear contracts, fraction of notional; ≥ 0.</summary>
    public required double PerpMaintenanceRate { get; init; }

    /// <summary>Price of the quote currency below which initial margin grows, USD; ≥ 0.</summary>
    public double DepegThreshold { get; init; }

    /// <summary>Fraction of notional per USD below it; ≥ 0.</summary>
    public double DepegFactor { get; init; }

    /// <summary>The same parameters with every rate at a multiple.</summary>
    internal StandardOptionParameters Times(double scale) => scale == 1 ? this : this with
    {
        MaximumSpotRate = MaximumSpotRate * scale,
        MinimumSpotRate = MinimumSpotRate * scale,
        CallMaintenanceRate = CallMaintenanceRate * scale,
        PutMaintenanceRate = PutMaintenanceRate * scale,
        PutMaintenanceMarkRate = PutMaintenanceMarkRate * scale,
        PerpInitialRate = PerpInitialRate * scale,
        PerpMaintenanceRate = PerpMaintenanceRate * scale,
    };

    internal void Check()
    {
        Refuse.UnlessAtLeastZero(MaximumSpotRate, At + "maximumSpotRate");
        Refuse.UnlessAtLeastZero(MinimumSpotRate, At + "minimumSpotRate");
        Refuse.UnlessAtLeastZero(CallMaintenanceRate, At + "callMaintenanceRate");
        Refuse.UnlessAtLeastZero(PutMaintenanceRate, At + "putMaintenanceRate");
        Refuse.UnlessAtLeastZero(PutMaintenanceMarkRate, At + "putMaintenanceMarkRate");
        Refuse.UnlessAtLeastZero(PutInitialFactor, At + "putInitialFactor");
        Refuse.UnlessAtLeastZero(UnpairedInitial, At + "unpairedInitial");
        Refuse.UnlessAtLeastZero(UnpairedMaintenance, At + "unpairedMaintenance");
        Refuse.UnlessAtLeastZero(PerpInitialRate, At + "perpInitialRate");
        Refuse.UnlessAtLeastZero(PerpMaintenanceRate, At + "perpMaintenanceRate");
        Refuse.UnlessAtLeastZero(DepegThreshold, At + "depegThreshold");
        Refuse.UnlessAtLeastZero(DepegFactor, At + "depegFactor");
    }
}
