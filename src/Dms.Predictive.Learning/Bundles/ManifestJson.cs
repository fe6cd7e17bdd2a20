using System.Security.Cryptography;
using System.Text.Json;
using Dms.Predictive.Core;

namespace Dms.Predictive.Learning;

/// <summary>The JSON form of a manifest and the digest that reports and records refer to.</summary>
public static class ManifestJson
{
    /// <summary>The only schema that is read and written.</summary>
    public const string Schema = "dms-bundle/1";

    private static readonly JsonDocumentOptions Strict = new() { AllowDuplicateProperties = false, MaxDepth = 32 };

    /// <summary>Writes a manifest; equal manifests give equal bytes.</summary>
    public static byte[] Write(BundleManifest manifest)
    {
        ArgumentNullException.ThrowIfNull(manifest);
        BundleDescription d = manifest.Description;
        using MemoryStream stream = new();
        using (Utf8JsonWriter writer = new(stream, new JsonWriterOptions { Indented = true, NewLine = "\n" }))
        {
            writer.WriteStartObject();
            writer.WriteString("schema", Schema);
            writer.WriteString("id", d.Id);
            writer.WriteString("version", d.Version);
            writer.WriteString("featureSchemaHash", d.FeatureSchemaHash);
            WriteHorizons(writer, d.HorizonsMinutes);
            WriteDigests(writer, d.DataDigests);
            Write(writer, "recipe", d.Recipe);
            writer.WriteNumber("seed", d.Seed);
            writer.WriteString("packageLockHash", d.PackageLockHash);
            Write(writer, "metrics", d.Metrics);
            writer.WriteString("created", d.Created.ToString());
            WriteFiles(writer, manifest.Files);
            writer.WriteEndObject();
        }

        return stream.ToArray();
    }

    /// <summary>Reads a manifest and checks every name in it.</summary>
    /// <exception cref="InputRefusedException">
    /// <c>manifest-malformed</c>, <c>manifest-version</c> or <c>path</c>.
    /// </exception>
    public static BundleManifest Read(ReadOnlyMemory<byte> utf8) => Parsed(utf8, ManifestFields.Read);

    /// <summary>SHA-256 over the manifest with sorted keys and without <c>created</c> and the entry of
    /// <c>model.zip</c>, whose bytes ML.NET does not repeat.</summary>
    /// <param name="utf8">Bytes that <see cref="Read"/> accepts.</param>
    /// <returns>Lower-case hex.</returns>
    /// <exception cref="InputRefusedException"><c>manifest-malformed</c>.</exception>
    public static string Digest(ReadOnlyMemory<byte> utf8) => Parsed(utf8, root =>
    {
        using MemoryStream stream = new();
        using (Utf8JsonWriter writer = new(stream))
        {
            WriteForDigest(writer, root);
        }

        return Convert.ToHexStringLower(SHA256.HashData(stream.ToArray()));
    });

    private static T Parsed<T>(ReadOnlyMemory<byte> utf8, Func<JsonElement, T> use)
    {
        try
        {
            using JsonDocument document = JsonDocument.Parse(utf8, Strict);
            return use(document.RootElement);
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException or OverflowException)
        {
            // The others: text that is not UTF-8 or half of a surrogate pair, and a time beyond the calendar.
            throw new InputRefusedException("manifest-malformed",
                $"The manifest is not valid JSON without duplicate keys: {e.Message}", BundleFiles.Manifest, e);
        }
    }

    private static void WriteForDigest(Utf8JsonWriter writer, JsonElement root)
    {
        writer.WriteStartObject();
        foreach (JsonProperty property in root.EnumerateObject().OrderBy(p => p.Name, StringComparer.Ordinal))
        {
            if (property.NameEquals("files"))
            {
                writer.WritePropertyName("files");
                WriteItems(writer, property.Value.EnumerateArray().Where(f => !IsZipEntry(f)));
            }
            else if (!property.NameEquals("created"))
            {
                Write(writer, property.Name, property.Value);
            }
        }

        writer.WriteEndObject();
    }

    private static void WriteHorizons(Utf8JsonWriter writer, IReadOnlyList<int> horizons)
    {
        writer.WriteStartArray("horizonsMinutes");
        foreach (int horizon in horizons)
        {
            writer.WriteNumberValue(horizon);
        }

        writer.WriteEndArray();
    }

    private static void WriteDigests(Utf8JsonWriter writer, IReadOnlyDictionary<string, string> digests)
    {
        writer.WriteStartObject("dataDigests");
        foreach ((string name, string sha256) in digests.OrderBy(p => p.Key, StringComparer.Ordinal))
        {
            writer.WriteString(name, sha256);
        }

        writer.WriteEndObject();
    }

    private static void WriteFiles(Utf8JsonWriter writer, IReadOnlyList<BundleFile> files)
    {
        writer.WriteStartArray("files");
        foreach (BundleFile file in files)
        {
            writer.WriteStartObject();
            writer.WriteString("path", file.Path);
            writer.WriteNumber("length", file.Length);
            writer.WriteString("sha256", file.Sha256);
            writer.WriteEndObject();
        }

        writer.WriteEndArray();
    }

    private static void Write(Utf8JsonWriter writer, string name, JsonElement value)
    {
        writer.WritePropertyName(name);
        WriteSorted(writer, value);
    }

    private static void WriteSorted(Utf8JsonWriter writer, JsonElement element)
    {
        if (element.ValueKind == JsonValueKind.Object)
        {
            writer.WriteStartObject();
            foreach (JsonProperty property in element.EnumerateObject().OrderBy(p => p.Name, StringComparer.Ordinal))
            {
                Write(writer, property.Name, property.Value);
            }

            writer.WriteEndObject();
        }
        else if (element.ValueKind == JsonValueKind.Array)
        {
            WriteItems(writer, element.EnumerateArray());
        }
        else
        {
            element.WriteTo(writer);
        }
    }

    private static void WriteItems(Utf8JsonWriter writer, IEnumerable<JsonElement> items)
    {
        writer.WriteStartArray();
        foreach (JsonElement item in items)
        {
            WriteSorted(writer, item);
        }

        writer.WriteEndArray();
    }

    private static bool IsZipEntry(JsonElement item) => item.ValueKind == JsonValueKind.Object
        && item.TryGetProperty("path", out JsonElement path)
        && path.ValueKind == JsonValueKind.String && path.ValueEquals(BundleFiles.Zip);
}
