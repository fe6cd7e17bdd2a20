using Dms.Predictive.Learning;

namespace Dms.Predictive.Training;

/// <summary>Members, pool and spike map of one horizon, as one graph is to hold them.</summary>
/// <param name="Name">Part of the outputs' names, such as <c>10m</c>.</param>
/// <param name="Members">At least one; the first scores spikes.</param>
public sealed record OnnxBlend(string Name, IReadOnlyList<OnnxMember> Members)
{
    /// <summary>Constant of the log pool.</summary>
    public double Intercept { get; init; }

    /// <summary>Weights over log-HAR, GARCH and the members, in this order; null = no blend.</summary>
    public IReadOnlyList<double>? Weights { get; init; }

    /// <summary>Head that gives the probability of a spike from the pool's forecast and columns of the row; it needs
    /// the weights. Null = none.</summary>
    public LogitHead? Head { get; init; }

    /// <summary>Map of the one score of older bundles; null = none. At most one of head and map.</summary>
    public ICalibrationMap? Map { get; init; }

    /// <summary>Weight of the first member against GARCH in the one score, in [0, 1].</summary>
    public double SpikeTreeWeight { get; init; }
}
