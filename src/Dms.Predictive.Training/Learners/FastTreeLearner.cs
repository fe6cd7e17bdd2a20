using Dms.Predictive.Learning;
using Microsoft.ML;
using Microsoft.ML.Data;
using Microsoft.ML.Trainers.FastTree;

namespace Dms.Predictive.Training;

/// <summary>Boosted trees by ML.NET's FastTree.</summary>
/// <remarks>FastTree skips rows with missing values, so it sees <see cref="ImputedRows"/>; the canonical trees read
/// the original ones. It has no L2 penalty.</remarks>
internal static class FastTreeLearner
{
    /// <summary>Fits on one thread.</summary>
    public static FittedMember Fit(TrainingRows rows, BoostingRecipe recipe, int seed, CancellationToken cancellation) =>
        new(FitBoth(rows, recipe, seed, cancellation).Forest);

    /// <summary>Fits, and keeps ML.NET's own model over the imputed rows.</summary>
    internal static (Forest Forest, ImputedRows Rows, ITransformer Source) FitBoth(
        TrainingRows rows, BoostingRecipe recipe, int seed, CancellationToken cancellation)
    {
        ImputedRows imputed = ImputedRows.From(rows);
        RegressionPredictionTransformer<FastTreeRegressionModelParameters> model = MlNetFit.Run(
            seed,
            context => context.Regression.Trainers.FastTree(Options(recipe, seed)).Fit(new TrainingRowsView(imputed.Rows)),
            cancellation);
        Forest forest = MlNetTreeReader.Read(model.Model.TrainedTreeEnsemble, imputed.Rows.FeatureNames);
        return (imputed.Translate(forest), imputed, model);
    }

    private static FastTreeRegressionTrainer.Options Options(BoostingRecipe recipe, int seed) => new()
    {
        FeatureColumnName = TrainingRowsView.FeaturesColumn,
        LabelColumnName = TrainingRowsView.LabelColumn,
        NumberOfTrees = recipe.Trees,
        NumberOfLeaves = recipe.Leaves,
        MinimumExampleCountPerLeaf = recipe.MinimumRowsPerLeaf,
        LearningRate = recipe.LearningRate,
        MaximumBinCountPerFeature = recipe.Bins,
        FeatureFraction = recipe.FeatureFraction,
        BaggingSize = recipe.RowFraction < 1 ? 1 : 0,
        BaggingExampleFraction = recipe.RowFraction,
        NumberOfThreads = 1,
        Seed = seed,
        FeatureSelectionSeed = seed,
    };
}
