using Dms.Predictive.Core;

namespace Dms.Predictive.Features;

/// <summary>What features exist, and the version of their formulas.</summary>
public static class FeatureCatalog
{
    /// <summary>Raised with every change of a formula, a name or the order.</summary>
    public const int Version = 1;

    /// <summary>Minutes of bars before every feature is defined.</summary>
    public const int WarmUpMinutes = 10_080;

    /// <summary>The features of price and volume bars, in the order in which the engine writes them.</summary>
    public static FeatureSchema Bars { get; } = new FeatureEngine(1).Schema;

    /// <summary>The same with those of every kind of slow series but custom ones, which are formed like <c>vix</c>.</summary>
    public static FeatureSchema WithSeries { get; } = new FeatureEngine(1, new EngineInputs { Series = SlowSeriesKind.Known }).Schema;

    /// <summary>The features of bars, and of trades and books.</summary>
    public static FeatureSchema WithFlow { get; } = new FeatureEngine(1, new EngineInputs { HasFlow = true }).Schema;

    /// <summary>The features of bars, and of one other instrument called <c>peer</c>.</summary>
    public static FeatureSchema WithPeer { get; } = new FeatureEngine(1, new EngineInputs { Peers = ["peer"] }).Schema;

    /// <summary>The features of bars, and the singular-spectrum ones.</summary>
    public static FeatureSchema WithSpectrum { get; } = new FeatureEngine(1, new EngineInputs { HasSpectrum = true }).Schema;
}
