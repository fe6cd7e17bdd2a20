using Dms.Predictive.Core;

namespace Dms.Predictive.Explanation.Report;

/// <summary>A watched number with its two limits.</summary>
/// <param name="Name">What is watched.</param>
/// <param name="Value">Its value.</param>
/// <param name="Amber">Limit of amber.</param>
/// <param name="Red">Limit of red.</param>
/// <param name="Status">How it stands.</param>
/// <param name="Note">What the reader should know; may be empty.</param>
public sealed record Monitor(
    string Name, Measured Value, Measured Amber, Measured Red, VerdictStatus Status, string Note);

/// <summary>Drift: monitors, and the paths worth drawing.</summary>
/// <param name="Monitors">One entry per monitor.</param>
/// <param name="Paths">Monitors over time; may be empty.</param>
/// <param name="Switches">Log of blocks and switches, one sentence each; may be empty.</param>
public sealed record DriftEvidence(
    IReadOnlyList<Monitor> Monitors, IReadOnlyList<MonitorPath> Paths, IReadOnlyList<string> Switches);

/// <summary>A monitor over time.</summary>
/// <param name="Name">What is watched.</param>
/// <param name="Unit">Its unit; empty when there is none. With <c>%</c> values and limit are fractions.</param>
/// <param name="Times">Strictly rising.</param>
/// <param name="Values">Beside the times; NaN is a hole.</param>
/// <param name="Limit">Value at which it alarms.</param>
public sealed record MonitorPath(
    string Name, string Unit, IReadOnlyList<Timestamp> Times, IReadOnlyList<double> Values, Measured Limit);

/// <summary>An injected fault and what the margin did.</summary>
/// <param name="Fault">What was injected: <c>stale book for 5 min</c>.</param>
/// <param name="Answer">What the system did: <c>held, reason stale</c>.</param>
/// <param name="ChangeOfRate">Largest rise of the initial margin rate that it caused, fraction of notional.</param>
/// <param name="Status">Whether that is as it should be.</param>
public sealed record FaultInjection(string Fault, string Answer, Measured ChangeOfRate, VerdictStatus Status);

/// <summary>One parameter moved.</summary>
/// <param name="Parameter">Name and step: <c>blend floor +0.1</c>.</param>
/// <param name="ChangeOfMargin">Relative change of the average margin, fraction.</param>
/// <param name="ChangeOfCoverage">Change of coverage, fraction (0.001 is 0.1 percentage points).</param>
public sealed record ParameterShift(string Parameter, Measured ChangeOfMargin, Measured ChangeOfCoverage);
