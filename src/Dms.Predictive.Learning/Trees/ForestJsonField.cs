using System.Text.Json;
using Dms.Predictive.Core;

namespace Dms.Predictive.Learning;

/// <summary>One element of a forest's JSON with its place, so that every refusal names where it happened.</summary>
internal readonly record struct ForestJsonField(JsonElement Element, string Where)
{
    public bool IsNull => Element.ValueKind == JsonValueKind.Null;

    public ForestJsonField Get(string name) => TryGet(name, out ForestJsonField field)
        ? field
        : throw Refuse($"Property {name} is missing.");

    public bool TryGet(string name, out ForestJsonField field)
    {
        if (Element.ValueKind != JsonValueKind.Object)
        {
            throw Refuse($"Expected an object, found {Element.ValueKind}.");
        }

        bool found = Element.TryGetProperty(name, out JsonElement child);
        field = new(child, $"{Where}.{name}");
        return found;
    }

    public IEnumerable<ForestJsonField> Items()
    {
        if (Element.ValueKind != JsonValueKind.Array)
        {
            throw Refuse($"Expected an array, found {Element.ValueKind}.");
        }

        string where = Where;
        return Element.EnumerateArray().Select((item, i) => new ForestJsonField(item, $"{where}[{i}]"));
    }

    public double Number() =>
        Element.ValueKind == JsonValueKind.Number && Element.TryGetDouble(out double value) && double.IsFinite(value)
            ? value
            : throw Refuse($"Expected a finite number, found {Short()}.", "tree-value");

    public int Integer() => Element.ValueKind == JsonValueKind.Number && Element.TryGetInt32(out int value)
        ? value
        : throw Refuse($"Expected a whole number, found {Short()}.");

    public bool Flag() => Element.ValueKind is JsonValueKind.True or JsonValueKind.False
        ? Element.GetBoolean()
        : throw Refuse($"Expected true or false, found {Short()}.");

    public string Text() => Element.ValueKind == JsonValueKind.String
        ? Element.GetString()!
        : throw Refuse($"Expected a string, found {Short()}.");

    private string Short() => Element.GetRawText() is { Length: > 80 } text ? text[..80] + "…" : Element.GetRawText();

    private InputRefusedException Refuse(string message, string code = "tree-structure") => new(code, message, Where);
}
