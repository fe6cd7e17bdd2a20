using System.Text.Json;
using System.Text.Json.Serialization;
using Dms.Predictive.Core;
using Dms.Predictive.Training;

namespace Dms.Predictive.Cli.Work;

/// <summary>Reads recipes of the trees.</summary>
internal static class RecipeFile
{
    private static readonly JsonSerializerOptions Strict = new(JsonSerializerDefaults.Web)
    {
        UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow,
    };

    /// <summary>The recipe of a name or file.</summary>
    /// <param name="nameOrFile"><c>default</c>, or a JSON file.</param>
    /// <exception cref="InputRefusedException"><c>recipe</c>: no such JSON, or a key that recipes do not
    /// have.</exception>
    public static BoostingRecipe Read(string nameOrFile)
    {
        if (nameOrFile == "default")
        {
            return new BoostingRecipe();
        }

        try
        {
            return JsonSerializer.Deserialize<BoostingRecipe>(File.ReadAllText(nameOrFile), Strict)!;
        }
        catch (JsonException e)
        {
            throw new InputRefusedException(
                "recipe",
                $"The recipe cannot be read: {e.Message} Allowed keys: leaves, minimumRowsPerLeaf, learningRate, "
                + "trees, l2, "
                + "featureFraction, rowFraction, bins.",
                nameOrFile, e);
        }
    }
}
