using Dms.Predictive.Core;
using Dms.Predictive.Volatility;

namespace Dms.Predictive.Training;

/// <summary>Losses of one model on a set of decisions.</summary>
/// <param name="Model">Model id.</param>
/// <param name="IssuedShare">Share of eligible decisions with a forecast.</param>
/// <param name="Qlike">Mean QLIKE; a skipped decision is judged by the forecast before it.</param>
/// <param name="MeanSquaredError">Mean squared error, percent⁴.</param>
/// <param name="SpikePrAuc">Average precision of variance ÷ threshold; null without spikes or at other horizons.</param>
public sealed record ModelLosses(string Model, double IssuedShare, double Qlike, double MeanSquaredError, double? SpikePrAuc);

/// <summary>How the blend compares with one baseline.</summary>
/// <param name="Baseline">Model id of the baseline.</param>
/// <param name="GainPercent">100·(1 − QLIKE of blend ÷ QLIKE of baseline).</param>
/// <param name="GainLow">Lower end of the stationary-bootstrap 95 % interval.</param>
/// <param name="GainHigh">Upper end.</param>
/// <param name="DieboldMariano">Statistic with HLN factor; negative = blend is better.</param>
/// <param name="PValue">Two-sided.</param>
public sealed record BlendGain(
    string Baseline, double GainPercent, double GainLow, double GainHigh, double DieboldMariano, double PValue);

/// <summary>Mean QLIKE of every model on a slice of the span.</summary>
/// <param name="Slice">Month <c>2019-03</c>, or regime <c>calm mid high top5</c>.</param>
/// <param name="Rows">Decisions in the slice.</param>
/// <param name="Qlike">By model id.</param>
public sealed record SliceLosses(string Slice, int Rows, IReadOnlyDictionary<string, double> Qlike);

/// <summary>Quality of the issued spike probability.</summary>
/// <param name="Rows">Decisions judged.</param>
/// <param name="BaseRate">Share of spikes.</param>
/// <param name="PrAuc">Average precision.</param>
/// <param name="BrierSkill">Against the base rate.</param>
/// <param name="CalibrationError">Expected calibration error over ten equal-count bins.</param>
public sealed record SpikeQuality(int Rows, double BaseRate, double PrAuc, double BrierSkill, double CalibrationError);

/// <summary>What an evaluation showed for one horizon.</summary>
public sealed record HorizonSummary
{
    /// <summary>Horizon in minutes.</summary>
    public required int HorizonMinutes { get; init; }

    /// <summary>Decisions scored.</summary>
    public required int Rows { get; init; }

    /// <summary>Every model.</summary>
    public required IReadOnlyList<ModelLosses> Models { get; init; }

    /// <summary>Blend against har and garch.</summary>
    public required IReadOnlyList<BlendGain> Gains { get; init; }

    /// <summary>Thirds and top 5 % of realized variance at the decision.</summary>
    public required IReadOnlyList<SliceLosses> Regimes { get; init; }

    /// <summary>Calendar months.</summary>
    public required IReadOnlyList<SliceLosses> Months { get; init; }

    /// <summary>Spike probability; null where none was issued.</summary>
    public required SpikeQuality? Spike { get; init; }
}

/// <summary>Scores a finished run as the data protocol says.</summary>
public static class EvaluationSummary
{
    private const int BootstrapDraws = 1000;
    private static readonly string[] RegimeNames = ["calm", "mid", "high", "top5"];

    /// <summary>Scores every horizon of a run; horizons without eligible decisions are left out.</summary>
    public static IReadOnlyList<HorizonSummary> Of(WalkForwardRun run, (Timestamp Start, Timestamp End) span, int seed)
    {
        ArgumentNullException.ThrowIfNull(run);
        List<HorizonSummary> summaries = [];
        for (int h = 0; h < run.Targets.Count; h++)
        {
            Scoring scoring = new(run, h, span);
            if (scoring.Rows.Count >= 2 && scoring.Losses.Count > 0)
            {
                summaries.Add(scoring.Summary(seed));
            }
        }

        return summaries;
    }

    private sealed class Scoring
    {
        private readonly WalkForwardRun _run;
        private readonly Targets _target;
        private readonly MemberForecasts _forecasts;
        private readonly Dictionary<string, double[]> _held = [];

        public Scoring(WalkForwardRun run, int horizon, (Timestamp Start, Timestamp End) span)
        {
            (_run, _target, _forecasts) = (run, run.Targets[horizon], run.Forecasts[horizon]);
            int first = run.Table.IndexAt(span.Start.Minutes);
            int end = run.Table.IndexAt(span.End.Minutes);
            Rows = [.. Enumerable.Range(first, Math.Max(0, end - first)).Where(_target.Eligible)];
            foreach ((string model, double[] ln) in _forecasts.Issued)
            {
                Hold(model, ln);
            }
        }

        /// <summary>Eligible decisions.</summary>
        public List<int> Rows { get; }

        /// <summary>QLIKE per row by model.</summary>
        public Dictionary<string, double[]> Losses { get; } = [];

        public HorizonSummary Summary(int seed) => new()
        {
            HorizonMinutes = _target.HorizonMinutes,
            Rows = Rows.Count,
            Models = [.. _forecasts.Issued.Where(m => Losses.ContainsKey(m.Model)).Select(m => LossesOf(m.Model, m.Ln))],
            Gains = [.. new[] { "har", "garch" }.Where(Losses.ContainsKey).Select(b => GainOver(b, seed))],
            Regimes = Regimes(),
            Months = [.. Rows.Select((d, i) => (Month: Timestamp.FromMinutes(_run.Table.Minutes[d]).ToString()[..7], i))
                .GroupBy(p => p.Month).Select(g => Slice(g.Key, [.. g.Select(p => p.i)]))],
            Spike = SpikeQualityOf(),
        };

        // Skipping cannot pay: a decision without a forecast is judged by the last one issued.
        private void Hold(string model, double[] ln)
        {
            int first = Rows.FindIndex(d => !double.IsNaN(ln[d]));
            if (first < 0)
            {
                return;
            }

            double last = ln[Rows[first]];
            double[] held = new double[Rows.Count];
            for (int i = 0; i < Rows.Count; i++)
            {
                last = double.IsNaN(ln[Rows[i]]) ? last : ln[Rows[i]];
                held[i] = Math.Exp(last);
            }

            _held[model] = held;
            Losses[model] = [.. held.Select((f, i) => ForecastLoss.Qlike(_target[Rows[i]], f))];
        }

        private ModelLosses LossesOf(string model, double[] ln)
        {
            double[] held = _held[model];
            double squared = held.Select((f, i) => ForecastLoss.SquaredError(_target[Rows[i]], f)).Average();
            (List<int> at, bool[] labels) = Spikes();
            double? precision = labels.Any(l => l)
                ? ProbabilityScores.AveragePrecision(labels, [.. at.Select(i => held[i] / Math.Max(_run.Table.Thresholds[Rows[i]], 1e-9))])
                : null;
            return new ModelLosses(model, Rows.Count(d => !double.IsNaN(ln[d])) / (double)Rows.Count, Losses[model].Average(), squared, precision);
        }

        private (List<int> Positions, bool[] Labels) Spikes()
        {
            if (!_target.SpikesAreDefined)
            {
                return ([], []);
            }

            List<int> at = [.. Enumerable.Range(0, Rows.Count).Where(i => _target.HasThreshold(Rows[i]))];
            return (at, [.. at.Select(i => _target.IsSpike(Rows[i]))]);
        }

        private BlendGain GainOver(string baseline, int seed)
        {
            double[] difference = [.. Losses["blend"].Zip(Losses[baseline], (b, o) => b - o)];
            int overlap = Math.Max(1, _target.HorizonMinutes / _run.Table.StepMinutes);
            DieboldMarianoResult test = DieboldMariano.Test(difference, overlap);
            MeanInterval interval = StationaryBootstrap.OfMean(
                difference, StationaryBootstrap.MeanBlock(difference.Length, overlap), BootstrapDraws, seed);
            double level = Losses[baseline].Average();
            return new BlendGain(
                baseline, -100 * difference.Average() / level, -100 * interval.Upper / level, -100 * interval.Lower / level,
                test.StatisticHln, test.PValue);
        }

        private List<SliceLosses> Regimes()
        {
            double[] current = [.. Rows.Select(d => _run.Table.Realized10[d])];
            double[] ordered = [.. current.Order()];
            double[] edges = [Quantile.OfOrdered(ordered, 1 / 3.0), Quantile.OfOrdered(ordered, 2 / 3.0), Quantile.OfOrdered(ordered, 0.95)];
            return [.. current.Select((c, i) => (Regime: edges.Count(e => e <= c), i)).GroupBy(p => p.Regime).OrderBy(g => g.Key)
                .Select(g => Slice(RegimeNames[g.Key], [.. g.Select(p => p.i)]))];
        }

        private SliceLosses Slice(string name, List<int> positions) =>
            new(name, positions.Count, Losses.ToDictionary(l => l.Key, l => positions.Average(i => l.Value[i])));

        private SpikeQuality? SpikeQualityOf()
        {
            (List<int> at, bool[] labels) = Spikes();
            List<int> judged = [.. Enumerable.Range(0, at.Count).Where(k => !double.IsNaN(_forecasts.SpikeProbability[Rows[at[k]]]))];
            bool[] kept = [.. judged.Select(k => labels[k])];
            if (kept.Length < 10 || !kept.Any(l => l) || kept.All(l => l))
            {
                return null;
            }

            double[] probabilities = [.. judged.Select(k => _forecasts.SpikeProbability[Rows[at[k]]])];
            ReliabilityResult reliability = ProbabilityScores.Reliability(kept, probabilities);
            return new SpikeQuality(
                kept.Length, kept.Count(l => l) / (double)kept.Length, ProbabilityScores.AveragePrecision(kept, probabilities),
                reliability.BrierSkill, reliability.CalibrationError);
        }
    }
}
