using System.Text.Json;
using Dms.Predictive.Core;

namespace Dms.Predictive.Learning;

/// <summary>The content of <c>trees.json</c>: the models of all outputs by name, in order; <c>forest</c>
/// for trees, <c>linear</c> for a linear model, <c>network</c> for a network trained elsewhere.</summary>
internal static class TreesDocument
{
    private static readonly JsonDocumentOptions Strict = new() { AllowDuplicateProperties = false };

    public static byte[] Write(IReadOnlyList<BundleOutput> outputs)
    {
        using MemoryStream stream = new();
        using (Utf8JsonWriter writer = new(stream))
        {
            writer.WriteStartObject();
            writer.WriteStartArray("outputs");
            foreach (BundleOutput output in outputs)
            {
                writer.WriteStartObject();
                writer.WriteString("name", output.Name);
                writer.WritePropertyName(output.Model switch { Forest => "forest", NetworkModel => "network", _ => "linear" });
                RowModelJson.Write(writer, output.Model);
                writer.WriteEndObject();
            }

            writer.WriteEndArray();
            writer.WriteEndObject();
        }

        return stream.ToArray();
    }

    public static IReadOnlyList<BundleOutput> Read(byte[] utf8)
    {
        try
        {
            using JsonDocument document = JsonDocument.Parse(utf8, Strict);
            List<BundleOutput> outputs = [];
            foreach (JsonElement item in document.RootElement.GetProperty("outputs").EnumerateArray())
            {
                string where = $"{BundleFiles.Trees}: outputs[{outputs.Count}]";
                string name = item.GetProperty("name").GetString() ?? "";
                outputs.Add(new BundleOutput(name, item.TryGetProperty("linear", out JsonElement linear)
                    ? LinearModelJson.Read(linear, $"{where}.linear")
                    : item.TryGetProperty("network", out JsonElement network) ? NetworkModelJson.Read(network, $"{where}.network")
                    : ForestJson.Read(item.GetProperty("forest"), $"{where}.forest")));
            }

            return outputs.Count > 0
                ? outputs
                : throw new InputRefusedException("tree-structure", "There is no output.", BundleFiles.Trees);
        }
        catch (Exception e) when (e is JsonException or KeyNotFoundException or InvalidOperationException)
        {
            throw new InputRefusedException("tree-structure",
                $"The trees cannot be read: {e.Message}", BundleFiles.Trees, e);
        }
    }
}
