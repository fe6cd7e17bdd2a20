using Dms.Predictive.Core;
using Dms.Predictive.Explanation;
using Dms.Predictive.Explanation.Report;

namespace Dms.Predictive.Cli.Work.Explaining;

/// <summary>What was computed from a run.</summary>
internal sealed record ExplainFindings
{
    public required AttributionSizes Sizes { get; init; }

    public required FeatureBehaviour Behaviour { get; init; }

    public required IReadOnlyList<ScoreCase> Cases { get; init; }

    public required StabilityFindings Stability { get; init; }

    public required DriftEvidence Drift { get; init; }

    public required RobustnessFindings Robustness { get; init; }

    public required SensitivityFindings Sensitivity { get; init; }

    /// <summary>Rows whose score has the bits of the one that was issued.</summary>
    public required int Identical { get; init; }

    /// <summary>Computes everything; the same run gives the same findings on any number of threads.</summary>
    public static ExplainFindings Of(ExplainRun run, CancellationToken cancellation)
    {
        Action<int, Action<int>> forEach = (count, work) => Parallel.For(
            0, count, new ParallelOptions { MaxDegreeOfParallelism = run.Order.Threads, CancellationToken = cancellation }, work);
        AttributionSizes sizes = AttributionSizes.Of(run.Rows, [.. run.Schema.Features.Select(f => f.Family)], seed: run.Order.Seed);
        return new()
        {
            Sizes = sizes,
            Behaviour = ExplainBehaviour.Of(run, sizes, forEach),
            Cases = new ExplainCases(run).All(forEach),
            Stability = ExplainStability.Of(run, sizes, cancellation),
            Drift = ExplainDrift.Of(run, sizes),
            Robustness = ExplainRobustness.Of(run),
            Sensitivity = ExplainSensitivity.Of(run, forEach),
            Identical = Enumerable.Range(0, run.Rows.Count).Count(k =>
                BitConverter.DoubleToInt64Bits(run.Rows.Scores[k]) == BitConverter.DoubleToInt64Bits(run.Decisions[k].RawScore)),
        };
    }
}
