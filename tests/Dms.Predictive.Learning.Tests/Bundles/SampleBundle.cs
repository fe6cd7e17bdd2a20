using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Dms.Predictive.Core;

namespace Dms.Predictive.Learning.Tests;

/// <summary>A small bundle in a folder of its own, and ways to spoil it.</summary>
internal sealed class SampleBundle : IDisposable
{
    public SampleBundle()
    {
        Root = Directory.CreateTempSubdirectory("bundle-tests-").FullName;
        Folder = Path.Combine(Root, "sample", "1.0.0");
        BundleWriter.Write(Contents(), Folder, Signer);
    }

    public string Root { get; }

    public string Folder { get; }

    public ECDsa Signer { get; } = ECDsa.Create(ECCurve.NamedCurves.nistP256);

    public BundleTrust Trust => BundleTrust.Keys([BundleKey.From(Signer)]);

    public static BundleDescription Description { get; } = new()
    {
        Id = "sample",
        Version = "1.0.0",
        FeatureSchemaHash = "ab12",
        HorizonsMinutes = [10, 60],
        DataDigests = new Dictionary<string, string> { ["b.csv"] = "02", ["a.csv"] = "01" },
        Recipe = JsonSerializer.SerializeToElement(new { trees = 4, rate = 0.05 }),
        Seed = 17,
        PackageLockHash = "cd34",
        Metrics = JsonSerializer.SerializeToElement(new { qlike = 0.758 }),
        Created = Timestamp.Parse("2026-01-02T03:04:05Z"),
    };

    /// <summary>The repository's root.</summary>
    public static string Repository
    {
        get
        {
            DirectoryInfo? folder = new(AppContext.BaseDirectory);
            while (folder is not null && !File.Exists(Path.Combine(folder.FullName, "Dms.Predictive.sln")))
            {
                folder = folder.Parent;
            }

            return folder!.FullName;
        }
    }

    public static byte[] SampleFile(string name) => File.ReadAllBytes(Path.Combine(
        Repository, "tests", "Dms.Predictive.Learning.Tests", "Bundles", "sample", name));

    public static IReadOnlyList<BundleOutput> Outputs()
    {
        using JsonDocument document = JsonDocument.Parse(SampleFile("trees.json"));
        return
        [
            .. document.RootElement.GetProperty("outputs").EnumerateArray().Select(o =>
                new BundleOutput(o.GetProperty("name").GetString()!, ForestJson.Read(o.GetProperty("forest")))),
        ];
    }

    /// <summary>Another background for each of the two outputs.</summary>
    public static ReferenceBackground Background { get; } = new(
        "40 rows of the sample's own draw", [new(["log_variance_10m"], AsFloats(Rows(40, 5))), new(["log_variance_60m"], AsFloats(Rows(40, 6)))]);

    public static BundleContents Contents() => new()
    {
        Description = Description,
        Outputs = [.. Outputs().Select(o => o with { Model = o.Forest!.WithCoversFrom(Background.RowsOf(o.Name)!) })],
        Background = Background,
        Onnx = SampleFile("model.onnx"),
        Calibration = Encoding.UTF8.GetBytes("""{"scale":1.0}"""),
        Card = "# Sample\n",
        GoldenRows = Rows(GoldenRowCount, 3),
        Zip = HostileZip.Sound,
    };

    public const int GoldenRowCount = 64;

    /// <summary>Rows with missing values, both zeros, thresholds and large numbers.</summary>
    public static double[][] Rows(int count, int seed)
    {
        Random random = new(seed);
        double[] special = [double.NaN, 0.0, -0.0, 0.5, -0.25, 1.5, -2.0, 0.125, 16_777_216, -16_777_218, 1e-40];
        double Value() => random.Next(2) == 0 ? special[random.Next(special.Length)] : (random.NextDouble() - 0.5) * 6;
        return [.. Enumerable.Range(0, count).Select(_ => new[] { Value(), Value(), Value() })];
    }

    private static double[][] AsFloats(double[][] rows)
    {
        Array.ForEach(rows, r => ModelRow.RoundToFloat(r));
        return rows;
    }

    public string PathOf(string name) => Path.Combine(Folder, name);

    /// <summary>The code with which the bundle is refused; "" when it is accepted.</summary>
    public string Refusal(BundleTrust? trust = null, string? schema = null)
    {
        try
        {
            BundleReader.Read(Folder, trust ?? Trust, schema);
            return "";
        }
        catch (InputRefusedException e)
        {
            return e.Code;
        }
    }

    /// <summary>Changes the manifest and signs it again, as an enemy with the key could.</summary>
    public void EditManifest(Action<JsonObject> edit)
    {
        JsonObject manifest = JsonNode.Parse(File.ReadAllBytes(PathOf(BundleFiles.Manifest)))!.AsObject();
        edit(manifest);
        SignManifest(Encoding.UTF8.GetBytes(manifest.ToJsonString()));
    }

    /// <summary>Writes and signs any bytes as the manifest.</summary>
    public void SignManifest(byte[] manifest)
    {
        File.WriteAllBytes(PathOf(BundleFiles.Manifest), manifest);
        byte[] spki = Signer.ExportSubjectPublicKeyInfo();
        using MemoryStream stream = new();
        using (Utf8JsonWriter writer = new(stream))
        {
            writer.WriteStartObject();
            writer.WriteString("algorithm", "ecdsa-p256-sha256");
            writer.WriteString("keyId", Convert.ToHexStringLower(SHA256.HashData(spki))[..32]);
            writer.WriteBase64String("publicKey", spki);
            writer.WriteBase64String("signature", Signer.SignData(manifest, HashAlgorithmName.SHA256));
            writer.WriteEndObject();
        }

        File.WriteAllBytes(PathOf(BundleFiles.Signature), stream.ToArray());
    }

    /// <summary>Adds a file that manifest and signature know of.</summary>
    public void Add(string name, byte[] bytes)
    {
        File.WriteAllBytes(PathOf(name), bytes);
        EditManifest(m => m["files"]!.AsArray().Add(new JsonObject
        {
            ["path"] = name,
            ["length"] = bytes.Length,
            ["sha256"] = Convert.ToHexStringLower(SHA256.HashData(bytes)),
        }));
    }

    /// <summary>Replaces a file and makes manifest and signature agree with it.</summary>
    public void Replace(string name, byte[] bytes)
    {
        File.WriteAllBytes(PathOf(name), bytes);
        EditManifest(m =>
        {
            JsonNode entry = m["files"]!.AsArray().Single(f => (string)f!["path"]! == name)!;
            entry["length"] = bytes.Length;
            entry["sha256"] = Convert.ToHexStringLower(SHA256.HashData(bytes));
        });
    }

    public void Dispose()
    {
        Signer.Dispose();
        Directory.Delete(Root, recursive: true);
    }
}
