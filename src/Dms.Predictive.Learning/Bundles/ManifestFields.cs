using System.Text.Json;
using Dms.Predictive.Core;

namespace Dms.Predictive.Learning;

/// <summary>Takes the fields of a manifest out of its JSON; refuses missing, unknown and mistyped ones.</summary>
internal static class ManifestFields
{
    private static readonly string[] Known =
    [
        "schema", "id", "version", "featureSchemaHash", "horizonsMinutes", "dataDigests", "recipe", "seed",
        "packageLockHash", "metrics", "created", "files",
    ];

    public static BundleManifest Read(JsonElement root)
    {
        if (root.ValueKind != JsonValueKind.Object)
        {
            throw Malformed("must be a JSON object", "document");
        }

        string schema = Text(root, "schema");
        if (schema != ManifestJson.Schema)
        {
            throw new InputRefusedException("manifest-version",
                $"The schema is '{schema}'; only '{ManifestJson.Schema}' is read.", $"{BundleFiles.Manifest}: schema");
        }

        RefuseUnknown(root, Known, "document");
        BundleDescription description = new()
        {
            Id = PlainName(root, "id"),
            Version = PlainName(root, "version"),
            FeatureSchemaHash = Text(root, "featureSchemaHash"),
            HorizonsMinutes = Horizons(Field(root, "horizonsMinutes", JsonValueKind.Array)),
            DataDigests = Digests(Field(root, "dataDigests", JsonValueKind.Object)),
            Recipe = Field(root, "recipe", JsonValueKind.Object).Clone(),
            Seed = Whole(root, "seed"),
            PackageLockHash = Text(root, "packageLockHash"),
            Metrics = Field(root, "metrics", JsonValueKind.Object).Clone(),
            Created = Timestamp.TryParse(Text(root, "created"), out Timestamp created)
                ? created
                : throw Malformed("must be a UTC time", "created"),
        };
        return new BundleManifest(description, Files(Field(root, "files", JsonValueKind.Array)));
    }

    private static BundleFile[] Files(JsonElement files)
    {
        List<BundleFile> result = [];
        foreach (JsonElement item in files.EnumerateArray())
        {
            string where = $"files[{result.Count}]";
            if (item.ValueKind != JsonValueKind.Object)
            {
                throw Malformed("must be an object", where);
            }

            RefuseUnknown(item, ["path", "length", "sha256"], where);
            BundleFile file = new(Text(item, "path"), Whole(item, "length"), Text(item, "sha256"));
            BundleFiles.RefusePath(file.Path, $"{BundleFiles.Manifest}: {where}.path");
            if (file.Length < 0 || file.Sha256.Length != 64 || file.Sha256.Any(c => !char.IsAsciiHexDigitLower(c)))
            {
                throw Malformed("needs a length >= 0 and 64 lower-case hex digits", where);
            }

            result.Add(file);
        }

        string[] names = [.. result.Select(f => f.Path), BundleFiles.Manifest, BundleFiles.Signature];
        return names.Distinct(StringComparer.OrdinalIgnoreCase).Count() == names.Length
            ? [.. result]
            : throw Malformed("names a file twice, or the manifest itself", "files");
    }

    private static int[] Horizons(JsonElement array)
    {
        int[] horizons = [.. array.EnumerateArray().Select(
            h => h.ValueKind == JsonValueKind.Number && h.TryGetInt32(out int minutes) ? minutes : 0)];
        return horizons.Length > 0 && horizons.All(h => h >= 1)
            ? horizons
            : throw Malformed("must be whole minutes >= 1, at least one", "horizonsMinutes");
    }

    private static Dictionary<string, string> Digests(JsonElement digests) =>
        digests.EnumerateObject().ToDictionary(
            p => p.Name,
            p => p.Value.ValueKind == JsonValueKind.String
                ? p.Value.GetString()!
                : throw Malformed("must be a string", $"dataDigests.{p.Name}"),
            StringComparer.Ordinal);

    private static string PlainName(JsonElement owner, string name)
    {
        string text = Text(owner, name);
        BundleFiles.RefusePath(text, $"{BundleFiles.Manifest}: {name}");
        return text;
    }

    private static string Text(JsonElement owner, string name) =>
        Field(owner, name, JsonValueKind.String).GetString()!;

    private static long Whole(JsonElement owner, string name) =>
        Field(owner, name, JsonValueKind.Number).TryGetInt64(out long value)
            ? value
            : throw Malformed("must be a whole number", name);

    private static JsonElement Field(JsonElement owner, string name, JsonValueKind kind)
    {
        if (!owner.TryGetProperty(name, out JsonElement value))
        {
            throw Malformed("is missing", name);
        }

        return value.ValueKind == kind ? value : throw Malformed($"must be {kind}, found {value.ValueKind}", name);
    }

    private static void RefuseUnknown(JsonElement owner, string[] known, string where)
    {
        foreach (JsonProperty property in owner.EnumerateObject())
        {
            if (!known.Contains(property.Name))
            {
                throw Malformed($"has the unknown property '{property.Name}'", where);
            }
        }
    }

    private static InputRefusedException Malformed(string what, string where) =>
        new("manifest-malformed", $"The manifest's {where} {what}.", $"{BundleFiles.Manifest}: {where}");
}
