using System.Text.Json;

namespace Dms.Predictive.Cli.Tests;

/// <summary>Checks a document against the part of JSON Schema that this project's schemas use.</summary>
internal static class JsonShape
{
    private static readonly string[] Known =
    [
        "$schema", "$id", "$defs", "$ref", "title", "description", "type", "enum", "const", "properties", "required",
        "additionalProperties", "items", "minItems", "pattern", "minimum",
    ];

    /// <summary>The place and the reason of the first fault, or null.</summary>
    public static string? FirstFault(JsonElement schema, JsonElement value) => Fault(schema, schema, value, "$");

    private static string? Fault(JsonElement root, JsonElement schema, JsonElement value, string at)
    {
        if (schema.TryGetProperty("$ref", out JsonElement reference))
        {
            return Fault(root, root.GetProperty("$defs").GetProperty(reference.GetString()!["#/$defs/".Length..]), value, at);
        }

        if (schema.EnumerateObject().Select(p => p.Name).FirstOrDefault(n => !Known.Contains(n)) is { } unknown)
        {
            return $"{at}: the schema uses '{unknown}', which this check does not know";
        }

        if (schema.TryGetProperty("type", out JsonElement type) && !Types(type).Any(t => Is(value, t)))
        {
            return $"{at}: found {value.ValueKind}, allowed {type}";
        }

        if (schema.TryGetProperty("const", out JsonElement only) && only.ToString() != value.ToString())
        {
            return $"{at}: found {value}, allowed {only}";
        }

        if (schema.TryGetProperty("enum", out JsonElement among) && among.EnumerateArray().All(a => a.ToString() != value.ToString()))
        {
            return $"{at}: found {value}, allowed {among}";
        }

        if (schema.TryGetProperty("pattern", out JsonElement pattern) && value.ValueKind == JsonValueKind.String
            && !System.Text.RegularExpressions.Regex.IsMatch(value.GetString()!, pattern.GetString()!))
        {
            return $"{at}: '{value}' does not match {pattern}";
        }

        if (schema.TryGetProperty("minimum", out JsonElement least) && value.ValueKind == JsonValueKind.Number && value.GetDouble() < least.GetDouble())
        {
            return $"{at}: {value} is below {least}";
        }

        return value.ValueKind switch
        {
            JsonValueKind.Object => Members(root, schema, value, at),
            JsonValueKind.Array => Items(root, schema, value, at),
            _ => null,
        };
    }

    private static string? Members(JsonElement root, JsonElement schema, JsonElement value, string at)
    {
        JsonElement known = schema.TryGetProperty("properties", out JsonElement p) ? p : default;
        if (schema.TryGetProperty("required", out JsonElement required)
            && required.EnumerateArray().Select(r => r.GetString()!).FirstOrDefault(r => !value.TryGetProperty(r, out _)) is { } missing)
        {
            return $"{at}: {missing} is missing";
        }

        foreach (JsonProperty member in value.EnumerateObject())
        {
            string place = $"{at}.{member.Name}";
            bool named = known.ValueKind == JsonValueKind.Object && known.TryGetProperty(member.Name, out _);
            JsonElement rest = schema.TryGetProperty("additionalProperties", out JsonElement more) ? more : default;
            if (!named && rest.ValueKind == JsonValueKind.False)
            {
                return $"{place}: not allowed";
            }

            JsonElement inner = named ? known.GetProperty(member.Name) : rest;
            if (inner.ValueKind == JsonValueKind.Object && Fault(root, inner, member.Value, place) is { } fault)
            {
                return fault;
            }
        }

        return null;
    }

    private static string? Items(JsonElement root, JsonElement schema, JsonElement value, string at)
    {
        if (schema.TryGetProperty("minItems", out JsonElement least) && value.GetArrayLength() < least.GetInt32())
        {
            return $"{at}: {value.GetArrayLength()} entries, at least {least}";
        }

        return schema.TryGetProperty("items", out JsonElement items)
            ? value.EnumerateArray().Select((v, k) => Fault(root, items, v, $"{at}[{k}]")).FirstOrDefault(f => f is not null)
            : null;
    }

    private static IEnumerable<string> Types(JsonElement type) => type.ValueKind == JsonValueKind.Array
        ? type.EnumerateArray().Select(t => t.GetString()!)
        : [type.GetString()!];

    private static bool Is(JsonElement value, string type) => type switch
    {
        "object" => value.ValueKind == JsonValueKind.Object,
        "array" => value.ValueKind == JsonValueKind.Array,
        "string" => value.ValueKind == JsonValueKind.String,
        "number" => value.ValueKind == JsonValueKind.Number,
        "integer" => value.ValueKind == JsonValueKind.Number && value.TryGetInt64(out _),
        "null" => value.ValueKind == JsonValueKind.Null,
        "boolean" => value.ValueKind is JsonValueKind.True or JsonValueKind.False,
        _ => false,
    };
}
