using System.CommandLine;
using System.Text.Json;
using Dms.Predictive.Audit;
using Dms.Predictive.Cli.Commands;
using Dms.Predictive.Core;

namespace Dms.Predictive.Cli.Tests;

[Collection("console")]
public sealed class AuditCommandTests : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("dms-audit-cli-");

    private string Log => Path.Combine(_folder.FullName, "audit");

    private string Key => Path.Combine(_folder.FullName, "audit-key.json");

    public AuditCommandTests()
    {
        using AuditSigner signer = AuditSigner.CreateThrowAway(default);
        using AuditLogWriter writer = AuditLogWriter.Create(Log, signer);
        string hash = new('a', 64);
        writer.Append(new LogOpened
        {
            Log = new string('b', 32),
            ProductVersion = "0.1.0",
            ProductCommit = null,
            PolicyHash = hash,
        }.ToRecord(default, "system:test"));
        writer.Append(new EnvironmentRecorded(CanonicalObject.Empty).ToRecord(default, "system:test"));
        writer.Append(new MarginDecided
        {
            Account = "a",
            Instrument = "BTC-PERP",
            Inputs = hash,
            Forecasts = [],
            PolicyHash = hash,
            Places = 2,
            Initial = 1m,
            Maintenance = 1m,
            BaselineInitial = 1m,
            Components = new Dictionary<string, decimal> { ["Base"] = 1m },
            Uplift = 1,
            InitialEffectiveAt = default,
            MaintenanceEffectiveAt = default,
            Fallback = "warm-up",
            EnvironmentSequence = 2,
        }.ToRecord(default, "system:test"));
        writer.Close();
        signer.ExportPublicKey(Key);
    }

    public void Dispose() => _folder.Delete(recursive: true);

    [Fact]
    public async Task Verify_SoundLog_TrustedAndExitZero()
    {
        (int exit, string output, _) = await Run("audit", "verify", "--log", Log, "--key", Key, "--json");
        JsonElement json = JsonDocument.Parse(output).RootElement;
        Assert.Equal(ExitCode.Done, exit);
        Assert.Equal(3, json.GetProperty("records").GetInt64());
        Assert.True(json.GetProperty("ok").GetBoolean());
        Assert.Equal("trusted", json.GetProperty("signature").GetString());
        Assert.Equal(JsonValueKind.Null, json.GetProperty("firstBad").ValueKind);
        Assert.Equal(1, json.GetProperty("heads").GetInt32());
        Assert.Equal(64, json.GetProperty("root").GetString()!.Length);
        Assert.Equal(64, json.GetProperty("chain").GetString()!.Length);
        Assert.Equal(0, json.GetProperty("warnings").GetArrayLength());
    }

    [Fact]
    public async Task Verify_DamagedLog_PlaceAndExitOne()
    {
        string segment = Path.Combine(Log, "segments", "00000000000000000001.dmslog");
        byte[] bytes = File.ReadAllBytes(segment);
        bytes[130] ^= 4;
        File.WriteAllBytes(segment, bytes);
        (int exit, string output, _) = await Run("audit", "verify", "--log", Log, "--json");
        JsonElement bad = JsonDocument.Parse(output).RootElement.GetProperty("firstBad");
        Assert.Equal(ExitCode.CheckFailed, exit);
        Assert.Equal("bad-payload", bad.GetProperty("reason").GetString());
        Assert.Equal("segments/00000000000000000001.dmslog", bad.GetProperty("file").GetString());
        Assert.Equal((64, 1), (bad.GetProperty("offset").GetInt32(), bad.GetProperty("sequence").GetInt32()));
        (exit, output, _) = await Run("audit", "verify", "--log", Log);
        Assert.Equal(ExitCode.CheckFailed, exit);
    }

    [Fact]
    public async Task Verify_KeptHead_Accepted()
    {
        string head = Path.Combine(Log, "heads", "00000000000000000003.json");
        Assert.Equal(ExitCode.Done, (await Run("audit", "verify", "--log", Log, "--head", head, "--json")).Exit);
    }

    [Theory]
    [InlineData("no-such-folder", null, ExitCode.InputRefused, "no-log")]
    [InlineData("audit", "audit/heads/00000000000000000003.json", ExitCode.InputRefused, "key-malformed")]
    [InlineData("audit", "no-such-key.json", ExitCode.OutsideWorld, "io")]
    public async Task Verify_WrongInput_NamedOnStandardError(string log, string? key, int expected, string code)
    {
        string[] extra = key is null ? [] : ["--key", Path.Combine(_folder.FullName, key)];
        (int exit, string output, string error) =
            await Run(["audit", "verify", "--log", Path.Combine(_folder.FullName, log), "--json", .. extra]);
        Assert.Equal((expected, ""), (exit, output));
        Assert.Equal(code, JsonDocument.Parse(error).RootElement.GetProperty("error").GetProperty("code").GetString());
    }

    [Fact]
    public async Task Prove_InclusionAndConsistency_Verify()
    {
        (int exit, string output, _) = await Run("audit", "prove", "--log", Log, "--sequence", "2", "--json");
        JsonElement json = JsonDocument.Parse(output).RootElement;
        Assert.Equal(ExitCode.Done, exit);
        Assert.True(MerkleProof.VerifiesInclusion(
            1, 3, Hex(json.GetProperty("leafHash")), Hashes(json), Hex(json.GetProperty("root"))));
        (_, output, _) = await Run("audit", "prove", "--log", Log, "--from", "1", "--to", "3", "--json");
        json = JsonDocument.Parse(output).RootElement;
        Assert.True(MerkleProof.VerifiesConsistency(
            1, 3, Hex(json.GetProperty("fromRoot")), Hex(json.GetProperty("toRoot")), Hashes(json)));
        Assert.Equal(ExitCode.Usage, (await Run("audit", "prove", "--log", Log, "--sequence", "4", "--json")).Exit);
        Assert.Equal(ExitCode.Usage, (await Run("audit", "prove", "--log", Log, "--json")).Exit);
    }

    [Theory]
    [InlineData(ReplayVerdict.Identical, ExitCode.Done)]
    [InlineData(ReplayVerdict.NotReplayable, ExitCode.Done)]
    [InlineData(ReplayVerdict.Different, ExitCode.CheckFailed)]
    [InlineData(ReplayVerdict.Within1e5, ExitCode.CheckFailed)]
    public async Task Replay_Verdict_DecidesExitCode(ReplayVerdict verdict, int expected)
    {
        RootCommand root = [AuditCommand.Create(_ => new Fixed(verdict))];
        (int exit, string output, _) = await Run(root, "audit", "replay", "--log", Log, "--json");
        JsonElement json = JsonDocument.Parse(output).RootElement;
        Assert.Equal(expected, exit);
        Assert.Equal(1, json.GetProperty("figures").GetInt32());
        Assert.Equal(verdict == ReplayVerdict.NotReplayable ? 1 : 0,
            json.GetProperty("notReplayable").GetArrayLength());
        Assert.Equal(0, json.GetProperty("forecasts").GetProperty("figures").GetInt32());
        Assert.True(json.GetProperty("environment").GetProperty("same").GetBoolean());
    }

    [Fact]
    public void Create_WithoutReplayer_NoReplay() =>
        Assert.DoesNotContain(AuditCommand.Create().Subcommands, c => c.Name == "replay");

    private static byte[] Hex(JsonElement text) => Convert.FromHexString(text.GetString()!);

    private static byte[][] Hashes(JsonElement json) => [.. json.GetProperty("proof").EnumerateArray().Select(Hex)];

    private static Task<(int Exit, string Output, string Error)> Run(params string[] args) =>
        Run([AuditCommand.Create()], args);

    private static async Task<(int Exit, string Output, string Error)> Run(RootCommand root, params string[] args)
    {
        (TextWriter output, TextWriter error) = (Console.Out, Console.Error);
        using StringWriter captured = new();
        using StringWriter complaints = new();
        Console.SetOut(captured);
        Console.SetError(complaints);
        try
        {
            int exit = await CommandHost.RunAsync(root, args);
            return (exit, captured.ToString(), complaints.ToString());
        }
        finally
        {
            Console.SetOut(output);
            Console.SetError(error);
        }
    }

    private sealed class Fixed(ReplayVerdict verdict) : IDecisionReplayer
    {
        public CanonicalObject CurrentEnvironment => CanonicalObject.Empty;

        public ReplayOutcome ReplayMargin(SealedRecord decision, ReplayContext earlier) => new(verdict, "fixed");

        public ReplayOutcome ReplayForecast(SealedRecord forecast, ReplayContext earlier) => new(verdict, "fixed");
    }
}
