using Dms.Predictive.Core;
using Dms.Predictive.MarketData;
using Dms.Predictive.Training;

namespace Dms.Predictive.Cli.Work;

/// <summary>A finished evaluation.</summary>
internal sealed record EvaluationOutcome(
    BarHistory History, EvaluationProtocol Protocol, (Timestamp Start, Timestamp End) Span, WalkForwardRun Run,
    IReadOnlyList<HorizonSummary> Horizons)
{
    /// <summary>What accompanied the bars.</summary>
    public IReadOnlyList<SideSource> Side { get; init; } = [];

    /// <summary>How often this test span has been opened, this run included.</summary>
    public required Opening Opening { get; init; }

    /// <summary>SHA-256 of all forecasts as CSV text.</summary>
    public required string ForecastsSha256 { get; init; }

    /// <summary>What leaks would look like here; null when not asked for.</summary>
    public LeakFindings? Leak { get; init; }
}
