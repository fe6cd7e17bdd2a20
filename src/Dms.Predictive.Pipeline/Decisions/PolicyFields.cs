using System.Text.Json;
using Dms.Predictive.Core;

namespace Dms.Predictive.Pipeline;

/// <summary>Strict access to one object of a policy file: unknown keys, wrong types and ranges are refused by path.</summary>
internal sealed class PolicyFields
{
    private static readonly string[] LaterParts = ["addOns", "antiProcyclicality", "band"];

    private readonly Dictionary<string, JsonElement> _fields = new(StringComparer.Ordinal);
    private readonly string _path;

    public PolicyFields(JsonElement value, string path, params string[] allowed)
    {
        _path = path.Length == 0 ? "" : path + ".";
        if (value.ValueKind != JsonValueKind.Object)
        {
            throw new InputRefusedException("WrongType", $"Expected an object, found {value.ValueKind}.", path);
        }

        foreach (JsonProperty field in value.EnumerateObject())
        {
            bool emptyPart = field.Value.ValueKind == JsonValueKind.Null
                || (field.Value.ValueKind == JsonValueKind.Array && field.Value.GetArrayLength() == 0);
            if (!allowed.Contains(field.Name) && !(Array.IndexOf(LaterParts, field.Name) >= 0 && emptyPart))
            {
                throw new InputRefusedException(
                    Array.IndexOf(LaterParts, field.Name) >= 0 ? "NotSupported" : "UnknownField",
                    $"'{field.Name}' is not a setting here. Allowed: {string.Join(", ", allowed)}.", _path + field.Name);
            }

            if (!_fields.TryAdd(field.Name, field.Value))
            {
                throw new InputRefusedException("DuplicateField", "The key is given twice; keep one.", _path + field.Name);
            }
        }
    }

    public bool Has(string name) => _fields.ContainsKey(name);

    public JsonElement Object(string name) => _fields.TryGetValue(name, out JsonElement value)
        ? value
        : throw new InputRefusedException("MissingField", $"'{name}' is required.", _path + name);

    public void Require(string name, string only)
    {
        string found = Text(name, "");
        if (found != only)
        {
            throw new InputRefusedException("NotSupported", $"Found '{found}'; supported: {only}.", _path + name);
        }
    }

    public string Text(string name, string fallback)
    {
        if (!_fields.TryGetValue(name, out JsonElement value))
        {
            return fallback;
        }

        return value.ValueKind == JsonValueKind.String
            ? value.GetString()!
            : throw new InputRefusedException("WrongType", $"Expected text, found {value.ValueKind}.", _path + name);
    }

    public double Number(string name, double fallback, double low, double high)
    {
        if (!_fields.TryGetValue(name, out JsonElement value))
        {
            return fallback;
        }

        if (value.ValueKind != JsonValueKind.Number)
        {
            throw new InputRefusedException("WrongType", $"Expected a number, found {value.ValueKind}.", _path + name);
        }

        double number = value.GetDouble();
        return number >= low && number <= high
            ? number
            : throw new InputRefusedException("OutOfRange", $"Found {number}; allowed {low} … {high}.", _path + name);
    }
}
