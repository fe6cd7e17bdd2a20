using Dms.Predictive.Audit;
using Dms.Predictive.Core;
using Dms.Predictive.Explanation;
using Dms.Predictive.Explanation.Report;
using Dms.Predictive.Pipeline;
using Dms.Predictive.Training;

namespace Dms.Predictive.Cli.Work.Explaining;

/// <summary>Everything a report is made of, measured once.</summary>
internal sealed record ExplainRun
{
    public required ExplainOrder Order { get; init; }

    public required ExplainedModel Model { get; init; }

    public required PipelinePolicy Policy { get; init; }

    /// <summary>Span of the decisions, end exclusive.</summary>
    public required (Timestamp Start, Timestamp End) Span { get; init; }

    /// <summary>Decisions with a forecast, in order of time; beside <see cref="Rows"/>.</summary>
    public required IReadOnlyList<ExplainedDecision> Decisions { get; init; }

    /// <summary>Their scores and attributions.</summary>
    public required ExplainedRows Rows { get; init; }

    /// <summary>The same rows by the other value function, a spread sample; rows refused are left out.</summary>
    public required ExplainedRows Other { get; init; }

    /// <summary>Every decision of the span, with margin rates.</summary>
    public required IReadOnlyList<BacktestPoint> Points { get; init; }

    /// <summary>What every margin of the span rested on, to compute it again otherwise.</summary>
    public required MarginTrace Trace { get; init; }

    /// <summary>Absolute move within the horizon after each point, fraction; NaN when not known.</summary>
    public required double[] Moves { get; init; }

    public required MarginBacktest Backtest { get; init; }

    public required AlertLedger Alerts { get; init; }

    /// <summary>Decisions in which the forecast asked for most above GARCH and baseline, one an hour.</summary>
    public required IReadOnlyList<MarginDecision> Raises { get; init; }

    /// <summary>Why margin changed into each of them.</summary>
    public required IReadOnlyList<MarginExplanation> Explained { get; init; }

    /// <summary>Outcomes, and the decisions they belong to.</summary>
    public required Targets Outcomes { get; init; }

    public required DecisionTable Table { get; init; }

    /// <summary>Hashes of the run's record.</summary>
    public required IReadOnlyList<byte[]> Leaves { get; init; }

    public required string ChainHead { get; init; }

    /// <summary>Observed values per feature over all rows; null where none is finite.</summary>
    public required IReadOnlyList<ObservedValues?> Seen { get; init; }

    /// <summary>Names, units and families of the scorer's row.</summary>
    public required FeatureSchema Schema { get; init; }

    /// <summary>End of training: what lies before it was seen.</summary>
    public Timestamp TrainedUntil => Order.Bundle.Manifest.Description.Created;

    /// <summary>Number of the first row that was not seen in training; the number of rows when all were.</summary>
    public int FirstUnseen => Decisions.TakeWhile(d => d.AsOf < TrainedUntil).Count();

    /// <summary>Realized variance after a decision, percent² with its floor; NaN when it is not known or lies in an
    /// outage.</summary>
    public double Realized(ExplainedDecision decision)
    {
        int at = Table.IndexAt(decision.AsOf.Minutes);
        return at < Table.Count && Table.Minutes[at] == decision.AsOf.Minutes && Outcomes.Eligible(at) ? Outcomes[at] : double.NaN;
    }

    /// <summary>An annualized volatility, fraction, from percent² over the horizon.</summary>
    public double Annualized(double percentSquared) =>
        Math.Sqrt(percentSquared / PeriodVariance.PercentSquaredPerUnit * 365.0 * 1440 / Policy.HorizonMinutes);
}
