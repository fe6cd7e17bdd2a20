namespace Dms.Predictive.Training;

/// <summary>Recipes that ship with the program.</summary>
public static class NamedRecipes
{
    /// <summary>The members that an evaluation uses when nothing is said.</summary>
    public const string Default = "default";

    /// <summary>All recipes by name.</summary>
    public static IReadOnlyDictionary<string, BlendRecipe> All { get; } = new[]
    {
        new BlendRecipe(Default, EvaluationProtocol.DefaultMembers) { Online = EvaluationProtocol.DefaultOnline },
        new BlendRecipe("one-tree-member", [new MemberRecipe()]),
        new BlendRecipe("every-learner", EveryLearner()),
    }.ToDictionary(r => r.Name, r => r.Checked(), StringComparer.Ordinal);

    private static MemberRecipe[] EveryLearner() =>
    [
        new MemberRecipe { Id = "gbdt" },
        new MemberRecipe { Id = "gbdt-residual", Target = MemberTarget.HarResidual, Trees = Coarse() },
        new MemberRecipe { Id = "gbdt-qlike", Learner = Learner.NativeLightGbm, Loss = MemberLoss.Qlike },
        new MemberRecipe
        {
            Id = "gbdt-rising",
            Learner = Learner.NativeLightGbm,
            Increasing = ["ln_rv_*", "ln_garch", "ln_ewma_*", "ln_har"],
        },
        new MemberRecipe { Id = "fasttree", Learner = Learner.FastTree },
        new MemberRecipe { Id = "additive", Learner = Learner.Additive, Trees = Shapes() },
        new MemberRecipe { Id = "ridge", Learner = Learner.Ridge },
    ];

    private static BoostingRecipe Coarse() => new() { MinimumRowsPerLeaf = 1_500 };

    private static BoostingRecipe Shapes() => new() { LearningRate = 1, Trees = 400, Bins = 64 };
}
