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

    /// <summary>Weight of the first member against GARCH in the spike score, in [0, 1].</summary>
    public double SpikeTreeWeight { get; init; }

    /// <summary>Logistic map of the spike score; null = none.</summary>
    public PlattMap? Platt { get; init; }

    /// <summary>Isotonic map of the spike score; null = none. At most one of the two maps.</summary>
    public IsotonicMap? Isotonic { get; init; }
}
