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
            ? WithNetworks(RecipeJson.Read(File.ReadAllBytes(nameOrFile), nameOrFile), Path.GetDirectoryName(Path.GetFullPath(nameOrFile))!)
            : throw new InputRefusedException(
                "recipe", $"No such recipe or file; names are {string.Join(", ", NamedRecipes.All.Keys)}.", nameOrFile);
    }

    private static BlendRecipe WithNetworks(BlendRecipe recipe, string folder) => recipe with
    {
        Members = [.. recipe.Members.Select(m => m.Networks is null ? m : m with { Networks = [.. m.Networks.Select(n => n with { Content = Bytes(folder, n) })] })],
    };

    private static byte[] Bytes(string folder, NetworkRecipe network)
    {
        FileInfo file = new(Path.Combine(folder, network.File));
        return file switch
        {
            { Exists: false } => throw new InputRefusedException("network-file", "The network's file is not beside the recipe.", file.FullName),
            { Length: > Learning.NetworkModel.LargestFile } => throw new InputRefusedException(
                "onnx-size", $"Found {file.Length:N0} bytes; a network member may have {Learning.NetworkModel.LargestFile:N0}.", file.FullName),
            _ => File.ReadAllBytes(file.FullName),
        };
    }
}
