using Dms.Predictive.Core;

namespace Dms.Predictive.Features;

/// <summary>What an engine will be told of besides the bars of its instrument. Each input adds features at the end of
/// the schema; without any, the schema is <see cref="FeatureCatalog.Bars"/>.</summary>
public sealed record EngineInputs
{
    /// <summary>Slow series, each kind once.</summary>
    public IReadOnlyList<SlowSeriesKind> Series { get; init; } = [];

    /// <summary>Names of other instruments, each once: lower-case letters, digits and underscores.</summary>
    public IReadOnlyList<string> Peers { get; init; } = [];

    /// <summary>Whether there are trades and books as flow bars.</summary>
    public bool HasFlow { get; init; }

    /// <summary>Whether the singular-spectrum features of log realized variance are wanted. They need bars only and are
    /// off by default: see docs/reference/time-series-operators.md for what they are worth.</summary>
    public bool HasSpectrum { get; init; }
}
