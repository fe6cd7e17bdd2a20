using System.Diagnostics;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Dms.Predictive.Core;
using Dms.Predictive.Learning;
using Dms.Predictive.Training;

namespace Dms.Predictive.Cli.Tests;

/// <summary>The command as users run it: its answers and its exit codes.</summary>
public sealed class ModelsVerifyTests : IDisposable
{
    private readonly string _root = Directory.CreateTempSubdirectory("models-verify-").FullName;
    private readonly ECDsa _signer = ECDsa.Create(ECCurve.NamedCurves.nistP256);

    public ModelsVerifyTests()
    {
        Tree stump = new()
        {
            Feature = [0, -1, -1],
            Threshold = [0.5, 0, 0],
            Left = [1, -1, -1],
            Right = [2, -1, -1],
            DefaultLeft = [true, false, false],
            Value = [0, -0.25, 0.75],
            Cover = [4, 3, 1],
        };
        Forest forest = new(["rv", "spread"], -9.0, [stump]);
        BundleWriter.Write(
            new BundleContents
            {
                Description = Description(),
                Outputs = [new BundleOutput("score", forest)],
                Onnx = OnnxForestWriter.Write(
                    [new OnnxForest("score", forest)], new OnnxModelDescription("m", "1", "", [])),
                Calibration = Encoding.UTF8.GetBytes("{}"),
                Card = "# Card",
                GoldenRows = [.. Enumerable.Range(0, 64).Select(i => new[] { i % 3 == 0 ? double.NaN : i / 64.0, i })],
            },
            Folder, _signer);
    }

    private string Folder => Path.Combine(_root, "m", "1.0.0");

    public void Dispose()
    {
        _signer.Dispose();
        Directory.Delete(_root, recursive: true);
    }

    [Fact]
    public async Task Verify_OwnKey_SoundButSelfSigned()
    {
        (int exit, string output, string error) = await Run("--bundle", Folder, "--json");

        Assert.Equal((ExitCode.Done, ""), (exit, error));
        JsonElement said = JsonDocument.Parse(output).RootElement;
        Assert.True(said.GetProperty("ok").GetBoolean());
        Assert.Equal("m", said.GetProperty("id").GetString());
        Assert.Equal("1.0.0", said.GetProperty("version").GetString());
        Assert.Equal("self", said.GetProperty("signature").GetString());
        Assert.Equal(64, said.GetProperty("goldenRows").GetInt32());
        Assert.Equal(64, said.GetProperty("manifestSha256").GetString()!.Length);
        Assert.Equal(["calibration.json", "card.md", "golden.json", "model.onnx", "trees.json"],
            said.GetProperty("files").EnumerateArray().Select(f => f.GetProperty("path").GetString()));
    }

    [Fact]
    public async Task Verify_TrustedKey_Trusted()
    {
        (int exit, string output, _) = await Run("--bundle", Folder, "--key", KeyFile(_signer), "--json");

        Assert.Equal(ExitCode.Done, exit);
        Assert.Equal("trusted", JsonDocument.Parse(output).RootElement.GetProperty("signature").GetString());
    }

    [Fact]
    public async Task Verify_ForPeople_NamesFilesAndTheWarning()
    {
        (int exit, string output, _) = await Run("--bundle", Folder);

        Assert.Equal(ExitCode.Done, exit);
        Assert.Contains("model.onnx", output);
        Assert.Contains("m 1.0.0 is sound: 64 golden rows", output);
        Assert.Contains("unknown origin", output);
    }

    [Fact]
    public async Task Verify_StrangersKey_KeyUntrusted()
    {
        using ECDsa stranger = ECDsa.Create(ECCurve.NamedCurves.nistP256);

        await ExpectRefusal("key-untrusted", "bad", "--bundle", Folder, "--key", KeyFile(stranger), "--json");
    }

    [Fact]
    public async Task Verify_ModelFlipped_HashMismatch()
    {
        string path = Path.Combine(Folder, BundleFiles.Onnx);
        byte[] bytes = await File.ReadAllBytesAsync(path);
        bytes[40] ^= 1;
        await File.WriteAllBytesAsync(path, bytes);

        await ExpectRefusal("hash-mismatch", null, "--bundle", Folder, "--json");
    }

    [Fact]
    public async Task Verify_OtherSchema_SchemaMismatch() =>
        await ExpectRefusal("schema-mismatch", null, "--bundle", Folder, "--feature-schema", "ffff", "--json");

    [Fact]
    public async Task Verify_NoFolder_ManifestMissing() =>
        await ExpectRefusal("manifest-missing", null, "--bundle", Path.Combine(_root, "none"), "--json");

    [Fact]
    public async Task Verify_NoBundleNamed_Usage()
    {
        (int exit, string output, _) = await Run("--json");

        Assert.Equal((ExitCode.Usage, ""), (exit, output));
    }

    private static BundleDescription Description() => new()
    {
        Id = "m",
        Version = "1.0.0",
        FeatureSchemaHash = "ab12",
        HorizonsMinutes = [10],
        DataDigests = new Dictionary<string, string>(),
        Recipe = JsonSerializer.SerializeToElement(new { trees = 1 }),
        Seed = 1,
        PackageLockHash = "00",
        Metrics = JsonSerializer.SerializeToElement(new { }),
        Created = Timestamp.FromDate(2026, 1, 1),
    };

    private static async Task ExpectRefusal(string code, string? signature, params string[] arguments)
    {
        (int exit, string output, string error) = await Run(arguments);

        Assert.Equal(ExitCode.InputRefused, exit);
        JsonElement said = JsonDocument.Parse(output).RootElement;
        Assert.False(said.GetProperty("ok").GetBoolean());
        Assert.Equal(code, said.GetProperty("code").GetString());
        Assert.Equal(signature, said.GetProperty("signature").GetString());
        Assert.Equal(code,
            JsonDocument.Parse(error).RootElement.GetProperty("error").GetProperty("code").GetString());
    }

    private static async Task<(int Exit, string Output, string Error)> Run(params string[] arguments)
    {
        ProcessStartInfo start = new("dotnet") { RedirectStandardOutput = true, RedirectStandardError = true };
        string[] all = [Path.Combine(AppContext.BaseDirectory, "dms.dll"), "models", "verify", .. arguments];
        Array.ForEach(all, start.ArgumentList.Add);
        using Process process = Process.Start(start)!;
        Task<string> error = process.StandardError.ReadToEndAsync();
        string output = await process.StandardOutput.ReadToEndAsync();
        await process.WaitForExitAsync();
        return (process.ExitCode, output, await error);
    }

    private string KeyFile(ECDsa key)
    {
        string path = Path.Combine(_root, "key.pem");
        File.WriteAllText(path, key.ExportSubjectPublicKeyInfoPem());
        return path;
    }
}
