using Dms.Predictive.Core;

namespace Dms.Predictive.Pipeline;

/// <summary>What a back-test replays.</summary>
/// <param name="Account">Positions and cash; the first position is what rates refer to.</param>
/// <param name="Models">Models with the time from which each is in service.</param>
/// <param name="Start">First decision.</param>
/// <param name="End">End of the span, exclusive.</param>
/// <param name="StepMinutes">Spacing of decisions.</param>
public sealed record BacktestPlan(
    Account Account, IReadOnlyList<(Timestamp At, ForecastModel Model)> Models, Timestamp Start, Timestamp End, int StepMinutes);
