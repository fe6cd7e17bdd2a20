using System.Diagnostics;
using System.Security.Cryptography;
using Dms.Predictive.Audit;
using Dms.Predictive.Cli.Pack;
using Dms.Predictive.Core;

namespace Dms.Predictive.Cli.Tests;

/// <summary>The pack is judged by the program inside it, run by python3, which shares no code with the product.</summary>
public sealed class AuditExportTests : IDisposable
{
    private static readonly Timestamp Start = Timestamp.FromDate(2026, 1, 1);

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("dms-pack-");

    private string Log => Path.Combine(_folder.FullName, "audit");

    private string Key => Path.Combine(_folder.FullName, "key.json");

    public AuditExportTests()
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
        }.ToRecord(Start, "system:test"));
        writer.Append(new EnvironmentRecorded(CanonicalObject.Empty).ToRecord(Start, "system:test"));
        for (int i = 0; i < 20; i++)
        {
            Timestamp at = Start + TimeSpan.FromMinutes(i);
            writer.Append(new MarginDecided
            {
                Account = i % 2 == 0 ? "even/ä" : "odd",
                Instrument = "BTC-PERP",
                Inputs = hash,
                Forecasts = [],
                PolicyHash = hash,
                Places = 2,
                Initial = 1m + i,
                Maintenance = 1m,
                BaselineInitial = 1m,
                Components = new Dictionary<string, decimal> { ["Base"] = 1m + i },
                Uplift = 1,
                InitialEffectiveAt = at,
                MaintenanceEffectiveAt = at,
                Fallback = "warm-up",
                EnvironmentSequence = 2,
            }.ToRecord(at, "system:test"));
        }

        writer.Close();
        signer.ExportPublicKey(Key);
    }

    public void Dispose() => _folder.Delete(recursive: true);

    [Fact]
    public void Pack_OneAccount_HoldsItsRecordsAndWhatTheyReferTo()
    {
        AuditorPack pack = Make("pack", "odd");
        Assert.Equal((12, 0), (pack.Records, pack.Uncovered));
        string records = File.ReadAllText(Path.Combine(_folder.FullName, "pack", "records.jsonl"));
        Assert.DoesNotContain("even", records, StringComparison.Ordinal);
        Assert.Contains("log.opened", records, StringComparison.Ordinal);
        Assert.Equal((0, true), Judge("pack", pack.Digest, Key));
    }

    [Fact]
    public void Pack_MadeTwice_SameBytes()
    {
        Make("one", null);
        Make("two", null);
        string[] files = Files("one");
        Assert.Equal(files, Files("two"));
        Assert.All(files, f => Assert.Equal(Read("one", f), Read("two", f)));
    }

    [Fact]
    public void Pack_AnyByteChanged_FoundByItsOwnProgram()
    {
        AuditorPack pack = Make("pack", "odd");
        Random random = new(3);
        foreach (string file in Files("pack").Where(f => f != "verify.py"))
        {
            string path = Path.Combine(_folder.FullName, "pack", file);
            byte[] sound = File.ReadAllBytes(path);
            for (int i = 0; i < 4; i++)
            {
                byte[] changed = [.. sound];
                changed[random.Next(changed.Length)] ^= (byte)(1 << random.Next(8));
                File.WriteAllBytes(path, changed);
                Assert.NotEqual(0, Judge("pack", pack.Digest, Key).Exit);
            }

            File.WriteAllBytes(path, sound);
        }

        File.WriteAllText(Path.Combine(_folder.FullName, "pack", "more.txt"), "x");
        Assert.Equal(1, Judge("pack", pack.Digest, Key).Exit);
    }

    [Fact]
    public void Pack_RecordRewrittenWithItsDigests_CaughtByTheSignedRoot()
    {
        Make("pack", null);
        string records = Path.Combine(_folder.FullName, "pack", "records.jsonl");
        string index = Path.Combine(_folder.FullName, "pack", "verify.json");
        string old = Convert.ToHexStringLower(SHA256.HashData(File.ReadAllBytes(records)));
        File.WriteAllText(records, File.ReadAllText(records).Replace("\"initial\":\"7.00\"", "\"initial\":\"6.00\"", StringComparison.Ordinal));
        string now = Convert.ToHexStringLower(SHA256.HashData(File.ReadAllBytes(records)));
        Assert.NotEqual(old, now);
        File.WriteAllText(index, File.ReadAllText(index).Replace(old, now, StringComparison.Ordinal));
        Assert.Equal((1, false), Judge("pack"));
    }

    [Fact]
    public void Pack_StrangersKeyGiven_Refused()
    {
        AuditorPack pack = Make("pack", null);
        using AuditSigner stranger = AuditSigner.CreateThrowAway(default);
        string key = Path.Combine(_folder.FullName, "stranger.json");
        stranger.ExportPublicKey(key);
        Assert.Equal(1, Judge("pack", pack.Digest, key).Exit);
    }

    [Fact]
    public void Pack_DamagedLogOrNothingSelectedOrFullFolder_Refused()
    {
        Make("pack", null);
        Assert.Equal("output-exists", Assert.Throws<InputRefusedException>(() => Make("pack", null)).Code);
        Assert.Equal("nothing-selected", Assert.Throws<InputRefusedException>(() => AuditorPack.Of(new PackRequest(
            Log, new RecordSelection(new Timestamp(long.MinValue), new Timestamp(0), null), null, []))).Code);
        string segment = Directory.GetFiles(Path.Combine(Log, "segments"))[0];
        byte[] bytes = File.ReadAllBytes(segment);
        bytes[500] ^= 1;
        File.WriteAllBytes(segment, bytes);
        Assert.Equal("log-damaged", Assert.Throws<InputRefusedException>(() => Make("other", null)).Code);
        Assert.False(Directory.Exists(Path.Combine(_folder.FullName, "other")));
    }

    private AuditorPack Make(string name, string? account)
    {
        AuditorPack pack = AuditorPack.Of(new PackRequest(
            Log, new RecordSelection(Start, Start + TimeSpan.FromHours(1), account), null, []));
        pack.WriteTo(Path.Combine(_folder.FullName, name));
        return pack;
    }

    private string[] Files(string pack)
    {
        string root = Path.Combine(_folder.FullName, pack);
        return [.. Directory.GetFiles(root, "*", SearchOption.AllDirectories)
            .Select(f => Path.GetRelativePath(root, f)).Order(StringComparer.Ordinal)];
    }

    private byte[] Read(string pack, string file) => File.ReadAllBytes(Path.Combine(_folder.FullName, pack, file));

    private (int Exit, bool Ok) Judge(string pack, params string[] pinned)
    {
        string folder = Path.Combine(_folder.FullName, pack);
        ProcessStartInfo start = new("python3", [Path.Combine(folder, "verify.py"), folder, .. pinned])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        start.Environment["PYTHONDONTWRITEBYTECODE"] = "1";
        using Process process = Process.Start(start)!;
        process.StandardError.ReadToEndAsync();
        string output = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        return (process.ExitCode, output.StartsWith("OK: ", StringComparison.Ordinal));
    }
}
