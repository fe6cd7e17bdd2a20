using Dms.Predictive.Core;
using Dms.Predictive.Learning;

namespace Dms.Predictive.Training;

/// <summary>
/// Spike and onset heads over a finished walk-forward run: at each refit a head is fitted on trailing outcomes that
/// were known, then frozen until the next. Uses nothing of the run but forecasts made before their outcomes.
/// </summary>
public sealed class HeadStudy
{
    private const int Day = 1440;

    private readonly WalkForwardRun _run;
    private readonly EvaluationProtocol _protocol;
    private readonly Targets _targets;
    private readonly MemberForecasts _forecasts;
    private readonly double[] _calm;

    private HeadStudy(WalkForwardRun run, EvaluationProtocol protocol, int horizon)
    {
        (_run, _protocol, _targets, _forecasts) = (run, protocol, run.Targets[horizon], run.Forecasts[horizon]);
        _calm = CalmLevels.Of(run.Table);
        Spike = Walk(HeadRow.OfSpike(run.Table.Schema), _ => true);
        Onset = Walk(HeadRow.OfEarly(run.Table.Schema), d => run.Table.Realized10[d] < _calm[d]);
    }

    /// <summary>Spike probability by decision; NaN where none was issued.</summary>
    public IReadOnlyList<double> Spike { get; }

    /// <summary>Probability of a spike out of calm, by decision; NaN outside calm or where none was issued.</summary>
    public IReadOnlyList<double> Onset { get; }

    /// <summary>Runs both heads; null when the run has no ten-minute horizon or issued nothing.</summary>
    /// <param name="run">A finished run.</param>
    /// <param name="protocol">Protocol of the run.</param>
    public static HeadStudy? Run(WalkForwardRun run, EvaluationProtocol protocol)
    {
        ArgumentNullException.ThrowIfNull(run);
        ArgumentNullException.ThrowIfNull(protocol);
        int horizon = run.Targets.ToList().FindIndex(t => t.HorizonMinutes == Math.Max(10, run.Table.BarMinutes));
        return horizon < 0 || run.Refits.Count == 0 ? null : new HeadStudy(run, protocol, horizon);
    }

    /// <summary>Scores a column of probabilities over the eligible decisions of a span.</summary>
    /// <param name="probabilities"><see cref="Spike"/> or <see cref="Onset"/>.</param>
    /// <param name="from">First decision.</param>
    /// <param name="until">End, exclusive.</param>
    /// <returns>Null without both kinds of outcome.</returns>
    public HeadOutcome? Score(IReadOnlyList<double> probabilities, Timestamp from, Timestamp until)
    {
        ArgumentNullException.ThrowIfNull(probabilities);
        DecisionTable table = _run.Table;
        int first = table.IndexAt(from.Minutes);
        int[] rows = [.. Enumerable.Range(first, table.IndexAt(until.Minutes) - first)
            .Where(d => _targets.Eligible(d) && !double.IsNaN(probabilities[d]))];
        return HeadOutcome.Of(
            [.. rows.Select(d => table.Minutes[d])], [.. rows.Select(_targets.IsSpike)],
            [.. rows.Select(d => probabilities[d])], _protocol.Seed);
    }

    private double[] Walk(HeadRow inputs, Func<int, bool> counts)
    {
        DecisionTable table = _run.Table;
        double[] probabilities = new double[table.Count];
        Array.Fill(probabilities, double.NaN);
        double[] values = new double[inputs.Count];
        foreach (FittedRefit refit in _run.Refits)
        {
            LogitHead? head = LogitHeadFitter.Fit(Known(inputs, counts, refit.Refit.Minute));
            int end = table.IndexAt(refit.Refit.UntilMinute);
            for (int d = table.IndexAt(refit.Refit.Minute); d < end && head is not null; d++)
            {
                if (Issued(d) && counts(d))
                {
                    Fill(inputs, d, values);
                    probabilities[d] = head.Probability(values);
                }
            }
        }

        return probabilities;
    }

    private HeadSample Known(HeadRow inputs, Func<int, bool> counts, long refitMinute)
    {
        DecisionTable table = _run.Table;
        HeadSample sample = new(inputs.Names);
        double[] values = new double[inputs.Count];
        int first = table.IndexAt(refitMinute - (_protocol.CalibrationDays * Day));
        int end = table.IndexAt(refitMinute - _targets.HorizonMinutes + 1);
        for (int d = first; d < end; d++)
        {
            if (_targets.Eligible(d) && Issued(d) && counts(d))
            {
                Fill(inputs, d, values);
                sample.Add(values, _targets.IsSpike(d));
            }
        }

        return sample;
    }

    private bool Issued(int d) => !double.IsNaN(_forecasts.LnBlend[d]) && !double.IsNaN(_run.Table.Thresholds[d]);

    private void Fill(HeadRow inputs, int d, double[] values)
    {
        double learned = _forecasts.LnLearned.Count > 0 ? _forecasts.LnLearned[0][d] : double.NaN;
        inputs.Fill(
            HeadRow.LnForecast(_forecasts.LnBlend[d], learned), _run.Table.Thresholds[d], _run.Table.Features(d), values);
    }
}
