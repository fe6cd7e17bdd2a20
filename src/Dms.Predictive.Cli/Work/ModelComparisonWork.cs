using Dms.Predictive.Core;
using Dms.Predictive.Learning;
using Dms.Predictive.Pipeline;
using Dms.Predictive.Training;
using Dms.Predictive.Volatility;

namespace Dms.Predictive.Cli.Work;

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
    public static IReadOnlyList<Workbench.ModelComparison> Run(
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
        foreach (int horizon in bundles[0]
            .Manifest.Description.HorizonsMinutes.Intersect(bundles[1].Manifest.Description.HorizonsMinutes))
        {
            Targets target = new(table, horizon);
            int[] rows = [.. Enumerable.Range(0, table.Count).Where(d => target.Eligible(d)
                && issued.All(i => i.ContainsKey((Timestamp.FromMinutes(table.Minutes[d]), horizon))))];
            if (rows.Length >= 2)
            {
                double[][] losses = [.. issued.Select(i => rows.Select(d => ForecastLoss.Qlike(
                    target[d], Math.Exp(i[(Timestamp.FromMinutes(table.Minutes[d]), horizon)].LnBlend))).ToArray())];
                found.Add(Judge(horizon, losses[0], losses[1]));
            }
        }

        return found.Count > 0 ? found : throw new InputRefusedException(
            "nothing-to-compare",
                "The two models share no horizon with a scored decision in the span. Train with the champion's "
                + "horizons.", "span");
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
            GainPercent = -100 * interval.Mean / level,
            GainLow = -100 * interval.Upper / level,
            GainHigh = -100 * interval.Lower / level,
            DieboldMariano = test.StatisticHln,
            PValue = test.PValue,
        };
    }
}
