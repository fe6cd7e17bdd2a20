using System.Text.Json;
using Dms.Predictive.Core;

namespace Dms.Predictive.Cli.Vectors;

/// <summary>One value of a vector file, with its place for messages.</summary>
/// <param name="Json">The value.</param>
/// <param name="Where">Path of the value in the file.</param>
internal readonly record struct VectorField(JsonElement Json, string Where)
{
    public VectorField this[string name] =>
        Json.ValueKind == JsonValueKind.Object && Json.TryGetProperty(name, out JsonElement value)
            ? new(value, $"{Where}/{name}")
            : throw Refused($"an object with the field {name}");

    public bool Has(string name) => Json.ValueKind == JsonValueKind.Object && Json.TryGetProperty(name, out _);

    public IEnumerable<VectorField> Items()
    {
        if (Json.ValueKind != JsonValueKind.Array)
        {
            throw Refused("a list");
        }

        string where = Where;
        return Json.EnumerateArray().Select((item, i) => new VectorField(item, $"{where}/{i}"));
    }

    public IEnumerable<(string Name, VectorField Value)> Members()
    {
        if (Json.ValueKind != JsonValueKind.Object)
        {
            throw Refused("an object");
        }

        string where = Where;
        return Json.EnumerateObject().Select(p => (p.Name, new VectorField(p.Value, $"{where}/{p.Name}")));
    }

    public double Number() =>
        Json.ValueKind == JsonValueKind.Number && Json.TryGetDouble(out double value) && double.IsFinite(value)
            ? value
            : throw Refused("a finite number");

    public int Count() =>
        Json.ValueKind == JsonValueKind.Number && Json.TryGetInt32(out int value) && value >= 0
            ? value
            : throw Refused("a whole number from 0");

    public string Text() =>
        Json.ValueKind == JsonValueKind.String ? Json.GetString()! : throw Refused("a text");

    public double[] Numbers() => [.. Items().Select(i => i.Number())];

    public InputRefusedException Refused(string expected) =>
        new("vector-json", $"Expected {expected}, found {Shorten(Json.GetRawText())}.", Where);

    private static string Shorten(string text) => text.Length <= 40 ? text : text[..40] + "…";
}
