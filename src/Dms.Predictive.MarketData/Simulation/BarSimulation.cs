namespace Dms.Predictive.MarketData;

/// <summary>A market of bars; the defaults make the shipped sample. A build-up's volume is e^(1.4 · strength) times the
/// usual; in a placebo market closes and shocks stay the same.</summary>
public sealed record BarSimulation() : SimulationSettings("SIM-BTC");
