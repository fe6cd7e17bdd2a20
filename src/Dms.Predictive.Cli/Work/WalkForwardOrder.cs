using Dms.Predictive.Core;
using Dms.Predictive.MarketData;
using Dms.Predictive.Training;

namespace Dms.Predictive.Cli.Work;

/// <summary>A walk-forward that was asked for, with all it reads.</summary>
/// <param name="History">Bars of the market that is forecast.</param>
/// <param name="Pool">Other markets that learned members train on.</param>
/// <param name="Side">What accompanies the bars.</param>
/// <param name="Protocol">Settings.</param>
/// <param name="Span">Test span, end exclusive.</param>
/// <param name="Threads">Refits fitted at the same time, ≥ 1.</param>
internal sealed record WalkForwardOrder(
    BarHistory History, IReadOnlyList<BarHistory> Pool, SideFiles Side, EvaluationProtocol Protocol,
    (Timestamp Start, Timestamp End) Span, int Threads)
{
    /// <summary>What the ledger is told. Outcomes come from the bars; pooled markets and what accompanies the bars only belong to
    /// the configuration.</summary>
    public OpeningRequest ToOpening() =>
        new(Protocol.Hash, [.. History.Files.Select(f => f.Sha256)], Span.Start, Span.End, Protocol.Seed)
        {
            Inputs = [.. Pool.SelectMany(p => p.Files).Select(f => f.Sha256), .. Side.Sources.Select(s => s.Sha256)],
        };

    /// <summary>Decisions of the market, up to the end of the span.</summary>
    public DecisionTable Table(CancellationToken cancellation) => DecisionTableBuilder.Build(
        History.Series, Protocol.StepMinutes, Span.End, cancellation, Side.History);

    /// <summary>Decisions of the pooled markets.</summary>
    /// <exception cref="UsageException">Step or horizons do not fit a market's bars.</exception>
    public IReadOnlyList<DecisionTable> PoolTables(CancellationToken cancellation) =>
        PooledTables.Of(Pool, Protocol, Span.End, cancellation);
}
