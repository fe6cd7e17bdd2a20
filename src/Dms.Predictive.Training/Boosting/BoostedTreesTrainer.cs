using Dms.Predictive.Learning;
using Microsoft.ML;
using Microsoft.ML.Data;
using Microsoft.ML.Trainers.LightGbm;

namespace Dms.Predictive.Training;

/// <summary>Fits gradient-boosted regression trees with ML.NET's LightGBM trainer.</summary>
public static class BoostedTreesTrainer
{
    /// <summary>Fits on one thread; the same rows, recipe and seed give identical trees.</summary>
    /// <param name="rows">Feature rows in time order, NaN = missing, and their targets.</param>
    /// <param name="recipe">Settings of the fit.</param>
    /// <param name="seed">Seed of row and feature draws, ≥ 0.</param>
    /// <param name="cancellation">Stops between trees.</param>
    /// <exception cref="ArgumentOutOfRangeException">A setting of the recipe is outside its range.</exception>
    /// <exception cref="DllNotFoundException">The native library or its OpenMP runtime is not installed.</exception>
    /// <exception cref="OperationCanceledException">The fit was cancelled.</exception>
    /// <remarks>
    /// Safe to call from several threads; ML.NET itself lets one native fit run at a time in a process, so calls
    /// queue for the boosting and overlap only in loading.
    /// </remarks>
    public static TrainedForest Train(
        TrainingRows rows, BoostingRecipe recipe, int seed, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(rows);
        ArgumentNullException.ThrowIfNull(recipe);
        ArgumentOutOfRangeException.ThrowIfNegative(seed);
        return LightGbmThreads.Run(1, () => MlNetFit.Run(seed, context => Fit(context, rows, recipe.Checked(), seed), cancellation));
    }

    private static TrainedForest Fit(MLContext context, TrainingRows rows, BoostingRecipe recipe, int seed)
    {
        TrainingRowsView view = new(rows);
        LightGbmRegressionTrainer trainer = context.Regression.Trainers.LightGbm(Options(recipe, seed));
        MlNetTreeReader.FixSummationOrder(trainer);
        RegressionPredictionTransformer<LightGbmRegressionModelParameters> model = trainer.Fit(view);
        Forest forest = MlNetTreeReader.Read(model.Model.TrainedTreeEnsemble, rows.FeatureNames);
        return new TrainedForest(forest, context, model, view.Schema);
    }

    private static LightGbmRegressionTrainer.Options Options(BoostingRecipe recipe, int seed) => new()
    {
        FeatureColumnName = TrainingRowsView.FeaturesColumn,
        LabelColumnName = TrainingRowsView.LabelColumn,
        NumberOfIterations = recipe.Trees,
        NumberOfLeaves = recipe.Leaves,
        MinimumExampleCountPerLeaf = recipe.MinimumRowsPerLeaf,
        LearningRate = recipe.LearningRate,
        MaximumBinCountPerFeature = recipe.Bins,
        UseCategoricalSplit = false,
        HandleMissingValue = true,
        UseZeroAsMissingValue = false,
        NumberOfThreads = 1,
        Seed = seed,
        Deterministic = true,
        Silent = true,
        Booster = new GradientBooster.Options
        {
            L2Regularization = recipe.L2,
            L1Regularization = 0,
            FeatureFraction = recipe.FeatureFraction,
            SubsampleFraction = recipe.RowFraction,
            SubsampleFrequency = recipe.RowFraction < 1 ? 1 : 0,
        },
    };
}
