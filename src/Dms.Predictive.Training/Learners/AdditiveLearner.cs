using Dms.Predictive.Learning;
using Microsoft.ML;
using Microsoft.ML.Data;
using Microsoft.ML.Trainers.FastTree;

namespace Dms.Predictive.Training;

/// <summary>Generalized additive model by ML.NET: one shape function per feature, each written as one tree that
/// reads this feature alone.</summary>
internal static class AdditiveLearner
{
    /// <summary>Fits on one thread.</summary>
    public static FittedMember Fit(TrainingRows rows, BoostingRecipe recipe, int seed, CancellationToken cancellation) =>
        new(FitBoth(rows, recipe, seed, cancellation).Forest);

    /// <summary>Fits, and keeps ML.NET's own model over the imputed rows.</summary>
    internal static (Forest Forest, ImputedRows Rows, RegressionPredictionTransformer<GamRegressionModelParameters> Source)
        FitBoth(TrainingRows rows, BoostingRecipe recipe, int seed, CancellationToken cancellation)
    {
        ImputedRows imputed = ImputedRows.From(rows);
        RegressionPredictionTransformer<GamRegressionModelParameters> model = MlNetFit.Run(
            seed,
            context => context.Regression.Trainers.Gam(Options(recipe, seed, imputed.Rows.Columns)).Fit(new TrainingRowsView(imputed.Rows)),
            cancellation);
        return (imputed.Translate(Read(model.Model, imputed.Rows.FeatureNames)), imputed, model);
    }

    private static GamRegressionTrainer.Options Options(BoostingRecipe recipe, int seed, int columns) => new()
    {
        FeatureColumnName = TrainingRowsView.FeaturesColumn,
        LabelColumnName = TrainingRowsView.LabelColumn,
        NumberOfIterations = recipe.Trees,
        MinimumExampleCountPerLeaf = recipe.MinimumRowsPerLeaf,
        // Every round moves all shapes on the same residuals: with as many alike columns the steps would add up and run
        // away. Shared out, no set of columns takes a longer step than the recipe's.
        LearningRate = recipe.LearningRate / columns,
        MaximumBinCountPerFeature = recipe.Bins,
        NumberOfThreads = 1,
        Seed = seed,
    };

    private static Forest Read(GamRegressionModelParameters model, IReadOnlyList<string> names) => new(
        names, model.Bias,
        [.. MlNetTreeReader.Shapes(model).Select(s => ShapeTree.From(s.Column, s.UpperBounds, s.Effects))]);
}
