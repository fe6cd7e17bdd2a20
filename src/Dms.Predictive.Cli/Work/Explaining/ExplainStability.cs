using Dms.Predictive.Audit;
using Dms.Predictive.Core;
using Dms.Predictive.Explanation;
using Dms.Predictive.Explanation.Report;
using Monitor = Dms.Predictive.Explanation.Report.Monitor;

namespace Dms.Predictive.Cli.Work.Explaining;

/// <summary>Whether explanations hold: between methods, between months, and when features are deleted.</summary>
internal sealed record StabilityFindings(
    double MedianAgreement, double LowAgreement, DeletionTest Deletion, int DeletionRows, IReadOnlyList<Monitor> Monitors);

/// <summary>Measures <see cref="StabilityFindings"/>.</summary>
internal static class ExplainStability
{
    private const int DeletionRows = 150;
    private const int BackgroundRows = 16;
    private const int DriftFeatures = 8;
    private const int FewestDays = 10;
    private const double AmberAgreement = 0.9, RedAgreement = 0.7, AmberShift = 0.1, RedShift = 0.25;

    public static StabilityFindings Of(ExplainRun run, AttributionSizes sizes, CancellationToken cancellation)
    {
        ObservedValues agreement = Agreement(run);
        int[] picked = run.Rows.Spread(DeletionRows);
        int every = Math.Max(1, run.Model.Background.Count / BackgroundRows);
        DeletionTest deletion = DeletionTest.Run(
            run.Model.Fast, run.Rows, picked, [.. run.Model.Background.Where((_, k) => k % every == 0)], seed: run.Order.Seed);
        return new(
            agreement.At(0.5), agreement.At(0.05), deletion, picked.Length,
            [
                new("Rank agreement of path-dependent and interventional values, median row", Measured.Of(agreement.At(0.5)),
                    Measured.Of(AmberAgreement), Measured.Of(RedAgreement), Floor(agreement.At(0.5)),
                    $"Spearman over features, {ExplainWords.Count(run.Other.Count)} decisions; 5 % of them lie below {ExplainWords.Fixed(agreement.At(0.05), 2)}."),
                new("Deletion: largest first minus any order", Measured.Of(deletion.Area.Value), Measured.Of(0), Measured.Of(0),
                    deletion.Area.Low > 0 ? VerdictStatus.Pass : deletion.Area.Value > 0 ? VerdictStatus.Warn : VerdictStatus.Fail,
                    $"Mean area between the curves in ln variance, 95 % interval {ExplainWords.Short(deletion.Area.Low)} to {ExplainWords.Short(deletion.Area.High)}; above 0 is faithful."),
                .. Months(run, sizes),
                .. ExplainRetraining.Of(run, cancellation),
            ]);
    }

    private static ObservedValues Agreement(ExplainRun run)
    {
        int[] at = [.. run.Other.Times.Select(t => Index(run, t)).Where(k => k >= 0)];
        return ObservedValues.Of(at.Select((k, n) => RankAgreement.Spearman(
            [.. run.Rows.Phi(k).ToArray().Select(Math.Abs)], [.. run.Other.Phi(n).ToArray().Select(Math.Abs)])).DefaultIfEmpty(0));
    }

    private static int Index(ExplainRun run, Timestamp at)
    {
        int low = 0, high = run.Rows.Count - 1;
        while (low <= high)
        {
            int middle = (low + high) / 2;
            if (run.Rows.Times[middle] == at)
            {
                return middle;
            }

            (low, high) = run.Rows.Times[middle] < at ? (middle + 1, high) : (low, middle - 1);
        }

        return -1;
    }

    // The first month is the reference; a month of a few days would alarm always.
    private static IEnumerable<Monitor> Months(ExplainRun run, AttributionSizes sizes)
    {
        int least = FewestDays * 1440 / run.Policy.StepMinutes;
        (string Month, int[] Rows)[] months =
        [
            .. Enumerable.Range(0, run.Rows.Count).GroupBy(k => run.Rows.Times[k].ToString()[..7])
                .Select(g => (g.Key, g.ToArray())).Where(m => m.Item2.Length >= least),
        ];
        if (months.Length < 2)
        {
            yield return new(
                "Drift of attributions between months", Measured.Absent($"fewer than two months with {FewestDays} days of decisions"), Measured.Of(AmberShift),
                Measured.Of(RedShift), VerdictStatus.NotApplicable, "Give more bars or more --rows.");
            yield break;
        }

        foreach (int j in Enumerable.Range(0, run.Rows.Width).Where(j => sizes.Features[j].Value > 0)
            .OrderByDescending(j => sizes.Features[j].Value).ThenBy(j => j).Take(DriftFeatures))
        {
            double[] parts = run.Rows.Parts(j);
            double[] first = [.. months[0].Rows.Select(k => parts[k])];
            ReferenceBins bins = ReferenceBins.From(first);
            BinCounts reference = bins.Count(first);
            (string Month, double Shift) worst = months.Skip(1)
                .Select(m => (m.Month, DistributionShift.PopulationStabilityIndex(reference, bins.Count([.. m.Rows.Select(k => parts[k])]))))
                .MaxBy(m => m.Item2);
            yield return new(
                $"Attribution of {run.Rows.FeatureNames[j]} between months (PSI)", Measured.Of(worst.Shift), Measured.Of(AmberShift),
                Measured.Of(RedShift), Ceiling(worst.Shift), $"{worst.Month} against {months[0].Month}.");
        }
    }

    private static VerdictStatus Floor(double value) =>
        value >= AmberAgreement ? VerdictStatus.Pass : value >= RedAgreement ? VerdictStatus.Warn : VerdictStatus.Fail;

    private static VerdictStatus Ceiling(double value) =>
        value < AmberShift ? VerdictStatus.Pass : value < RedShift ? VerdictStatus.Warn : VerdictStatus.Fail;
}
