using Dms.Predictive.Core;

namespace Dms.Predictive.Training;

/// <summary>What a member's recipe may say.</summary>
internal static class MemberRecipeRules
{
    /// <summary>Largest penalty of ridge.</summary>
    public const double LargestRidgePenalty = 1_000_000;

    private const int LongestId = 32;

    /// <summary>Families that features can belong to; a set of data need not have them all.</summary>
    public static IReadOnlyList<string> Families { get; } =
    [
        "variance", "price", "volume", "time", "baselines", "trades", "path", "book", "derivatives", "cross-asset", "macro",
        "implied", "sentiment", "quality", "spectrum",
    ];

    private static readonly string[] Taken = ["ewma", "garch", "har", "blend"];

    /// <summary>Refuses what is not allowed.</summary>
    public static void Refuse(MemberRecipe recipe)
    {
        RefuseId(recipe.Id);
        RefuseChoices(recipe);
        RefuseTrees(recipe);
        RefuseNames(recipe);
        RefuseNetworks(recipe);
        if (!(recipe.RidgePenalty is >= 0 and <= LargestRidgePenalty))
        {
            throw Refusal(recipe.Id, $"ridgePenalty is {recipe.RidgePenalty}; allowed are 0 … {LargestRidgePenalty}.");
        }
    }

    private static void RefuseId(string id)
    {
        bool named = id is { Length: > 0 and <= LongestId } && char.IsAsciiLetterLower(id[0])
            && id.All(c => char.IsAsciiLetterLower(c) || char.IsAsciiDigit(c) || c == '-');
        if (!named || Taken.Contains(id))
        {
            throw Refusal(id ?? "", $"The id must be 1 … {LongestId} lower-case letters, digits and hyphens, start with a "
                + $"letter, and not be one of {string.Join(", ", Taken)}.");
        }
    }

    private static void RefuseChoices(MemberRecipe recipe)
    {
        if (!Enum.IsDefined(recipe.Learner) || !Enum.IsDefined(recipe.Target) || !Enum.IsDefined(recipe.Loss))
        {
            throw Refusal(recipe.Id, "learner, target or loss is not one of the names that recipes know.");
        }

        bool native = recipe.Learner == Learner.NativeLightGbm;
        if (recipe.Loss == MemberLoss.Qlike && !native)
        {
            throw Refusal(recipe.Id, $"The loss qlike needs the learner nativeLightGbm, found {recipe.Learner}.");
        }

        if (recipe.Increasing.Count > 0 && !(native && recipe.Loss == MemberLoss.Squared))
        {
            throw Refusal(recipe.Id, "increasing needs the learner nativeLightGbm with the loss squared.");
        }
    }

    private static void RefuseTrees(MemberRecipe recipe)
    {
        try
        {
            _ = recipe.Trees.Checked();
        }
        catch (ArgumentOutOfRangeException e)
        {
            throw new InputRefusedException(
                "recipe", $"trees.{char.ToLowerInvariant(e.ParamName![0])}{e.ParamName[1..]}: {e.Message}", recipe.Id, e);
        }
    }

    private static void RefuseNetworks(MemberRecipe recipe)
    {
        if ((recipe.Learner == Learner.Network) != (recipe.Networks is { Count: > 0 }))
        {
            throw Refusal(recipe.Id, "The learner network and the key networks go together: one ONNX file per horizon.");
        }

        if (recipe.Networks is { } networks && networks.DistinctBy(n => n.HorizonMinutes).Count() < networks.Count)
        {
            throw Refusal(recipe.Id, "networks has one entry per horizon.");
        }

        foreach (NetworkRecipe network in recipe.Networks ?? [])
        {
            if (network.Fault() is { } fault)
            {
                throw Refusal(recipe.Id, fault);
            }
        }
    }

    private static void RefuseNames(MemberRecipe recipe)
    {
        string? unknown = recipe.Families.FirstOrDefault(f => !Families.Contains(f));
        if (unknown is not null)
        {
            throw Refusal(
                recipe.Id, $"There is no feature family '{unknown}'; allowed are {string.Join(", ", Families)}.");
        }

        if (HasTwice(recipe.Families) || HasTwice(recipe.Increasing) || recipe.Increasing.Any(n => n.Trim('*').Length == 0))
        {
            throw Refusal(recipe.Id, "families and increasing name each thing once, and no name is empty.");
        }
    }

    private static bool HasTwice(IReadOnlyList<string> names) => names.Distinct(StringComparer.Ordinal).Count() < names.Count;

    private static InputRefusedException Refusal(string id, string message) => new("recipe", message, $"member '{id}'");
}
