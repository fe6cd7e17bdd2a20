using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Dms.Predictive.Audit;
using Dms.Predictive.Core;
using Dms.Predictive.Learning;
using Dms.Predictive.Learning.Tests;
using Dms.Predictive.Pipeline;
using Microsoft.Extensions.Logging.Abstractions;

namespace Dms.Predictive.Serving.Tests;

/// <summary>Every hostile bundle of the list at the doors of the host: its model folder and the registry that it follows.</summary>
public sealed class HostileBundleTests
{
    public static TheoryData<string> FirstOfEachRow => [.. HostileArtifacts.All.GroupBy(a => a.Row).Select(g => g.First().ToString())];

    [Theory]
    [MemberData(nameof(FirstOfEachRow))]
    public void Take_HostileArtifact_RefusedByNameAndNothingOnTheShelf(string name) => Refused(name);

    [LongFact]
    public void Take_EveryVariant_RefusedByNameAndNothingOnTheShelf()
    {
        foreach (HostileArtifact artifact in HostileArtifacts.All)
        {
            Refused(artifact.ToString());
        }
    }

    [Fact]
    public void Take_SoundBundle_ShelfHoldsTheVerifiedBytes()
    {
        using SampleBundle sample = new();
        string folder = Path.Combine(sample.Root, "shelf");

        ModelActivated taken = new ModelShelf(folder, sample.Trust).Take(sample.Folder);

        Assert.Equal(
            Directory.GetFiles(sample.Folder).Order().Select(f => (Path.GetFileName(f), Convert.ToHexString(SHA256.HashData(File.ReadAllBytes(f))))),
            Directory.GetFiles(Path.Combine(folder, taken.Folder)).Order().Select(f => (Path.GetFileName(f), Convert.ToHexString(SHA256.HashData(File.ReadAllBytes(f))))));
    }

    [Fact]
    public void Look_ChallengerSpoiltAfterItsRegistration_ChangesNothing()
    {
        foreach (HostileArtifact artifact in HostileArtifacts.All.GroupBy(a => a.Row).Select(g => g.First()))
        {
            using SampleBundle sample = new();
            using ECDsa key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
            MemoryStore store = new();
            new ModelRegistry(store, new RegistrySeal(key)).Register(
                BundleReader.Read(sample.Folder, sample.Trust), ModelState.Challenger, new RegistrySignature("ada", Timestamp.Parse("2026-02-01")));
            artifact.Spoil(sample);
            string shelf = Path.Combine(sample.Root, "shelf");
            BundleTrust trust = artifact.Schema is { } schema ? artifact.Trust(sample).WithSchema(schema) : artifact.Trust(sample);
            RegistryWatch watch = new(new RegistryOptions { Models = sample.Root, Id = "sample" }, _ => store, new ModelShelf(shelf, trust), Market());

            Assert.Empty(watch.Look(new ModelView(null, null, null), NullLogger.Instance));
            Assert.False(Directory.Exists(shelf), artifact.ToString());
        }
    }

    [Fact]
    public void RefuseUnfit_SoundBundleOfAnotherFeatureSchema_SchemaMismatch()
    {
        using SampleBundle sample = new();
        ModelShelf shelf = new(Path.Combine(sample.Root, "shelf"));
        string other = new('f', 64);

        Assert.Equal("schema-mismatch", Code(() => shelf.RefuseUnfit(shelf.Take(Changed(sample, other, other, "both")), Market())));
        Assert.Equal("schema-mismatch", Code(() => shelf.RefuseUnfit(shelf.Take(Changed(sample, other, null, "manifest")), Market())));
        Assert.Equal("calibration", Code(() => shelf.RefuseUnfit(shelf.Take(sample.Folder), Market())));
    }

    [Fact]
    public async Task Start_HostileModelFolder_EndsWithItsNameBeforeItListens()
    {
        foreach (int row in (int[])[5, 22, 40])
        {
            HostileArtifact artifact = HostileArtifacts.All.First(a => a.Row == row);
            using SampleBundle sample = new();
            string trust = Path.Combine(sample.Root, "trust.json");
            await File.WriteAllTextAsync(trust, artifact.TrustFile(sample));
            artifact.Spoil(sample);
            using HostProcess host = new(bars: 2_000);
            host.Settings["DMS__FORECAST__MODELDIRECTORY"] = sample.Folder;
            host.Settings["DMS__FORECAST__TRUSTFILE"] = trust;
            host.Spawn();
            await host.Process.WaitForExitAsync();

            Assert.Equal(3, host.Process.ExitCode);
            Assert.Contains($"error [{artifact.Code}]", host.Output);
            Assert.DoesNotContain("Listening", host.Output, StringComparison.OrdinalIgnoreCase);
        }
    }

    private static void Refused(string name)
    {
        HostileArtifact artifact = HostileArtifacts.All.Single(a => a.ToString() == name);
        using SampleBundle sample = new();
        BundleTrust trust = artifact.Schema is { } schema ? artifact.Trust(sample).WithSchema(schema) : artifact.Trust(sample);
        artifact.Spoil(sample);
        string shelf = Path.Combine(sample.Root, "shelf");

        Assert.Equal(artifact.Code, Code(() => new ModelShelf(shelf, trust).Take(sample.Folder)));
        Assert.False(Directory.Exists(shelf));
    }

    private static string Code(Action work) => Assert.Throws<InputRefusedException>(work).Code;

    private static PipelineSettings Market() =>
        new("BTC-PERP", 1, new PipelinePolicy(), new string('0', 32), new CanonicalObjectBuilder().Add("machine", "test").Build());

    // A shipped bundle, signed again with another feature schema in its manifest, its calibration, or both.
    private static string Changed(SampleBundle sample, string manifest, string? calibration, string name)
    {
        Dictionary<string, byte[]> files = [];
        ModelBundle shipped = BundleReader.Read(
            Path.Combine(SampleBundle.Repository, "models", "sim-btc", "2.0.0"), BundleTrust.Self(), (file, bytes) => files[file] = bytes.ToArray());
        JsonNode pipeline = JsonNode.Parse(files[BundleFiles.Calibration])!;
        pipeline["rowSchemaHash"] = calibration ?? (string)pipeline["rowSchemaHash"]!;
        using JsonDocument golden = JsonDocument.Parse(files[BundleFiles.Golden]);
        string folder = Path.Combine(sample.Root, name);
        BundleWriter.Write(
            new BundleContents
            {
                Description = shipped.Manifest.Description with { FeatureSchemaHash = manifest },
                Outputs = shipped.Outputs,
                Onnx = files[BundleFiles.Onnx],
                Calibration = Encoding.UTF8.GetBytes(pipeline.ToJsonString()),
                Card = shipped.Card,
                GoldenRows = [.. golden.RootElement.GetProperty("rows").EnumerateArray().Select(r =>
                    r.EnumerateArray().Select(v => v.ValueKind == JsonValueKind.Null ? double.NaN : v.GetDouble()).ToArray())],
            },
            folder, sample.Signer);
        return folder;
    }

    private sealed class MemoryStore : IRegistryStore
    {
        private readonly List<SealedEntry> _entries = [];

        public IReadOnlyList<SealedEntry> Read() => [.. _entries];

        public void Append(IReadOnlyList<SealedEntry> entries, int after) => _entries.AddRange(entries);
    }
}
