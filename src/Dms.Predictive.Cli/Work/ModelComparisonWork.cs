using Dms.Predictive.Core;
using Dms.Predictive.Learning;
using Dms.Predictive.Pipeline;
using Dms.Predictive.Training;
using Dms.Predictive.Volatility;

namespace Dms.Predictive.Cli.Work;

/// <summary>What a comparison found.</summary>
/// <param name="Compared">One entry for each horizon of both.</param>
/// <param name="OnlyChampion">Horizons, minutes, that only the champion forecasts: not compared.</param>
/// <param name="OnlyChallenger">Horizons, minutes, that only the challenger forecasts: not compared.</param>
internal sealed record ModelComparisons(
    IReadOnlyList<Workbench.ModelComparison> Compared, IReadOnlyList<int> OnlyChampion, IReadOnlyList<int> OnlyChallenger);

/// <summary>Compares two frozen models on bars that neither was trained on.</summary>
internal static class ModelComparisonWork
{
    private const int StepMinutes = 5;
    private const int Draws = 1000;
    private const int Seed = 17;

    /// <summary>Verifies both bundles, forecasts with the code that serves them, and judges the same
    /// decisions.</summary>
    /// <exception cref="InputRefusedException">A bundle is refused; <c>seen-in-training</c>: the span begins before a
    /// model's
    /// training ended; <c>nothing-to-compare</c>: no horizon or no decision in common.</exception>
    public static ModelComparisons Run(
        BarSeries series, string champion, string challenger, (Timestamp Start, Timestamp End) span,
            CancellationToken cancellation)
    {
        ModelBundle[] bundles = [
            .. new[] { champion, challenger }.Select(f => BundleReader.Read(f, BundleTrust.Self()))];
        foreach (ModelBundle bundle in bundles.Where(b => b.Manifest.Description.Created > span.Start))
        {
            BundleDescription about = bundle.Manifest.Description;
            throw new InputRefusedException(
                "seen-in-training",
                $"{about.Id} {about.Version} was trained on outcomes until {about.Created}, but the comparison "
                + $"begins at {span.Start}. "
                + "Begin it later.",
                $"{about.Id} {about.Version}");
        }

        Dictionary<(Timestamp, int), IssuedForecast>[] issued = [.. bundles.Select(b => ForecastReplay
            .Run(series, BundleExport.Read(b), span, StepMinutes, cancellation)
                .ToDictionary(f => (f.AsOf, f.HorizonMinutes)))];
        DecisionTable table = DecisionTableBuilder.Build(series, StepMinutes, span.End, cancellation);
        List<Workbench.ModelComparison> found = [];
        IReadOnlyList<int> ours = bundles[1].Manifest.Description.HorizonsMinutes, theirs = bundles[0].Manifest.Description.HorizonsMinutes;
        foreach (int horizon in theirs.Intersect(ours))
        {
            Targets target = new(table, horizon);
            int[] rows = [.. Enumerable.Range(0, table.Count).Where(d => target.Eligible(d)
                && issued.All(i => i.ContainsKey((Timestamp.FromMinutes(table.Minutes[d]), horizon))))];
            if (rows.Length >= 2)
            {
                IssuedForecast[][] forecasts = [.. issued.Select(i => rows.Select(d => i[(Timestamp.FromMinutes(table.Minutes[d]), horizon)]).ToArray())];
                double[][] losses = [.. forecasts.Select(f => rows.Select((d, k) => ForecastLoss.Qlike(target[d], Math.Exp(f[k].LnBlend))).ToArray())];
                found.Add(Judge(horizon, losses[0], losses[1]) with { Spike = Spikes(target, rows, forecasts) });
            }
        }

        return found.Count > 0 ? new ModelComparisons(found, [.. theirs.Except(ours)], [.. ours.Except(theirs)]) : throw new InputRefusedException(
            "nothing-to-compare",
            $"The champion forecasts {string.Join(", ", theirs)} min, the challenger {string.Join(", ", ours)} min, and no horizon of both has a scored decision "
            + "in the span. Train with the champion's horizons, or give a longer span.",
            "span");
    }

    private static Workbench.SpikeComparison? Spikes(Targets target, int[] rows, IssuedForecast[][] forecasts)
    {
        int[] judged = [.. Enumerable.Range(0, rows.Length).Where(k => target.SpikesAreDefined && target.HasThreshold(rows[k])
            && forecasts.All(f => f[k].Spike is not null))];
        bool[] labels = [.. judged.Select(k => target.IsSpike(rows[k]))];
        if (labels.Length < 10 || !labels.Contains(true) || !labels.Contains(false))
        {
            return null;
        }

        double[][] probabilities = [.. forecasts.Select(f => judged.Select(k => f[k].Spike!.Probability).ToArray())];
        double[] precision = [.. probabilities.Select(p => ProbabilityScores.AveragePrecision(labels, p))];
        double[] skill = [.. probabilities.Select(p => ProbabilityScores.Reliability(labels, p).BrierSkill)];
        return new Workbench.SpikeComparison(
            labels.Length, labels.Count(l => l) / (double)labels.Length, precision[0], precision[1], skill[0], skill[1]);
    }

    private static Workbench.ModelComparison Judge(int horizon, double[] champion, double[] challenger)
    {
        double[] difference = [.. challenger.Zip(champion, (a, b) => a - b)];
        int overlap = Math.Clamp(horizon / StepMinutes, 1, Math.Max(1, difference.Length / 2));
        DieboldMarianoResult test = DieboldMariano.Test(difference, overlap);
        MeanInterval interval = StationaryBootstrap.OfMean(
            difference, StationaryBootstrap.MeanBlock(difference.Length, overlap), Draws, Seed);
        double level = champion.Average();
        return new Workbench.ModelComparison
        {
            HorizonMinutes = horizon,
            Decisions = difference.Length,
            ChampionQlike = level,
            ChallengerQlike = challenger.Average(),
            GainPercent = (-100 * interval.Mean / level) + 0.0,
            GainLow = (-100 * interval.Upper / level) + 0.0,
            GainHigh = (-100 * interval.Lower / level) + 0.0,
            DieboldMariano = test.StatisticHln + 0.0,
            PValue = test.PValue,
        };
    }
}
