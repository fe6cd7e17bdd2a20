using System.Buffers;
using System.Text.Json;

namespace Dms.Predictive.Margin;

/// <summary>Lays one JSON object over another: maps are merged recursively, everything else is replaced.</summary>
internal static class JsonMerge
{
    /// <summary>Merges; a field that is null in the patch is left out, as if it had never been given.</summary>
    /// <param name="value">Object to start from.</param>
    /// <param name="patch">Object with the fields to change.</param>
    /// <param name="path">Place of the patch, for messages.</param>
    /// <exception cref="Core.InputRefusedException">The patch is no object or repeats a field.</exception>
    public static JsonElement Over(JsonElement value, JsonElement patch, string path)
    {
        ArrayBufferWriter<byte> buffer = new();
        using (Utf8JsonWriter writer = new(buffer))
        {
            Write(writer, value, patch, path);
        }

        using JsonDocument document = JsonDocument.Parse(buffer.WrittenMemory);
        return document.RootElement.Clone();
    }

    private static void Write(Utf8JsonWriter w, JsonElement value, JsonElement patch, string path)
    {
        JsonFields fields = JsonFields.OpenMap(patch, path);
        HashSet<string> kept = new(StringComparer.Ordinal);
        w.WriteStartObject();
        foreach (JsonProperty property in value.EnumerateObject())
        {
            kept.Add(property.Name);
            if (!patch.TryGetProperty(property.Name, out JsonElement change))
            {
                property.WriteTo(w);
            }
            else if (change.ValueKind == JsonValueKind.Object && property.Value.ValueKind == JsonValueKind.Object)
            {
                w.WritePropertyName(property.Name);
                Write(w, property.Value, change, fields.At(property.Name));
            }
            else if (change.ValueKind != JsonValueKind.Null)
            {
                w.WritePropertyName(property.Name);
                change.WriteTo(w);
            }
        }

        foreach (string name in fields.Names.Where(n => !kept.Contains(n)))
        {
            w.WritePropertyName(name);
            fields.Required(name).WriteTo(w);
        }

        w.WriteEndObject();
    }
}
