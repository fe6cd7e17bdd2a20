using Dms.Predictive.Core;
using Dms.Predictive.Features;

namespace Dms.Predictive.Pipeline;

/// <summary>What a back-test replays.</summary>
/// <param name="Account">Positions and cash; the first position is what rates refer to.</param>
/// <param name="Models">Models with the time from which each is in service.</param>
/// <param name="Start">First decision.</param>
/// <param name="End">End of the span, exclusive.</param>
/// <param name="StepMinutes">Spacing of decisions.</param>
public sealed record BacktestPlan(
    Account Account, IReadOnlyList<(Timestamp At, ForecastModel Model)> Models, Timestamp Start, Timestamp End, int StepMinutes)
{
    /// <summary>What accompanied the bars, of the inputs that the pipeline was opened for.</summary>
    public SideHistory Side { get; init; } = SideHistory.None;
}
