using Dms.Predictive.Volatility;

namespace Dms.Predictive.Training;

/// <summary>How well a head ranked and calibrated over a span.</summary>
/// <param name="Decisions">Decisions scored.</param>
/// <param name="BaseRate">Share of them that the event followed.</param>
/// <param name="PrAuc">Area under the precision-recall curve.</param>
/// <param name="PrAucInterval">95 % interval: days resampled in blocks of about a week.</param>
/// <param name="Reliability">Brier score, its skill, calibration error.</param>
public sealed record HeadOutcome(
    int Decisions, double BaseRate, double PrAuc, (double Lower, double Upper) PrAucInterval,
    ReliabilityResult Reliability)
{
    private const int Draws = 200;
    private const long Day = 1440;
    private const double MeanBlockDays = 7;

    /// <summary>PR-AUC ÷ base rate: 1 is what chance gives.</summary>
    public double Lift => PrAuc / BaseRate;

    /// <summary>Scores probabilities; null without both kinds of outcome.</summary>
    /// <param name="minutes">Decision times, rising.</param>
    /// <param name="labels">Whether the event followed.</param>
    /// <param name="probabilities">One per decision.</param>
    /// <param name="seed">Seed of the interval.</param>
    internal static HeadOutcome? Of(long[] minutes, bool[] labels, double[] probabilities, long seed)
    {
        int events = labels.Count(l => l);
        return events == 0 || events == labels.Length
            ? null
            : new HeadOutcome(
                labels.Length, events / (double)labels.Length, ProbabilityScores.AveragePrecision(labels, probabilities),
                Interval(minutes, labels, probabilities, seed), ProbabilityScores.Reliability(labels, probabilities));
    }

    private static (double Lower, double Upper) Interval(long[] minutes, bool[] labels, double[] probabilities, long seed)
    {
        (bool Label, double Probability)[][] days =
        [
            .. Enumerable.Range(0, minutes.Length).GroupBy(i => minutes[i] / Day)
                .Select(g => g.Select(i => (labels[i], probabilities[i])).ToArray()),
        ];
        SeededGenerator generator = new(seed);
        int[] rows = new int[days.Length];
        List<double> draws = [];
        for (int draw = 0; draw < Draws; draw++)
        {
            StationaryBootstrap.Resample(generator, Math.Min(MeanBlockDays, days.Length), rows);
            (bool Label, double Probability)[] sample = [.. rows.SelectMany(r => days[r])];
            double score = ProbabilityScores.AveragePrecision(
                sample.Select(s => s.Label).ToArray(), sample.Select(s => s.Probability).ToArray());
            if (!double.IsNaN(score))
            {
                draws.Add(score);
            }
        }

        return draws.Count == 0
            ? (double.NaN, double.NaN)
            : (Quantile.Of([.. draws], 0.025), Quantile.Of([.. draws], 0.975));
    }
}
