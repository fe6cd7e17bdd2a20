using System.Text.Json;

namespace Dms.Predictive.Margin.Tests.Cases;

/// <summary>Compares an answer with what a case names; lists of named things match by name.</summary>
internal sealed class JsonDifference(double relative, double absolute)
{
    private static readonly string[] Keys =
        ["name", "layer", "member", "riskClass", "instrument", "feed", "underlying"];

    public IEnumerable<string> Of(JsonElement want, JsonElement? got, string path = "")
    {
        if (got is not JsonElement found)
        {
            return [$"{path}: absent"];
        }

        return want.ValueKind switch
        {
            JsonValueKind.Object => want.EnumerateObject()
                .SelectMany(p => Of(p.Value, Member(found, p.Name), $"{path}.{p.Name}")),
            JsonValueKind.Array => OfArray(want, found, path),
            JsonValueKind.Number => OfNumber(want, found, path),
            _ => want.GetRawText() == found.GetRawText() ? [] : [$"{path}: expected {want}, found {found}"],
        };
    }

    private static JsonElement? Member(JsonElement value, string name) =>
        value.ValueKind == JsonValueKind.Object && value.TryGetProperty(name, out JsonElement member) ? member : null;

    private static string? KeyOf(JsonElement[] items) => Array.Find(Keys, key =>
        items.Length > 0 && items.All(i => Member(i, key) is not null)
        && items.Select(i => Member(i, key)!.Value.ToString()).Distinct().Count() == items.Length);

    private IEnumerable<string> OfArray(JsonElement want, JsonElement found, string path)
    {
        if (found.ValueKind != JsonValueKind.Array)
        {
            return [$"{path}: expected an array, found {found.ValueKind}"];
        }

        JsonElement[] wanted = [.. want.EnumerateArray()];
        JsonElement[] given = [.. found.EnumerateArray()];
        if (KeyOf(wanted) is string key)
        {
            return wanted.SelectMany(w =>
            {
                string name = Member(w, key)!.Value.ToString();
                JsonElement match = Array.Find(given, g => Member(g, key)?.ToString() == name);
                return Of(w, match.ValueKind == JsonValueKind.Undefined ? null : match, $"{path}[{name}]");
            });
        }

        return wanted.Length != given.Length
            ? [$"{path}: expected {wanted.Length} elements, found {given.Length}"]
            : wanted.Zip(given).SelectMany((pair, i) => Of(pair.First, pair.Second, $"{path}[{i}]"));
    }

    private IEnumerable<string> OfNumber(JsonElement want, JsonElement found, string path)
    {
        if (found.ValueKind != JsonValueKind.Number)
        {
            return [$"{path}: expected {want}, found {found}"];
        }

        double a = want.GetDouble();
        double allowed = absolute + (relative * Math.Abs(a));
        return Math.Abs(a - found.GetDouble()) <= allowed ? [] : [$"{path}: expected {want}, found {found}"];
    }
}
