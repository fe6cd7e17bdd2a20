using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;
using Dms.Predictive.Core;

namespace Dms.Predictive.Learning;

/// <summary>The one form of an entry as text: fixed order of fields, no blanks, times as ISO-8601, absent fields left out.</summary>
public static class RegistryEntryJson
{
    private static readonly JsonSerializerOptions Options = new()
    {
        PropertyNamingPolicy = JsonNamingPolicy.CamelCase,
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
        UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow,
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        Converters = { new TimestampText(), new JsonStringEnumConverter(JsonNamingPolicy.CamelCase, allowIntegerValues: false) },
    };

    /// <summary>The text of an entry.</summary>
    public static string Write(RegistryEntry entry)
    {
        ArgumentNullException.ThrowIfNull(entry);
        return JsonSerializer.Serialize(entry with { Lineage = Sorted(entry.Lineage) }, Options);
    }

    /// <summary>Reads an entry; null when the text is not the one form of an entry.</summary>
    public static RegistryEntry? Read(string text)
    {
        try
        {
            RegistryEntry? entry = JsonSerializer.Deserialize<RegistryEntry>(text, Options);
            return entry is not null && Write(entry) == text ? entry : null;
        }
        catch (Exception e) when (e is JsonException or ArgumentException or FormatException)
        {
            return null;
        }
    }

    private static ModelLineage? Sorted(ModelLineage? lineage) => lineage is null ? null : lineage with
    {
        Data = new SortedDictionary<string, string>(lineage.Data.ToDictionary(), StringComparer.Ordinal),
    };

    private sealed class TimestampText : JsonConverter<Timestamp>
    {
        public override Timestamp Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
            Timestamp.TryParse(reader.GetString() ?? "", out Timestamp time) ? time : throw new JsonException("Expected a UTC time.");

        public override void Write(Utf8JsonWriter writer, Timestamp value, JsonSerializerOptions options) =>
            writer.WriteStringValue(value.ToString());
    }
}
