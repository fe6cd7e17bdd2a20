using System.Globalization;
using Dms.Predictive.Core;
using Dms.Predictive.Learning;

namespace Dms.Predictive.Training;

/// <summary>Fits gradient-boosted trees with LightGBM through its C interface.</summary>
/// <remarks>Several threads may call at once; fits on one thread truly run at once (<see cref="LightGbmThreads"/>). Threads,
/// rows' order and seeds are fixed, so equal input gives equal trees, whatever runs beside.</remarks>
internal static class NativeTreesTrainer
{
    /// <summary>Fits.</summary>
    /// <param name="rows">Feature rows in time order and their targets.</param>
    /// <param name="recipe">Settings of the trees.</param>
    /// <param name="objective">What is minimised.</param>
    /// <param name="fit">Seed, threads and constraints.</param>
    /// <param name="cancellation">Stops between trees.</param>
    /// <exception cref="ArgumentOutOfRangeException">A setting of the recipe is outside its range.</exception>
    /// <exception cref="DllNotFoundException">The native library or its OpenMP runtime is not installed.</exception>
    /// <exception cref="InputRefusedException"><c>recipe</c>: an entry of increasing meets no column.</exception>
    public static (Forest Forest, string Text) Train(
        TrainingRows rows, BoostingRecipe recipe, NativeObjective objective, NativeFit fit,
        CancellationToken cancellation)
    {
        string parameters = Parameters(recipe.Checked(), objective, fit, Monotone(rows.FeatureNames, fit.Increasing, objective));
        cancellation.ThrowIfCancellationRequested();
        try
        {
            return LightGbmThreads.Run(fit.Threads, () => Fit(rows, parameters, recipe.Trees, objective, cancellation));
        }
        catch (Exception e) when (NativeLightGbm.Explain(e) is { } explained)
        {
            throw explained;
        }
    }

    private static (Forest Forest, string Text) Fit(
        TrainingRows rows, string parameters, int trees, NativeObjective objective, CancellationToken cancellation)
    {
        using DatasetHandle dataset = DatasetHandle.Create(rows, parameters);
        LightGbmLibrary.Check(LightGbmLibrary.CreateBooster(dataset, parameters, out BoosterHandle created));
        using BoosterHandle booster = created;
        double start = Boost(booster, rows, trees, objective, cancellation);
        Forest forest = LightGbmDump.Read(booster.Json(), rows.FeatureNames, start);
        return objective.IsQlike && forest.Trees.Count > 0
            ? (Shifted(booster, forest, start), booster.Text())
            : (forest, booster.Text());
    }

    private static double Boost(
        BoosterHandle booster, TrainingRows rows, int trees, NativeObjective objective, CancellationToken cancellation)
    {
        QlikeGradients? qlike = objective.IsQlike ? new QlikeGradients(rows.Target) : null;
        for (int i = 0; i < trees; i++)
        {
            cancellation.ThrowIfCancellationRequested();
            if (Step(booster, qlike))
            {
                break;
            }
        }

        return qlike?.Start ?? 0.0;
    }

    // The start goes into the first tree's leaves, so that LightGBM's own text is the whole model.
    private static Forest Shifted(BoosterHandle booster, Forest forest, double start)
    {
        int leaves = forest.Trees[0].Feature.Count(f => f < 0);
        for (int leaf = 0; leaf < leaves; leaf++)
        {
            LightGbmLibrary.Check(LightGbmLibrary.LeafValue(booster, 0, leaf, out double value));
            LightGbmLibrary.Check(LightGbmLibrary.SetLeafValue(booster, 0, leaf, value + start));
        }

        return LightGbmDump.Read(booster.Json(), forest.FeatureNames, 0);
    }

    private static bool Step(BoosterHandle booster, QlikeGradients? qlike)
    {
        int finished;
        if (qlike is null)
        {
            LightGbmLibrary.Check(LightGbmLibrary.Update(booster, out finished));
            return finished != 0;
        }

        LightGbmLibrary.Check(LightGbmLibrary.TrainingScores(booster, 0, out _, ref qlike.Scores[0]));
        qlike.Compute();
        LightGbmLibrary.Check(LightGbmLibrary.UpdateCustom(
            booster, in qlike.Gradients[0], in qlike.Hessians[0], out finished));
        return finished != 0;
    }

    private static string Parameters(BoostingRecipe r, NativeObjective objective, NativeFit fit, string monotone) =>
        string.Create(
            CultureInfo.InvariantCulture,
            $"{objective.Parameter} num_leaves={r.Leaves} min_data_in_leaf={r.MinimumRowsPerLeaf} learning_rate={r.LearningRate:R} "
            + $"max_bin={r.Bins} lambda_l2={r.L2:R} feature_fraction={r.FeatureFraction:R} bagging_fraction={r.RowFraction:R} "
            + $"bagging_freq={(r.RowFraction < 1 ? 1 : 0)} seed={fit.Seed} bagging_seed={fit.Seed} feature_fraction_seed={fit.Seed} "
            + $"data_random_seed={fit.Seed} num_threads={fit.Threads} deterministic=true force_row_wise=true use_missing=true "
            + $"zero_as_missing=false verbosity=-1{monotone}");

    private static string Monotone(
        IReadOnlyList<string> columns, IReadOnlyList<string> increasing, NativeObjective objective)
    {
        if (increasing.Count == 0)
        {
            return "";
        }

        if (!objective.AllowsMonotone)
        {
            throw new InputRefusedException("recipe", "increasing works with squared error only.", "increasing");
        }

        string? idle = increasing.FirstOrDefault(rule => !columns.Any(c => Meets(rule, c)));
        return idle is null
            ? " monotone_constraints=" + string.Join(',', columns.Select(c => increasing.Any(r => Meets(r, c)) ? 1 : 0))
            : throw new InputRefusedException("recipe", $"'{idle}' meets no column of the rows.", "increasing");
    }

    private static bool Meets(string rule, string column) =>
        rule.EndsWith('*') ? column.StartsWith(rule[..^1], StringComparison.Ordinal) : rule == column;
}
