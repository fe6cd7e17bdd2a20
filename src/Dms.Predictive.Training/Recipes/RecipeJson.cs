using System.Text.Json;
using System.Text.Json.Serialization;
using Dms.Predictive.Core;
using Dms.Predictive.Volatility;

namespace Dms.Predictive.Training;

/// <summary>
/// The file form of a recipe: <c>{"schema":"dms-recipe/1","name":…,"members":[…]}</c>, or the older flat object of
/// trees settings, which means one member named gbdt. A key left out keeps its default; an unknown key is refused.
/// </summary>
public static class RecipeJson
{
    /// <summary>Value of <c>schema</c>.</summary>
    public const string Schema = "dms-recipe/1";

    private static readonly JsonSerializerOptions Strict = new(JsonSerializerDefaults.Web)
    {
        UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow,
        PropertyNameCaseInsensitive = false,
        NumberHandling = JsonNumberHandling.Strict,
        AllowDuplicateProperties = false,
        RespectNullableAnnotations = true,
        WriteIndented = true,
        Converters = { new JsonStringEnumConverter(JsonNamingPolicy.CamelCase, allowIntegerValues: false) },
    };

    /// <summary>Reads and checks a recipe.</summary>
    /// <param name="utf8">The file's bytes.</param>
    /// <param name="place">How messages name the file.</param>
    /// <exception cref="InputRefusedException"><c>recipe</c>: no such JSON, an unknown key, or a setting outside its
    /// range.</exception>
    public static BlendRecipe Read(ReadOnlySpan<byte> utf8, string place)
    {
        try
        {
            JsonElement root = JsonSerializer.Deserialize<JsonElement>(utf8, Strict);
            bool whole = root.ValueKind == JsonValueKind.Object && root.TryGetProperty("schema", out _);
            return (whole ? ReadWhole(root) : ReadFlat(root)).Checked();
        }
        catch (JsonException e)
        {
            throw new InputRefusedException(
                "recipe", $"The recipe cannot be read: {e.Message} The keys are listed in docs/reference/recipes.md.", place, e);
        }
        catch (InputRefusedException e)
        {
            throw new InputRefusedException(e.Code, $"{e.Where}: {e.Message}", place, e);
        }
    }

    /// <summary>Writes every setting, defaults included; <see cref="Read"/> gives an equal recipe back.</summary>
    public static byte[] Write(BlendRecipe recipe)
    {
        ArgumentNullException.ThrowIfNull(recipe);
        return JsonSerializer.SerializeToUtf8Bytes(new Document(Schema, recipe.Name, recipe.Members, recipe.Online), Strict);
    }

    private static BlendRecipe ReadWhole(JsonElement root)
    {
        Document document = root.Deserialize<Document>(Strict)!;
        return document.Schema == Schema
            ? new BlendRecipe(document.Name, document.Members) { Online = document.Online ?? new() }
            : throw new JsonException($"schema is '{document.Schema}', expected '{Schema}'.");
    }

    private static BlendRecipe ReadFlat(JsonElement root) => new(
        "flat", [new MemberRecipe { Trees = root.Deserialize<BoostingRecipe>(Strict) ?? throw new JsonException("null is no recipe.") }]);

    private sealed record Document(string Schema, string Name, IReadOnlyList<MemberRecipe> Members, OnlineBlendOptions? Online = null);
}
