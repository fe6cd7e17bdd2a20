using System.CommandLine;
using System.Text.Json;
using Dms.Predictive.Cli.Commands;
using Dms.Predictive.Cli.Registry;
using Dms.Predictive.Core;
using Dms.Predictive.Learning;
using Dms.Predictive.Learning.Tests;
using Dms.Predictive.Serving.Tests;

namespace Dms.Predictive.Cli.Tests;

/// <summary>The console belongs to one test at a time.</summary>
[CollectionDefinition(nameof(ConsoleCollection), DisableParallelization = true)]
public sealed class ConsoleCollection;

/// <summary>Every hostile bundle of the list at the doors of the command line: refused by its name, exit code 3, nothing left behind.</summary>
[Collection(nameof(ConsoleCollection))]
public sealed class HostileBundleTests
{
    private static readonly RootCommand Root = new("dms") { ModelsCommand.Create() };

    public static TheoryData<string> FirstOfEachRow => [.. HostileArtifacts.All.GroupBy(a => a.Row).Select(g => g.First().ToString())];

    [Theory]
    [MemberData(nameof(FirstOfEachRow))]
    public Task VerifyAndRegister_HostileArtifact_RefusedByName(string name) => RefusedAsync(name);

    [LongFact]
    public async Task VerifyAndRegister_EveryVariant_RefusedByName()
    {
        foreach (HostileArtifact artifact in HostileArtifacts.All)
        {
            await RefusedAsync(artifact.ToString());
        }
    }

    [Fact]
    public async Task Register_SoundBundleUnderATrustFile_Registered()
    {
        using SampleBundle sample = new();
        string trust = Path.Combine(sample.Root, "trust.json");
        await File.WriteAllTextAsync(trust, HostileArtifact.TrustText(sample.Signer, "", ""));

        (int exit, string output, _) = await RunAsync("models", "register", "--bundle", sample.Folder, "--trust", trust, "--actor", "ada", "--json");

        Assert.Equal(0, exit);
        Assert.Equal("sample", JsonDocument.Parse(output).RootElement.GetProperty("id").GetString());
    }

    [Fact]
    public async Task RegistryFolder_BundleSpoiltAfterItsRegistration_EveryReaderNamesIt()
    {
        foreach (int row in (int[])[8, 12, 22, 24, 33, 38])
        {
            HostileArtifact artifact = HostileArtifacts.All.First(a => a.Row == row);
            using SampleBundle sample = new();
            Assert.Equal(0, (await RunAsync("models", "register", "--bundle", sample.Folder, "--actor", "ada")).Exit);
            artifact.Spoil(sample);
            RegisteredModel model = RegistryWork.Open(sample.Root).Find("sample", "1.0.0")!;

            Assert.Equal(artifact.Code, Assert.Throws<InputRefusedException>(() => RegistryWork.BundleOf(sample.Root, model)).Code);
            (int exit, string output, _) = await RunAsync("models", "verify", "--models", sample.Root, "--json");
            Assert.Equal(ExitCode.CheckFailed, exit);
            Assert.StartsWith(artifact.Code, JsonDocument.Parse(output).RootElement.GetProperty("bundles")[0].GetProperty("fault").GetString());
        }
    }

    [Fact]
    public async Task VerifyAndRegister_KeyAndTrustTogether_Usage()
    {
        using SampleBundle sample = new();
        Assert.Equal(ExitCode.Usage, (await RunAsync("models", "verify", "--bundle", sample.Folder, "--key", "a.pem", "--trust", "t.json")).Exit);
    }

    [Fact]
    public async Task Key_InsideABundleOrALog_RefusedElseReadableByItsOwnerAlone()
    {
        using SampleBundle sample = new();
        string log = Path.Combine(sample.Root, "log");
        Directory.CreateDirectory(Path.Combine(log, "segments"));
        Directory.CreateDirectory(Path.Combine(log, "heads"));
        foreach (string place in new[] { sample.PathOf("k.pem"), sample.PathOf("keys/k.pem"), Path.Combine(log, "keys", "k.pem") })
        {
            (int refused, _, string error) = await RunAsync("models", "key", "--out", place, "--json");
            Assert.Equal((ExitCode.InputRefused, false), (refused, File.Exists(place)));
            Assert.Contains("key-place", error);
        }

        string file = Path.Combine(sample.Root, "people", "ada.pem");
        (int exit, string output, _) = await RunAsync("models", "key", "--out", file, "--json");
        Assert.Equal(0, exit);
        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, new FileInfo(file).UnixFileMode);
        Assert.DoesNotContain("PRIVATE", output);
        Assert.DoesNotContain("PRIVATE", await File.ReadAllTextAsync(file + ".pub"));
        Assert.Equal("", sample.Refusal());
    }

    private static async Task RefusedAsync(string name)
    {
        HostileArtifact artifact = HostileArtifacts.All.Single(a => a.ToString() == name);
        using SampleBundle sample = new();
        string trust = Path.Combine(sample.Root, "trust.json");
        await File.WriteAllTextAsync(trust, artifact.TrustFile(sample));
        artifact.Spoil(sample);
        string[] before = Listing(sample.Root);
        string schema = artifact.Schema ?? "ab12";

        foreach (string[] command in new string[][] { ["verify"], ["register", "--actor", "ada"] })
        {
            (int exit, _, string error) = await RunAsync(["models", .. command, "--bundle", sample.Folder, "--trust", trust, "--feature-schema", schema, "--json"]);
            Assert.True(error.Length > 0, $"{name}: {command[0]} accepted it.");
            Assert.Equal((ExitCode.InputRefused, artifact.Code),
                (exit, JsonDocument.Parse(error).RootElement.GetProperty("error").GetProperty("code").GetString()));
        }

        Assert.Equal(before, Listing(sample.Root));
    }

    private static string[] Listing(string root) => [.. Directory.EnumerateFileSystemEntries(root, "*", SearchOption.AllDirectories).Order(StringComparer.Ordinal)];

    private static async Task<(int Exit, string Output, string Error)> RunAsync(params string[] arguments)
    {
        (TextWriter oldOut, TextWriter oldError) = (Console.Out, Console.Error);
        using StringWriter output = new(), error = new();
        try
        {
            Console.SetOut(output);
            Console.SetError(error);
            return (await CommandHost.RunAsync(Root, arguments), output.ToString(), error.ToString());
        }
        finally
        {
            Console.SetOut(oldOut);
            Console.SetError(oldError);
        }
    }
}
