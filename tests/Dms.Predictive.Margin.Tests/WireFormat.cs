using System.Buffers;
using System.Text.Json;

namespace Dms.Predictive.Margin.Tests;

internal static class WireFormat
{
    public static string Write(MarginRequest request)
    {
        ArrayBufferWriter<byte> buffer = new();
        using (Utf8JsonWriter writer = new(buffer))
        {
            MarginRequestWriter.Write(writer, request);
        }

        return System.Text.Encoding.UTF8.GetString(buffer.WrittenSpan);
    }

    public static MarginRequest RoundTrip(MarginRequest request) => Read(Write(request));

    public static MarginRequest Read(string json)
    {
        using JsonDocument document = JsonDocument.Parse(json);
        return MarginRequestReader.Read(document.RootElement);
    }
}
