using Dms.Predictive.Cli.Registry;
using Dms.Predictive.Core;
using Dms.Predictive.Explanation;
using Dms.Predictive.Explanation.Report;
using Dms.Predictive.Learning;
using Dms.Predictive.Training;
using Monitor = Dms.Predictive.Explanation.Report.Monitor;

namespace Dms.Predictive.Cli.Work.Explaining;

/// <summary>Trains the explained member again under other seeds and on other days, and asks whether its reasons stay.</summary>
internal static class ExplainRetraining
{
    private const int ComparedRows = 300;
    private const double AmberRank = 0.9, RedRank = 0.7, AmberTop = 0.8, RedTop = 0.6, AmberSize = 0.5, RedSize = 0.8;

    /// <summary>Five figures, or the reason why there are none.</summary>
    public static IReadOnlyList<Monitor> Of(ExplainRun run, CancellationToken cancellation)
    {
        int n = run.Order.Retrain;
        if (n == 0)
        {
            return
            [
                new("Retraining under other seeds and days", Measured.Absent("the model was not retrained for this report"),
                    Measured.Of(AmberRank), Measured.Of(RedRank), VerdictStatus.NotApplicable,
                    "Ask for it with --retrain 5 on the bars that the model was trained on."),
            ];
        }

        RetrainingSample sample = RetrainingSample.Of(
            run.Table, PromotionEvidenceWork.ProtocolOf(run.Order.Bundle), run.Model.Horizon.Baselines.HorizonMinutes,
            run.Order.Bundle.Manifest.Description.Created, run.Model.MemberId);
        double[][] rows = [.. run.Rows.Spread(ComparedRows).Select(k => run.Rows.Row(k).ToArray())];
        List<double[][]> phi = [PhiOf(run.Model.Forest, rows)];
        for (int seed = 0; seed < n; seed++)
        {
            for (int draw = 0; draw < n; draw++)
            {
                FittedMember again = sample.Train(run.Order.Seed + 1 + seed, run.Order.Seed + 1000 + (seed * n) + draw, cancellation);
                phi.Add(PhiOf(again.Forest!, rows));
            }
        }

        RetrainingAgreement found = RetrainingAgreement.Of(phi);
        LabelRandomization random = LabelRandomization.Of(
            phi[0], PhiOf(sample.TrainOnRandomLabels(run.Order.Seed, cancellation).Forest!, rows));
        string how = $"{n} seeds, each on {n} draws of {sample.Days} days with replacement; {rows.Length} decisions.";
        return
        [
            new("Rank agreement of retrained models, median pair", Measured.Of(found.MedianSpearman), Measured.Of(AmberRank), Measured.Of(RedRank),
                Floor(found.MedianSpearman, AmberRank, RedRank),
                $"Spearman of mean size over features; 5 % of the pairs lie below {ExplainWords.Fixed(found.LowSpearman, 2)}. {how}"),
            new("Five largest features of retrained models in common, median pair", Measured.Of(found.MedianTopOverlap), Measured.Of(AmberTop),
                Measured.Of(RedTop), Floor(found.MedianTopOverlap, AmberTop, RedTop), "Share of the five; correlated features may stand in for each other."),
            new("Sign of the ten largest features, share of models that agree", Measured.Of(found.SignAgreement), Measured.Of(AmberRank),
                Measured.Of(RedRank), Floor(found.SignAgreement, AmberRank, RedRank), "Mean over decisions and features; 0.5 would be chance."),
            new("Largest feature of a decision, share of decisions where it stays", Measured.Of(1 - found.TopFeatureChanges), Measured.Of(AmberTop),
                Measured.Of(RedTop), Floor(1 - found.TopFeatureChanges, AmberTop, RedTop), "Against the deployed model, mean over the retrained ones."),
            new("Trained on labels in random order: size of the parts against the deployed model", Measured.Of(random.SizeRatio), Measured.Of(AmberSize),
                Measured.Of(RedSize), random.SizeRatio < AmberSize ? VerdictStatus.Pass : random.SizeRatio < RedSize ? VerdictStatus.Warn : VerdictStatus.Fail,
                $"Reasons must vanish with what there is to learn. Rank agreement with the deployed model {ExplainWords.Fixed(random.Spearman, 2)}, "
                + $"{ExplainWords.Percent(random.TopOverlap, 0)} of the five largest features in common."),
        ];
    }

    // Path-dependent values over the covers of these rows: the same question to every model.
    private static double[][] PhiOf(Forest forest, double[][] rows)
    {
        PathDependentAttributor attributor = new(forest.WithCoversFrom(rows));
        return [.. rows.Select(row =>
        {
            double[] phi = new double[row.Length];
            attributor.Attribute(row, phi);
            return phi;
        })];
    }

    private static VerdictStatus Floor(double value, double amber, double red) =>
        value >= amber ? VerdictStatus.Pass : value >= red ? VerdictStatus.Warn : VerdictStatus.Fail;
}
