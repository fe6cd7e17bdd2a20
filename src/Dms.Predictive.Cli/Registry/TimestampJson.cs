using System.Text.Json;
using System.Text.Json.Serialization;
using Dms.Predictive.Core;

namespace Dms.Predictive.Cli.Registry;

/// <summary>Times as ISO-8601 text.</summary>
internal sealed class TimestampJson : JsonConverter<Timestamp>
{
    /// <inheritdoc/>
    public override Timestamp Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
        Timestamp.TryParse(reader.GetString() ?? "", out Timestamp time) ? time : throw new JsonException("Expected a UTC time.");

    /// <inheritdoc/>
    public override void Write(Utf8JsonWriter writer, Timestamp value, JsonSerializerOptions options) => writer.WriteStringValue(value.ToString());
}
