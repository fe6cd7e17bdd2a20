namespace Dms.Predictive.Training;

/// <summary>Fits one learned member of the blend by its recipe.</summary>
public static class MemberTrainer
{
    /// <summary>Fits; the same rows, recipe and seed give the same model bit for bit.</summary>
    /// <param name="rows">Feature rows in time order, NaN = missing, with what the member is to learn as target:
    /// ln Y, or ln Y − ln HAR. With the QLIKE loss it is in logs as well.</param>
    /// <param name="recipe">What fits it, and how. Its families and target are the caller's to apply to the
    /// rows.</param>
    /// <param name="seed">Seed of row and feature draws, ≥ 0.</param>
    /// <param name="cancellation">Stops between trees.</param>
    /// <exception cref="Core.InputRefusedException"><c>recipe</c>: a setting is not allowed, or does not fit the
    /// rows.</exception>
    /// <exception cref="DllNotFoundException">The native library or its OpenMP runtime is not
    /// installed.</exception>
    /// <exception cref="OperationCanceledException">The fit was cancelled.</exception>
    public static FittedMember Fit(
        TrainingRows rows, MemberRecipe recipe, int seed, CancellationToken cancellation = default) => Fit(rows, recipe, seed, 0, cancellation);

    /// <summary>Fits for one horizon; a recipe of networks has one for each.</summary>
    /// <param name="rows">Feature rows and what the member is to learn.</param>
    /// <param name="recipe">What fits it, and how.</param>
    /// <param name="seed">Seed of row and feature draws, ≥ 0.</param>
    /// <param name="horizonMinutes">Horizon of the target.</param>
    /// <param name="cancellation">Stops between trees.</param>
    /// <exception cref="Core.InputRefusedException"><c>recipe</c> or <c>network-…</c>: it does not fit the rows or the horizon.</exception>
    public static FittedMember Fit(
        TrainingRows rows, MemberRecipe recipe, int seed, int horizonMinutes, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(rows);
        ArgumentNullException.ThrowIfNull(recipe);
        ArgumentOutOfRangeException.ThrowIfNegative(seed);
        return recipe.Checked().Learner switch
        {
            Learner.LightGbm => LightGbm(rows, recipe, seed, cancellation),
            Learner.NativeLightGbm => Native(rows, recipe, seed, cancellation),
            Learner.FastTree => FastTreeLearner.Fit(rows, recipe.Trees, seed, cancellation),
            Learner.Network => new FittedMember(NetworkOf(recipe, horizonMinutes).Load(rows.FeatureNames)),
            Learner.Additive => AdditiveLearner.Fit(rows, recipe.Trees, seed, cancellation),
            _ => RidgeLearner.Fit(rows, recipe.RidgePenalty, cancellation),
        };
    }

    private static NetworkRecipe NetworkOf(MemberRecipe recipe, int horizonMinutes) =>
        recipe.Networks!.FirstOrDefault(n => n.HorizonMinutes == horizonMinutes)
            ?? throw new Core.InputRefusedException(
                "recipe", $"There is no network for {horizonMinutes} minutes ahead; found {string.Join(", ", recipe.Networks!.Select(n => n.HorizonMinutes))}. Add one, or leave the horizon out.", $"member '{recipe.Id}'");

    private static FittedMember LightGbm(
        TrainingRows rows, MemberRecipe recipe, int seed, CancellationToken cancellation)
    {
        TrainedForest trained = BoostedTreesTrainer.Train(rows, recipe.Trees, seed, cancellation);
        return new FittedMember(trained.Forest, saveZip: trained.SaveZip);
    }

    private static FittedMember Native(
        TrainingRows rows, MemberRecipe recipe, int seed, CancellationToken cancellation)
    {
        NativeObjective objective = recipe.Loss == MemberLoss.Qlike ? NativeObjective.Qlike : NativeObjective.Squared;
        (Learning.Forest forest, string text) =
            NativeTreesTrainer.Train(rows, recipe.Trees, objective, new NativeFit(seed) { Increasing = recipe.Increasing }, cancellation);
        return new FittedMember(forest, text);
    }
}
