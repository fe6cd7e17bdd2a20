using System.Security.Cryptography;
using Dms.Predictive.Cli.Registry;
using Dms.Predictive.Core;
using Dms.Predictive.Learning;

namespace Dms.Predictive.Cli.Tests;

/// <summary>Who may make a champion, on what, and how it is taken back; on the real store.</summary>
public sealed class PromotionTests : IDisposable
{
    private const string Digest = "5eed";
    private static readonly Timestamp Noon = Timestamp.Parse("2026-02-20T12:00:00Z");

    private readonly string _models = Directory.CreateTempSubdirectory("dms-promotion-").FullName;
    private readonly ECDsa _signer = ECDsa.Create(ECCurve.NamedCurves.nistP256);
    private readonly Dictionary<string, ECDsa> _keys = [];
    private int _minutes;

    public PromotionTests()
    {
        Enroll("ada", ApproverRoles.ModelOwner);
        Enroll("rob", ApproverRoles.RiskOfficer);
    }

    public void Dispose()
    {
        _signer.Dispose();
        foreach (ECDsa key in _keys.Values)
        {
            key.Dispose();
        }

        Directory.Delete(_models, recursive: true);
    }

    [Fact]
    public void Promote_AllConditionsHold_ChampionAndFormerRetires()
    {
        Promote("1.0.0");
        Promote("1.1.0");

        ModelRegistry registry = RegistryWork.Open(_models);
        Assert.Equal("1.1.0", registry.Alias("m", ModelState.Champion)!.Version);
        Assert.Equal(ModelState.Retired, registry.Find("m", "1.0.0")!.State);
        Assert.Equal(("1.0.0", Digest), (registry.Find("m", "1.1.0")!.Lineage.Parent, registry.Entries[^1].Evidence));
        Assert.Equal(["ada", "rob"], registry.Entries[^1].Approvals.Select(a => a.Approver));
    }

    public static TheoryData<string, Func<PromotionEvidence, PromotionEvidence>> Broken => new()
    {
        { "evidence-short", e => e with { Days = 29.9 } },
        { "evidence-short", e => e with { Kind = "opinion" } },
        { "evidence-short", e => e with { Kind = PromotionEvidence.Shadow } },
        { "evidence-short", e => e with { Kind = PromotionEvidence.Shadow, ShadowRecords = 9, ShadowDifferences = 1 } },
        { "qlike-worse", e => e with { Losses = [e.Losses[0] with { WorsePercent = 0.51 }] } },
        { "qlike-worse", e => e with { Losses = [e.Losses[0], e.Losses[0] with { HorizonMinutes = 60, WorsePercent = 3 }] } },
        { "qlike-worse", e => e with { Losses = [] } },
        { "qlike-worse", e => e with { Losses = [e.Losses[0] with { WorsePercent = double.NaN }] } },
        { "dm-worse", e => e with { Losses = [e.Losses[0] with { WorsePercent = 0.4, DieboldMariano = 2.1, PValue = 0.036 }] } },
        { "coverage", e => e with { Coverage = e.Coverage with { CoveredPercent = 98.79 } } },
        { "coverage", e => e with { Coverage = e.Coverage with { CoveredPercent = 99.21 } } },
        { "golden-mismatch", e => e with { GoldenRows = 63 } },
        { "raise-only", e => e with { RaiseOnly = e.RaiseOnly with { Below = 1 } } },
        { "raise-only", e => e with { RaiseOnly = new RaiseOnlyReplay(0, 0, 0) } },
        { "evidence-other", e => e with { ManifestSha256 = "00" } },
        { "evidence-other", e => e with { Champion = "0.9.0", ChampionManifestSha256 = "00" } },
        { "card-expired", e => e with { End = Timestamp.FromDate(2026, 4, 1) } },
    };

    [Theory]
    [MemberData(nameof(Broken))]
    public void Promote_ConditionBroken_RefusedByNameAndNothingWritten(string code, Func<PromotionEvidence, PromotionEvidence> spoil)
    {
        RegisteredModel challenger = Challenger("1.0.0");
        int entries = RegistryWork.Open(_models).Entries.Count;

        InputRefusedException refusal = Refused(code, () => Promote(spoil(Evidence(challenger)), Both(challenger)));
        Assert.True(refusal.Message.Length > 40, refusal.Message);
        Assert.Equal(entries, RegistryWork.Open(_models).Entries.Count);
    }

    [Theory]
    [InlineData(0.5, 0.5, 0.001, 98.8)]
    [InlineData(-20, -9, 0.001, 99.2)]
    public void Promote_ExactlyAtTheLimits_Allowed(double worse, double dm, double p, double covered)
    {
        RegisteredModel challenger = Challenger("1.0.0");
        PromotionEvidence e = Evidence(challenger);
        e = e with { Days = 30, Losses = [e.Losses[0] with { WorsePercent = worse, DieboldMariano = dm > 0 ? 0 : dm, PValue = p }], Coverage = e.Coverage with { CoveredPercent = covered } };

        Assert.Equal(ModelState.Champion, Promote(e, Both(challenger)).State);
    }

    [Fact]
    public void Promote_Candidate_NotChallenger()
    {
        RegisteredModel candidate = Register("1.0.0", ModelState.Candidate);

        Refused("not-challenger", () => Promote(Evidence(candidate), Both(candidate)));
    }

    [Fact]
    public void Promote_ApprovalsNotThoseOfTwoPeopleInTwoRoles_Refused()
    {
        Enroll("ann", ApproverRoles.ModelOwner, Sign(Person("ann", ApproverRoles.ModelOwner), "rob"));
        RegisteredModel challenger = Challenger("1.0.0");
        ApprovalStatement right = StatementOf(challenger);

        Refused("approvals", () => Promote(Evidence(challenger), []));
        Refused("approvals", () => Promote(Evidence(challenger), [Sign(right, "ada")]));
        Refused("approvals", () => Promote(Evidence(challenger), [Sign(right, "ada"), Sign(right, "ada")]));
        Refused("approvals", () => Promote(Evidence(challenger), [Sign(right, "ada"), Sign(right, "ann")]));
        Assert.Equal(ModelState.Champion, Promote(Evidence(challenger), [Sign(right, "ann"), Sign(right, "rob")]).State);
    }

    [Fact]
    public void Promote_ApprovalOfAnythingElse_SignatureRefused()
    {
        RegisteredModel challenger = Challenger("1.0.0");
        ApprovalStatement right = StatementOf(challenger);
        ApprovalStatement[] others =
        [
            right with { Action = RegistryAction.Revoke }, right with { Model = "n" }, right with { Version = "1.0.1" },
            right with { ManifestSha256 = "00" }, right with { Evidence = "00" },
        ];

        Assert.All(others, o => Refused("approval-signature", () => Promote(Evidence(challenger), [Sign(o, "ada"), Sign(right, "rob")])));
        RegistryApproval ada = Sign(right, "ada");
        Refused("approver-unknown", () => Promote(Evidence(challenger), [ada with { Approver = "rob" }, Sign(right, "rob")]));
        Refused("approval-signature", () => Promote(Evidence(challenger), [ada with { At = ada.At - TimeSpan.FromMinutes(1) }, Sign(right, "rob")]));
        Refused("approval-signature", () => Promote(Evidence(challenger), [ada with { Signature = "" }, Sign(right, "rob")]));
    }

    [Fact]
    public void Promote_StrangerAuthorOrStaleSignature_Refused()
    {
        _keys["eve"] = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        RegisteredModel challenger = Challenger("1.0.0");
        ApprovalStatement right = StatementOf(challenger);

        Refused("approver-unknown", () => Promote(Evidence(challenger), [Sign(right, "eve"), Sign(right, "rob")]));
        RegistryApproval early = Sign(right, "ada");
        _minutes += 8 * 1440;
        Refused("approval-expired", () => Promote(Evidence(challenger), [early, Sign(right, "rob")]));

        RegisteredModel own = Register("2.0.0", ModelState.Challenger, "ada");
        Refused("approval-own-work", () => Promote(Evidence(own), Both(own)));
    }

    [Fact]
    public void Enroll_AfterTwoRolesAreHeld_NeedsAnApproval()
    {
        EnrolledApprover eve = Person("eve", ApproverRoles.Validator);

        Refused("approvals", () => Enroll("eve", ApproverRoles.Validator));
        Refused("approver-unknown", () => Enroll("eve", ApproverRoles.Validator, Sign(eve, "eve")));
        Enroll("eve", ApproverRoles.Validator, Sign(eve, "ada"));
        Assert.Equal(3, RegistryWork.Open(_models).Approvers.Count);
    }

    [Fact]
    public void Enroll_SamePersonTwice_OneRoleOneKey()
    {
        Refused("approver-known", () => Enroll("ada", ApproverRoles.RiskOfficer));
        _keys["bob"] = _keys["ada"];
        Refused("approver-known", () => Enroll("bob", ApproverRoles.RiskOfficer));
        _keys.Remove("bob");
        Refused("approver", () => Enroll("kim", "king"));
    }

    [Fact]
    public void Rollback_OnePerson_FormerChampionComesBackAndTheOtherNeverAlone()
    {
        Promote("1.0.0");
        Promote("1.1.0");
        Refused("approvals", () => Rollback([]));
        RegisteredModel back = Rollback([Sign(RollbackStatement(), "rob")]);

        ModelRegistry registry = RegistryWork.Open(_models);
        Assert.Equal(("1.0.0", ModelState.Champion), (back.Version, back.State));
        Assert.Equal(ModelState.Retired, registry.Find("m", "1.1.0")!.State);
        Assert.Null(registry.Former("m"));
        Refused("nothing-to-roll-back", () => Rollback([]));
    }

    [Fact]
    public void Rollback_SignatureOfAnEarlierRollback_DoesNotCountAgain()
    {
        Promote("1.0.0");
        Promote("1.1.0");
        RegistryApproval old = Sign(RollbackStatement(), "rob");
        Rollback([old]);
        Promote("1.2.0");

        Refused("approval-signature", () => Rollback([old]));
    }

    [Fact]
    public void Revoke_Champion_NeverServesAgain()
    {
        Promote("1.0.0");
        Promote("1.1.0");
        RegisteredModel revoked = Revoke("1.1.0");

        Assert.Equal(ModelState.Revoked, revoked.State);
        Assert.Null(RegistryWork.Open(_models).Alias("m", ModelState.Champion));
        Refused("revoked", () => Register("1.1.0", ModelState.Challenger));
        Refused("revoked", () => Revoke("1.1.0"));
        Assert.Equal("1.0.0", Rollback([Sign(RollbackStatement(), "rob")]).Version);
    }

    [Fact]
    public void Rollback_FormerWasRevoked_NothingToRollBack()
    {
        Promote("1.0.0");
        Promote("1.1.0");
        Revoke("1.0.0");

        Refused("nothing-to-roll-back", () => Rollback([]));
    }

    [Fact]
    public async Task Verify_SoundRegistry_SaysHeadAndKnowsAHeadFromBefore()
    {
        Promote("1.0.0");
        string head = RegistryWork.Open(_models).Head;
        Challenger("1.1.0");
        CliRun sound = await CliRun.Of("models", "verify", "--models", _models, "--head", head, "--json");
        CliRun cut = await CliRun.Of("models", "verify", "--models", _models, "--head", new string('a', 64), "--json");

        Assert.Equal((ExitCode.Done, ExitCode.CheckFailed), (sound.Exit, cut.Exit));
        Assert.Equal(2, sound.Json.GetProperty("bundles").GetArrayLength());
        Assert.StartsWith("tail-missing", cut.Json.GetProperty("fault").GetString());
    }

    private static InputRefusedException Refused(string code, Action work)
    {
        InputRefusedException refusal = Assert.Throws<InputRefusedException>(work);
        Assert.True(code == refusal.Code, $"{refusal.Code}: {refusal.Message}");
        return refusal;
    }

    private Timestamp Now() => Noon + TimeSpan.FromMinutes(_minutes++);

    private EnrolledApprover Person(string name, string role)
    {
        _keys.TryAdd(name, ECDsa.Create(ECCurve.NamedCurves.nistP256));
        return new EnrolledApprover(name, role, Convert.ToBase64String(_keys[name].ExportSubjectPublicKeyInfo()));
    }

    private void Enroll(string name, string role, params RegistryApproval[] approvals) => RegistryWork.Write(_models, r =>
    {
        r.Enroll(Person(name, role), approvals, new RegistrySignature("root", Now()));
        return true;
    });

    private RegisteredModel Register(string version, ModelState state, string actor = "sam")
    {
        if (!Directory.Exists(Path.Combine(_models, "m", version)))
        {
            StumpBundle.Write(_models, version, 0.75, _signer);
        }

        return RegistryWork.Register(Path.Combine(_models, "m", version), BundleTrust.Self(), state, new RegistrySignature(actor, Now()));
    }

    private RegisteredModel Challenger(string version) => Register(version, ModelState.Challenger);

    private static ApprovalStatement StatementOf(RegisteredModel m) => new(RegistryAction.Promote, m.Model, m.Version, m.ManifestSha256, Digest);

    private ApprovalStatement RollbackStatement()
    {
        ModelRegistry registry = RegistryWork.Open(_models);
        return registry.Statement(RegistryAction.Rollback, registry.Former("m")!, "");
    }

    private RegistryApproval Sign(ApprovalStatement statement, string name) => RegistryApproval.Sign(statement, name, _keys[name], Now());

    private RegistryApproval Sign(EnrolledApprover person, string name) => Sign(RegistryWork.Open(_models).Statement(person), name);

    private RegistryApproval[] Both(RegisteredModel m) => [Sign(StatementOf(m), "ada"), Sign(StatementOf(m), "rob")];

    private RegisteredModel Promote(string version)
    {
        RegisteredModel challenger = Challenger(version);
        return Promote(Evidence(challenger), Both(challenger));
    }

    private RegisteredModel Promote(PromotionEvidence evidence, IReadOnlyList<RegistryApproval> approvals) =>
        RegistryWork.Write(_models, r => r.Promote(evidence, Digest, approvals, new RegistrySignature("ops", Now())));

    private RegisteredModel Rollback(IReadOnlyList<RegistryApproval> approvals) =>
        RegistryWork.Write(_models, r => r.Rollback("m", approvals, new RegistrySignature("ops", Now())));

    private RegisteredModel Revoke(string version) => RegistryWork.Write(_models, r =>
    {
        RegisteredModel target = r.Find("m", version)!;
        return r.Revoke(target, target.State == ModelState.Revoked ? [] : [Sign(r.Statement(RegistryAction.Revoke, target, ""), "rob")], new RegistrySignature("ops", Now()));
    });

    private PromotionEvidence Evidence(RegisteredModel challenger)
    {
        RegisteredModel? champion = RegistryWork.Open(_models).Alias("m", ModelState.Champion);
        return new PromotionEvidence
        {
            Kind = PromotionEvidence.Holdout,
            Model = challenger.Model,
            Version = challenger.Version,
            ManifestSha256 = challenger.ManifestSha256,
            Champion = champion?.Version,
            ChampionManifestSha256 = champion?.ManifestSha256,
            Start = Timestamp.FromDate(2026, 1, 10),
            End = Timestamp.FromDate(2026, 2, 12),
            Data = new Dictionary<string, string>(),
            Days = 33,
            Losses = [new PromotionLoss(10, 9000, 1.2, 1.1, -8, -3, 0.002)],
            Coverage = new PromotionCoverage(10, 9000, 99.0),
            RaiseOnly = new RaiseOnlyReplay(9000, 0, 4000),
            GoldenRows = 64,
        };
    }
}
