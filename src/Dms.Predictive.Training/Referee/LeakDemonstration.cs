using Dms.Predictive.Core;
using Dms.Predictive.Volatility;

namespace Dms.Predictive.Training;

/// <summary>
/// Fits the same trees under four ways of splitting, so that a reader sees what a leak looks like on these very bars, and
/// runs the placebo tests that would betray one.
/// </summary>
public sealed class LeakDemonstration
{
    private const int Folds = 4;
    private const int Day = 1440;
    private const int Permutations = 5;
    private const int DelayMinutes = 60;
    private const double StudentFour = 2.776;

    private readonly RefereeRows _rows;
    private readonly RefereeRows _late;
    private readonly EvaluationProtocol _protocol;
    private readonly (int Horizon, int Embargo) _gap;
    private readonly int[] _window;
    private readonly int[] _forward;
    private readonly int _stepMinutes;

    private LeakDemonstration(
        DecisionTable table, Targets target, EvaluationProtocol protocol, (Timestamp Start, Timestamp End) span,
        CancellationToken cancellation)
    {
        (_protocol, _stepMinutes) = (protocol, table.StepMinutes);
        _gap = (target.HorizonMinutes, Math.Max(1, protocol.EmbargoDays) * Day);
        long warm = table.FirstMinute + (protocol.WarmUpDays * Day);
        int first = table.IndexAt(Math.Max(warm, span.Start.Minutes - (protocol.TrainingDays * (long)Day)));
        int end = table.IndexAt(span.End.Minutes);
        int[] all = [.. Enumerable.Range(first, Math.Max(0, end - first)).Where(d => target.Eligible(d)
            && (table.Minutes[d] >= span.Start.Minutes || table.Minutes[d] + _gap.Horizon <= span.Start.Minutes))];
        int split = all.Count(d => table.Minutes[d] < span.Start.Minutes);
        (_window, _forward) = ([.. Enumerable.Range(0, split)], [.. Enumerable.Range(split, all.Length - split)]);
        Refuse(table);
        _rows = new RefereeRows(table, target, all, 0, protocol, cancellation);
        _late = new RefereeRows(table, target, all, DelayMinutes / table.StepMinutes, protocol, cancellation);
    }

    /// <summary>Runs it all: about fifteen fits of the protocol's trees.</summary>
    /// <param name="series">Bars the table was made of.</param>
    /// <param name="table">Decisions up to the end of the test span.</param>
    /// <param name="protocol">Training window, embargo, trees and seed. The horizon is 60 minutes where the bars allow it, or
    /// the longest of the protocol.</param>
    /// <param name="span">Test span; the folds divide the training window before it.</param>
    /// <param name="cancellation">Stops between trees.</param>
    /// <exception cref="InputRefusedException"><c>too-short</c>: fewer than eight days before the span, or nothing in
    /// it.</exception>
    public static LeakFindings Run(
        BarSeries series, DecisionTable table, EvaluationProtocol protocol, (Timestamp Start, Timestamp End) span,
        CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(series);
        ArgumentNullException.ThrowIfNull(table);
        ArgumentNullException.ThrowIfNull(protocol);
        int horizon = 60 % table.BarMinutes == 0 && 60 > table.BarMinutes ? 60 : protocol.HorizonMinutes.Max();
        LeakDemonstration own = new(table, new Targets(table, horizon), protocol, span, cancellation);
        IReadOnlyList<string> ahead = Probe(series, table, span, cancellation);
        (GainInterval placebo, GainInterval honest, GainInterval fresh) = own.Placebos();
        return new LeakFindings
        {
            HorizonMinutes = horizon,
            WindowDays = (own._rows.Minutes[own._window.Length - 1] - own._rows.Minutes[0]) / (double)Day,
            Schemes = own.Schemes(),
            ShuffledLabels = placebo,
            TrueLabels = honest,
            Freshness = fresh,
            LookingAhead = [.. ahead.Where(f => f != PerturbationProbe.Planted)],
            PlantedLeakCaught = ahead.Contains(PerturbationProbe.Planted),
        };
    }

    private void Refuse(DecisionTable table)
    {
        int fewest = 8 * Day / table.StepMinutes;
        if (_window.Length < fewest || _forward.Length < 2)
        {
            throw new InputRefusedException(
                "too-short",
                $"The leak demonstration found {_window.Length} usable decisions before the test span and {_forward.Length} in "
                + $"it; it needs {fewest} (eight days) and 2. Begin the test span later, or leave --demonstrate-leak out.",
                "--test-start");
        }
    }

    // Twelve days around the start of the span: warm features, three cuts at decision times.
    private static IReadOnlyList<string> Probe(
        BarSeries series, DecisionTable table, (Timestamp Start, Timestamp End) span, CancellationToken cancellation)
    {
        long middle = table.Minutes[Math.Clamp(table.IndexAt(span.Start.Minutes), 1, table.Count - 1)];
        List<Bar> bars = [.. series.Bars.Where(b =>
            b.OpenTime.Minutes >= middle - (11 * Day) && b.OpenTime.Minutes < middle + Day)];
        BarSeries slice = new(series.Instrument, series.Length, bars);
        Timestamp[] cuts = [.. new[] { 3 * Day, Day, 0 }.Select(back =>
            Timestamp.FromMinutes(table.Minutes[Math.Max(0, table.IndexAt(middle - back))]))];
        return PerturbationProbe.LookingAhead(slice, table.StepMinutes, cuts, plant: true, cancellation);
    }

    private List<SchemeScore> Schemes()
    {
        long[] minutes = [.. _window.Select(i => _rows.Minutes[i])];
        double level = Quantile.Of([.. _window.Select(i => _rows.Labels[i])], 0.99);
        return
        [
            Score("shuffled 4-fold", FoldPlan.Shuffled(_window.Length, Folds, _protocol.Seed), level),
            Score("contiguous 4-fold, purged, 1-day embargo", FoldPlan.Contiguous(minutes, Folds, _gap), level),
            Score("walk-forward", FoldPlan.WalkForward(minutes, Folds, _gap), level),
            Score("true forward", [new Fold(_window, _forward)], level),
        ];
    }

    private SchemeScore Score(string name, List<Fold> folds, double level)
    {
        List<double> predicted = [], labels = [];
        foreach (Fold fold in folds)
        {
            predicted.AddRange(_rows.Score(_rows.Fit(fold.Train, null, _protocol.Seed), fold.Test));
            labels.AddRange(fold.Test.Select(i => _rows.Labels[i]));
        }

        double mean = labels.Average();
        double error = labels.Zip(predicted, (y, f) => (y - f) * (y - f)).Sum();
        bool[] beyond = [.. labels.Select(y => y > level)];
        return new SchemeScore(
            name, labels.Count, 1 - (error / labels.Sum(y => (y - mean) * (y - mean))),
            ProbabilityScores.AveragePrecision(beyond, [.. predicted]), beyond.Count(b => b) / (double)beyond.Length);
    }

    /// <summary>On the newest quarter of the window: shuffled labels, true labels, and features one hour old.</summary>
    private (GainInterval Shuffled, GainInterval True, GainInterval Freshness) Placebos()
    {
        Fold fold = FoldPlan.WalkForward([.. _window.Select(i => _rows.Minutes[i])], Folds, _gap)[^1];
        double constant = fold.Train.Average(i => _rows.Labels[i]);
        double[] plain = [.. fold.Test.Select(i => Square(_rows.Labels[i] - constant))];
        double[] honest = Errors(_rows, fold, null, _protocol.Seed);
        double[] late = Errors(_late, fold, null, _protocol.Seed);
        int overlap = Math.Max(1, _gap.Horizon / _stepMinutes);
        double block = StationaryBootstrap.MeanBlock(fold.Test.Length, overlap);
        return (
            ShuffledGain(fold, plain, block), GainInterval.Of(honest, plain, block, _protocol.Seed),
            GainInterval.Of(honest, late, block, _protocol.Seed));
    }

    // One permutation can agree with the truth by accident, over and over; so the interval also covers what other
    // permutations would have given.
    private GainInterval ShuffledGain(Fold fold, double[] plain, double block)
    {
        double[] average = new double[fold.Test.Length];
        double[] gains = new double[Permutations];
        for (int p = 0; p < Permutations; p++)
        {
            int[] order = FoldPlan.Permutation(fold.Train.Length, _protocol.Seed + p);
            double[] errors = Errors(_rows, fold, [.. order.Select(k => _rows.Labels[fold.Train[k]])], _protocol.Seed);
            gains[p] = 100 * (1 - (errors.Average() / plain.Average()));
            for (int i = 0; i < errors.Length; i++)
            {
                average[i] += errors[i] / Permutations;
            }
        }

        GainInterval drawn = GainInterval.Of(average, plain, block, _protocol.Seed);
        double spread = Math.Sqrt(gains.Sum(g => Square(g - gains.Average())) / (Permutations - 1) / Permutations) * StudentFour;
        return drawn with { Low = Math.Min(drawn.Low, drawn.Percent - spread), High = Math.Max(drawn.High, drawn.Percent + spread) };
    }

    private static double[] Errors(RefereeRows rows, Fold fold, double[]? labels, int seed) =>
        [.. rows.Score(rows.Fit(fold.Train, labels, seed), fold.Test).Select((f, i) => Square(rows.Labels[fold.Test[i]] - f))];

    private static double Square(double x) => x * x;
}
