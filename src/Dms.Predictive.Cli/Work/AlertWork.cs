using Dms.Predictive.Core;
using Dms.Predictive.Pipeline;
using Dms.Predictive.Training;

namespace Dms.Predictive.Cli.Work;

/// <summary>What alerts were worth over a span.</summary>
/// <param name="Rule">Rule that alerts were judged by.</param>
/// <param name="Events">Shocks of the span.</param>
/// <param name="Budgets">One outcome per false-alarm budget.</param>
internal sealed record AlertReport(AlertRule Rule, int Events, IReadOnlyList<BudgetOutcome> Budgets);

/// <summary>Plays the alert score over the bars of a walk-forward run and judges it.</summary>
internal static class AlertWork
{
    private const double FastMinutes = 3;
    private const int RealizedMinutes = 10;

    /// <summary>Judges alerts over a span; null when nothing was issued or the run has no spike horizon.</summary>
    /// <param name="run">A finished run; its rehearsals give the thresholds of the first quarter.</param>
    /// <param name="protocol">Protocol of the run.</param>
    /// <param name="span">First decision and end, exclusive.</param>
    public static AlertReport? Judge(WalkForwardRun run, EvaluationProtocol protocol, (Timestamp Start, Timestamp End) span)
    {
        DecisionTable table = run.Table;
        int horizon = Enumerable.Range(0, run.Targets.Count)
            .FirstOrDefault(h => run.Targets[h].HorizonMinutes == Math.Max(RealizedMinutes, table.BarMinutes), -1);
        if (horizon < 0 || run.Refits.Count == 0)
        {
            return null;
        }

        AlertRule rule = new();
        MemberForecasts forecasts = run.Forecasts[horizon];
        double[] lnForecast = [.. Enumerable.Range(0, table.Count).Select(d => Learning.HeadRow.LnForecast(
            forecasts.LnBlend[d], forecasts.LnLearned.Count > 0 ? forecasts.LnLearned[0][d] : double.NaN))];
        long[] minutes = [.. Enumerable.Range(0, table.Returns.Length).Select(i => table.FirstMinute + ((i + 1L) * table.BarMinutes))];
        AlertTape tape = new(minutes, Crossings(table), rule);
        double halfLife = protocol.EwmaHalfLivesMinutes[run.Refits[^1].Horizons[horizon].Baselines.EwmaIndex];
        AlertScores[] others =
        [
            new("ewma", Scores(table, lnForecast, new AlertScore(table.BarMinutes, halfLife, 0))),
            new("ewma-fast", Scores(table, lnForecast, new AlertScore(table.BarMinutes, FastMinutes, 0))),
        ];
        AlertScores subject = new("alert", Scores(table, lnForecast, new AlertScore(table.BarMinutes, FastMinutes)));
        IReadOnlyList<BudgetOutcome> budgets = AlertStudy.Run(tape, subject, others, span.Start, span.End, protocol.Seed);
        int events = tape.Events.Count(e => e >= span.Start.Minutes && e < span.End.Minutes);
        return new AlertReport(rule, events, budgets);
    }

    // The score of a bar uses the forecast and threshold of the last decision at or before its end.
    private static double[] Scores(DecisionTable table, double[] lnForecast, AlertScore score)
    {
        double[] scores = new double[table.Returns.Length];
        for (int bar = 0, next = 0; bar < scores.Length; bar++)
        {
            while (next < table.Count && table.LastBar[next] <= bar)
            {
                next++;
            }

            score.Append(table.Returns[bar]);
            bool known = next > 0 && !double.IsNaN(lnForecast[next - 1]) && !table.OutagesIn(bar, bar);
            scores[bar] = known ? score.Read(lnForecast[next - 1], table.Thresholds[next - 1]).Score : double.NaN;
        }

        return scores;
    }

    private static bool[] Crossings(DecisionTable table)
    {
        int window = Math.Max(1, RealizedMinutes / table.BarMinutes);
        bool[] above = new bool[table.Returns.Length];
        for (int bar = window - 1, next = 0; bar < above.Length; bar++)
        {
            while (next < table.Count && table.LastBar[next] <= bar)
            {
                next++;
            }

            double realized = 0;
            foreach (double r in table.Returns.AsSpan(bar - window + 1, window))
            {
                realized += r * r;
            }

            above[bar] = next > 0 && realized > table.Thresholds[next - 1];
        }

        return above;
    }
}
