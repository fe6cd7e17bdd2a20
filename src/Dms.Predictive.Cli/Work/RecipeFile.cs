using Dms.Predictive.Core;
using Dms.Predictive.Training;

namespace Dms.Predictive.Cli.Work;

/// <summary>Finds the recipe of a name or file.</summary>
internal static class RecipeFile
{
    /// <summary>The recipe of a name or file.</summary>
    /// <param name="nameOrFile">A name of <see cref="NamedRecipes"/>, or a JSON file.</param>
    /// <exception cref="InputRefusedException"><c>recipe</c>: neither a name nor a file, no such JSON, or a setting
    /// outside its range.</exception>
    public static BlendRecipe Read(string nameOrFile)
    {
        if (NamedRecipes.All.TryGetValue(nameOrFile, out BlendRecipe? named))
        {
            return named;
        }

        return File.Exists(nameOrFile)
            ? RecipeJson.Read(File.ReadAllBytes(nameOrFile), nameOrFile)
            : throw new InputRefusedException(
                "recipe", $"No such recipe or file; names are {string.Join(", ", NamedRecipes.All.Keys)}.", nameOrFile);
    }
}
