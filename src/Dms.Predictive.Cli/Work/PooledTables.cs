using Dms.Predictive.Core;
using Dms.Predictive.MarketData;
using Dms.Predictive.Training;

namespace Dms.Predictive.Cli.Work;

/// <summary>Decision tables of the markets that learned members train on besides the forecast one.</summary>
internal static class PooledTables
{
    /// <summary>Builds one table per market, up to the end.</summary>
    /// <exception cref="UsageException">Step or horizons do not fit a market's bars.</exception>
    public static IReadOnlyList<DecisionTable> Of(
        IReadOnlyList<BarHistory> pool, EvaluationProtocol protocol, Timestamp end, CancellationToken cancellation) =>
        [.. pool.Select(p =>
        {
            GridRules.Refuse(protocol, p.Series);
            return DecisionTableBuilder.Build(p.Series, protocol.StepMinutes, end, cancellation);
        })];
}
