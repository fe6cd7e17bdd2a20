using System.Reflection;
using System.Text.Json;
using Dms.Predictive.Volatility;

namespace Dms.Predictive.Training.Tests;

/// <summary>docs/reference/recipes.md must list what a recipe can say.</summary>
public sealed class RecipePageTests
{
    [Fact]
    public void Page_EveryKeyAndName_IsListed()
    {
        string page = File.ReadAllText(Path.Combine(RepositoryFolder.Path, "docs", "reference", "recipes.md"));
        string[] keys = [.. Keys<MemberRecipe>(), .. Keys<BoostingRecipe>(), .. Keys<OnlineBlendOptions>(),
            "schema", "name", "members", "online"];
        string[] choices =
        [
            .. Names<Learner>(), .. Names<MemberTarget>(), .. Names<MemberLoss>(), .. NamedRecipes.All.Keys,
        ];

        Assert.True(keys.Length >= 19);
        Assert.All(keys, key => Assert.Contains($"\n| `{key}` |", page));
        Assert.All(choices, choice => Assert.Contains($"`{choice}`", page));
    }

    [Fact]
    public void Page_Example_IsARecipe()
    {
        string page = File.ReadAllText(Path.Combine(RepositoryFolder.Path, "docs", "reference", "recipes.md"));
        string example = page.Split("```json")[1].Split("```")[0];

        Assert.Equal(2, RecipeJson.Read(System.Text.Encoding.UTF8.GetBytes(example), "page").Members.Count);
    }

    private static IEnumerable<string> Keys<T>() => typeof(T).GetProperties(BindingFlags.Public | BindingFlags.Instance)
        .Where(p => p.CanWrite).Select(p => JsonNamingPolicy.CamelCase.ConvertName(p.Name));

    private static IEnumerable<string> Names<T>()
        where T : struct, Enum => Enum.GetNames<T>().Select(JsonNamingPolicy.CamelCase.ConvertName);
}
