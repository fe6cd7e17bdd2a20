using System.Security.Cryptography;
using System.Text.Json;
using Dms.Predictive.Cli.Registry;
using Dms.Predictive.Cli.Work.Explaining;
using Dms.Predictive.Core;
using Dms.Predictive.Explanation.Report;
using Dms.Predictive.Learning;

namespace Dms.Predictive.Cli.Tests;

/// <summary>A validator signs a report; nothing is promoted without where the registry says so.</summary>
[Collection("console")]
public sealed class SignOffTests : IDisposable
{
    private const string Digest = "5eed";
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("dms-sign-off-");
    private readonly Dictionary<string, ECDsa> _keys = [];
    private readonly RegisteredModel _challenger;

    public SignOffTests()
    {
        Directory.CreateDirectory(Models);
        Enroll("ada", ApproverRoles.ModelOwner);
        Enroll("rob", ApproverRoles.RiskOfficer);
        Enroll("val", ApproverRoles.Validator, "ada");
        StumpBundle.Write(Models, "1.0.0", 0.75, _keys["ada"]);
        _challenger = RegistryWork.Register(Path.Combine(Models, "m", "1.0.0"), BundleTrust.Self(), ModelState.Challenger, By("sam"));
        WriteReport("m", "1.0.0", _challenger.ManifestSha256);
    }

    private string Models => Path.Combine(_folder.FullName, "models");

    private string Report => Path.Combine(_folder.FullName, "report");

    public void Dispose()
    {
        foreach (ECDsa key in _keys.Values)
        {
            key.Dispose();
        }

        _folder.Delete(recursive: true);
    }

    [Fact]
    public async Task SignOff_ByTheValidator_StandsInTheChainAndInTheReportsPurpose()
    {
        CliRun run = await SignOffAs("val");

        Assert.Equal(ExitCode.Done, run.Exit);
        Assert.Equal("val", run.Json.GetProperty("validator").GetString());
        ModelSignOff signed = RegistryWork.Open(Models).SignOffOf(_challenger)!;
        Assert.Equal((SignedReport.Digest(Report, _challenger), "limits accepted"), (signed.ReportSha256, signed.Note));
        ModelBundle bundle = RegistryWork.BundleOf(Models, _challenger);
        NamedText validator = ExplainCard.Purpose(bundle, ExplainGovernance.Of(RegistryWork.FolderOf(Models, _challenger), bundle, null))
            .Governance.Single(g => g.Name == "Validator");
        Assert.Contains(signed.ReportSha256, validator.Text, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("ada", "sign-off-role")]
    [InlineData("rob", "sign-off-role")]
    public async Task SignOff_ByAnotherRole_IsRefused(string who, string code) => Assert.Contains(code, (await SignOffAs(who)).Error, StringComparison.Ordinal);

    [Fact]
    public async Task SignOff_OfOwnWork_IsRefused()
    {
        StumpBundle.Write(Models, "1.1.0", 0.5, _keys["ada"]);
        RegisteredModel own = RegistryWork.Register(Path.Combine(Models, "m", "1.1.0"), BundleTrust.Self(), ModelState.Challenger, By("val"));
        WriteReport("m", "1.1.0", own.ManifestSha256);

        Assert.Contains("approval-own-work", (await SignOffAs("val", "1.1.0")).Error, StringComparison.Ordinal);
        Assert.Empty(RegistryWork.Open(Models).SignOffs);
    }

    [Fact]
    public async Task SignOff_OfADamagedOrForeignReport_IsRefusedByName()
    {
        string page = Path.Combine(Report, "figures", "a.svg");
        File.WriteAllText(page, "other");
        Assert.Contains("report-changed", (await SignOffAs("val")).Error, StringComparison.Ordinal);
        File.Delete(page);
        Assert.Contains("report-missing", (await SignOffAs("val")).Error, StringComparison.Ordinal);
        WriteReport("m", "1.0.0", _challenger.ManifestSha256);
        File.WriteAllText(Path.Combine(Report, "added.txt"), "x");
        Assert.Contains("report-unlisted", (await SignOffAs("val")).Error, StringComparison.Ordinal);
        File.Delete(Path.Combine(Report, "added.txt"));
        WriteReport("m", "1.0.1", _challenger.ManifestSha256);
        Assert.Contains("report-other", (await SignOffAs("val")).Error, StringComparison.Ordinal);
        WriteReport("m", "1.0.0", new string('0', 64));
        Assert.Contains("report-other", (await SignOffAs("val")).Error, StringComparison.Ordinal);
        Assert.Empty(RegistryWork.Open(Models).SignOffs);
    }

    [Fact]
    public async Task Promote_WhereASignOffIsRequired_NeedsItAndAnotherKey()
    {
        Assert.Equal(ExitCode.Done, (await CliRun.Of("models", "require-sign-off", "--models", Models, "--key", KeyFile("rob"))).Exit);
        Assert.Contains("sign-off-required", (await CliRun.Of("models", "require-sign-off", "--models", Models, "--key", KeyFile("ada"))).Error, StringComparison.Ordinal);
        Assert.Equal("sign-off-missing", Refusal("ada", "rob"));
        await SignOffAs("val");

        Assert.Equal("sign-off-same-key", Refusal("ada", "val"));
        Assert.Null(Refusal("ada", "rob"));
        Assert.Equal("1.0.0", RegistryWork.Open(Models).Alias("m", ModelState.Champion)!.Version);
    }

    [Fact]
    public async Task Promote_OnAReportMadeAnewAfterTheSignature_IsRefusedByName()
    {
        await SignOffAs("val");
        ModelRegistry registry = RegistryWork.Open(Models);
        Commands.ModelsSignOff.RefuseOtherReport(registry, _challenger, Report);
        WriteReport("m", "1.0.0", _challenger.ManifestSha256, "another figure");

        Assert.Equal("sign-off-report", Assert.Throws<InputRefusedException>(() => Commands.ModelsSignOff.RefuseOtherReport(registry, _challenger, Report)).Code);
    }

    [Theory]
    [InlineData("name")]
    [InlineData("report")]
    public async Task Open_ASignOffTamperedWithAndSealedAgain_TheRegistryIsRefused(string what)
    {
        await SignOffAs("val");
        MemoryStore store = new();
        string before = RegistrySeal.Origin;
        using ECDsa key = RegistryKeyFile.Of(Models);
        RegistrySeal seal = new(key);
        foreach (RegistryEntry entry in RegistryWork.Open(Models).Entries)
        {
            RegistryEntry forged = entry.Action != RegistryAction.SignOff ? entry
                : what == "name" ? entry with { Approvals = [entry.Approvals[0] with { Approver = "rob" }] }
                : entry with { Evidence = new string('0', 64) };
            SealedEntry stored = seal.Seal(forged, before);
            store.Entries.Add(stored);
            before = stored.Hash;
        }

        InputRefusedException refusal = Assert.Throws<InputRefusedException>(() => new ModelRegistry(store));
        Assert.Equal("registry-damaged", refusal.Code);
        Assert.Contains(what == "name" ? "approver-unknown" : "approval-signature", refusal.Message, StringComparison.Ordinal);
    }

    private string? Refusal(params string[] approvers)
    {
        try
        {
            RegistryWork.Write(Models, r => r.Promote(Evidence(), Digest, [.. approvers.Select(a => RegistryApproval.Sign(r.Statement(RegistryAction.Promote, _challenger, Digest), a, _keys[a], Now()))], By("ops")));
            return null;
        }
        catch (InputRefusedException e)
        {
            return e.Code;
        }
    }

    private Task<CliRun> SignOffAs(string who, string version = "1.0.0") => CliRun.Of(
        "models", "sign-off", "--models", Models, "--id", "m", "--model-version", version, "--report", Report, "--key", KeyFile(who), "--note", "limits accepted", "--json");

    private string KeyFile(string who)
    {
        string path = Path.Combine(_folder.FullName, who + ".pem");
        if (!File.Exists(path))
        {
            RegistryKeyFile.Save(_keys[who], path);
        }

        return path;
    }

    private void Enroll(string name, string role, string? approver = null)
    {
        _keys[name] = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        EnrolledApprover person = new(name, role, Convert.ToBase64String(_keys[name].ExportSubjectPublicKeyInfo()));
        RegistryWork.Write(Models, r =>
        {
            r.Enroll(person, approver is null ? [] : [RegistryApproval.Sign(r.Statement(person), approver, _keys[approver], Now())], By("root"));
            return true;
        });
    }

    private void WriteReport(string model, string version, string manifest, string figure = "a figure")
    {
        if (Directory.Exists(Report))
        {
            Directory.Delete(Report, recursive: true);
        }

        Directory.CreateDirectory(Path.Combine(Report, "figures"));
        Dictionary<string, byte[]> files = new()
        {
            ["report.json"] = JsonSerializer.SerializeToUtf8Bytes(new { model, version, cover = new { manifest } }),
            ["figures/a.svg"] = System.Text.Encoding.UTF8.GetBytes(figure),
        };
        foreach ((string name, byte[] bytes) in files)
        {
            File.WriteAllBytes(Path.Combine(Report, name), bytes);
        }

        File.WriteAllBytes(Path.Combine(Report, "verify.json"), JsonSerializer.SerializeToUtf8Bytes(
            new { files = files.ToDictionary(f => f.Key, f => Convert.ToHexStringLower(SHA256.HashData(f.Value))) }));
    }

    private static RegistrySignature By(string who) => new(who, Now());

    private static Timestamp Now() => Commands.ModelsOptions.Now();

    private PromotionEvidence Evidence() => new()
    {
        Kind = PromotionEvidence.Holdout,
        Model = "m",
        Version = "1.0.0",
        ManifestSha256 = _challenger.ManifestSha256,
        Champion = null,
        ChampionManifestSha256 = null,
        Start = Timestamp.FromDate(2026, 1, 10),
        End = Timestamp.FromDate(2026, 2, 12),
        Data = new Dictionary<string, string>(),
        Days = 33,
        Losses = [new PromotionLoss(10, 9000, 1.2, 1.1, -8, -3, 0.002)],
        Coverage = new PromotionCoverage(10, 9000, 99.0),
        RaiseOnly = new RaiseOnlyReplay(9000, 0, 4000),
        GoldenRows = 64,
    };

    private sealed class MemoryStore : IRegistryStore
    {
        public List<SealedEntry> Entries { get; } = [];

        public IReadOnlyList<SealedEntry> Read() => Entries;

        public void Append(IReadOnlyList<SealedEntry> entries, int after) => Entries.AddRange(entries);
    }
}
