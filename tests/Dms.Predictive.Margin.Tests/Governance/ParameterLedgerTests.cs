using System.Security.Cryptography;
using System.Text;
using Dms.Predictive.Core;

namespace Dms.Predictive.Margin.Tests;

public sealed class ParameterLedgerTests : IDisposable
{
    private const string Rules = """
        {"minimumDelaySeconds":3600,"approvals":1,"approvalsToLower":2,"parameters":{
        "confidence":{"largestStep":0.004,"largestDay":0.006,"absolute":true,"raisedBy":"up"},
        "cap":{"largestStep":0.25,"largestDay":0.5,"raisedBy":"up"},
        "measure":{"largestStep":0,"raisedBy":"neither"}}}
        """;

    private static readonly Timestamp Start = Timestamp.Parse("2026-03-02T00:00:00Z");
    private readonly Dictionary<string, ECDsa> _keys = new[] { "ada", "rob", "sue", "guy" }.ToDictionary(n => n, _ => ECDsa.Create(ECCurve.NamedCurves.nistP256));

    public void Dispose()
    {
        foreach (ECDsa key in _keys.Values)
        {
            key.Dispose();
        }
    }

    [Fact]
    public void Raise_ProposedAndApprovedByAnother_IsInForceAtItsTimeAndNotBefore()
    {
        ParameterLedger ledger = Open();
        string hash = Propose(ledger, "ada", Set(0.992, 4), minute: 10, effective: 120);
        Act(ledger, GovernanceKind.Approved, "rob", hash, minute: 20);

        Assert.Equal("0.99", ledger.InForce(At(119)).Set.Leaves["confidence"]);
        Assert.Equal(hash, ledger.InForce(At(120)).Set.Hash);
        Assert.Equal(["rob"], ledger.InForce(At(120)).Approvers);
        Assert.Equal(ledger.Versions[0].Set.Hash, ledger.Versions[1].Parent);
    }

    [Fact]
    public void Approval_LaterThanTheDelayAllows_PutsTheChangeOff()
    {
        ParameterLedger ledger = Open();
        string hash = Propose(ledger, "ada", Set(0.992, 4), minute: 10, effective: 70);
        Act(ledger, GovernanceKind.Approved, "rob", hash, minute: 60);

        Assert.Equal(At(120), ledger.Versions[1].EffectiveAt);
    }

    [Fact]
    public void Approval_ByTheProposer_IsRefused()
    {
        ParameterLedger ledger = Open();
        string hash = Propose(ledger, "ada", Set(0.992, 4), 10, 120);

        Refused("own-proposal", () => Act(ledger, GovernanceKind.Approved, "ada", hash, 20));
        Assert.Equal(VersionState.Proposed, ledger.Versions[1].State);
    }

    [Fact]
    public void Lowering_NeedsReasonBacktestAndTwoOthers()
    {
        ParameterLedger ledger = Open();
        Refused("MissingField", () => Propose(ledger, "ada", Set(0.988, 4), 10, 120, reason: null));
        Refused("MissingField", () => Propose(ledger, "ada", Set(0.988, 4), 10, 120, evidence: null));
        string hash = Propose(ledger, "ada", Set(0.988, 4), 10, 120);
        Act(ledger, GovernanceKind.Approved, "rob", hash, 20);

        Assert.Equal(VersionState.Proposed, ledger.Versions[1].State);
        Refused("approved-already", () => Act(ledger, GovernanceKind.Approved, "rob", hash, 21));
        Act(ledger, GovernanceKind.Approved, "sue", hash, 22);
        Assert.Equal(VersionState.Approved, ledger.Versions[1].State);
    }

    [Theory]
    [InlineData(0.995, 4, "change-too-large")]
    [InlineData(0.99, 5.01, "change-too-large")]
    [InlineData(0.99, 4, "no-change")]
    public void Proposal_BeyondTheLimits_IsRefusedByName(double confidence, double cap, string code) =>
        Refused(code, () => Propose(Open(), "ada", Set(confidence, cap), 10, 120));

    [Fact]
    public void Proposal_OfAParameterWithoutLimit_IsRefused() =>
        Refused("not-governed", () => Propose(Open(), "ada", """{"cap":4,"confidence":0.99,"measure":"es","quantum":1}""", 10, 120));

    [Fact]
    public void Proposals_WithinSteps_StillMeetTheLimitOfADay()
    {
        ParameterLedger ledger = Open();
        Accept(ledger, Set(0.994, 4), 10, 120);

        Refused("change-too-large", () => Propose(ledger, "ada", Set(0.998, 4), 130, 240));
        Accept(ledger, Set(0.998, 4), 2_000, 2_100);
    }

    [Fact]
    public void Proposal_SoonerThanTheDelay_IsRefused() => Refused("too-soon", () => Propose(Open(), "ada", Set(0.992, 4), 10, 69));

    [Fact]
    public void Emergency_Raises_IsInForceAtOnceAndEndsWhatWasPending()
    {
        ParameterLedger ledger = Open();
        Accept(ledger, Set(0.992, 4), 10, 300);
        Seal(ledger, "rob", 20, new GovernanceEvent { Kind = GovernanceKind.Emergency, At = "", Actor = "", Reason = "crash", Set = Canonical(Set(0.9999, 4)), SetHash = Hash(Set(0.9999, 4)) });

        Assert.Equal("0.9999", ledger.InForce(At(20)).Set.Leaves["confidence"]);
        Assert.Equal("0.9999", ledger.InForce(At(400)).Set.Leaves["confidence"]);
        Assert.Equal(VersionState.Superseded, ledger.Versions[1].State);
    }

    [Fact]
    public void Emergency_ThatMayLower_IsRefused() => Refused("emergency-lowers", () =>
        Seal(Open(), "rob", 20, new GovernanceEvent { Kind = GovernanceKind.Emergency, At = "", Actor = "", Reason = "x", Set = Canonical(Set(0.98, 4)), SetHash = Hash(Set(0.98, 4)) }));

    [Fact]
    public void Veto_ByAGuardianBeforeItIsInForce_KeepsTheOldSet()
    {
        ParameterLedger ledger = Open();
        string hash = Accept(ledger, Set(0.992, 4), 10, 300);
        Refused("role-missing", () => Act(ledger, GovernanceKind.Vetoed, "sue", hash, 30));
        Act(ledger, GovernanceKind.Vetoed, "guy", hash, 30);

        Assert.Equal("0.99", ledger.InForce(At(400)).Set.Leaves["confidence"]);
        Refused("not-pending", () => Act(ledger, GovernanceKind.Vetoed, "guy", hash, 40));
    }

    [Fact]
    public void Kill_ByAGuardian_HoldsUntilRevived()
    {
        ParameterLedger ledger = Open();
        Refused("role-missing", () => Act(ledger, GovernanceKind.Killed, "ada", null, 5));
        Act(ledger, GovernanceKind.Killed, "guy", null, 5);
        Assert.True(ledger.IsKilled);
        Act(ledger, GovernanceKind.Revived, "guy", null, 6);
        Assert.False(ledger.IsKilled);
    }

    [Fact]
    public void Read_ItsOwnLines_GivesTheSameLedger()
    {
        ParameterLedger ledger = Open();
        Accept(ledger, Set(0.992, 4), 10, 120);

        ParameterLedger read = ParameterLedger.Read(ledger.Events.Select(e => e.ToLine()), "ledger");

        Assert.Equal(ledger.Versions.Select(v => v.Set.Hash), read.Versions.Select(v => v.Set.Hash));
        Assert.Equal(ledger.People, read.People);
    }

    [Fact]
    public void Read_AnyLineChangedDroppedOrSwapped_IsRefusedByItsNumber()
    {
        ParameterLedger ledger = Open();
        Accept(ledger, Set(0.992, 4), 10, 120);
        string[] lines = [.. ledger.Events.Select(e => e.ToLine())];

        for (int i = 0; i < lines.Length; i++)
        {
            string[] forged = [.. lines];
            forged[i] = forged[i].Replace("2026-03-02T00:", "2026-03-02T01:", StringComparison.Ordinal);
            Assert.Equal("ledger-damaged", Assert.Throws<InputRefusedException>(() => ParameterLedger.Read(forged, "ledger")).Code);
            if (i + 1 < lines.Length)
            {
                Assert.Throws<InputRefusedException>(() => ParameterLedger.Read(lines.Where((_, k) => k != i), "ledger"));
            }
        }

        string where = Assert.Throws<InputRefusedException>(() => ParameterLedger.Read([lines[0], lines[2], lines[1], .. lines[3..]], "ledger")).Where;
        Assert.Equal("ledger:2", where);
    }

    [Fact]
    public void Seal_WithAnothersKey_IsRefused() => Refused("signature-wrong", () =>
        Open().Seal(new GovernanceEvent { Kind = GovernanceKind.Killed, At = At(9).ToString(), Actor = "guy", Reason = "x" }, _keys["ada"]));

    [Fact]
    public void Enrolment_OfTheSameKeyTwice_IsRefused() => Refused("key-taken", () => Seal(Open(), "ada", 5, Person("eve", "rob", ParameterLedger.RiskRole)));

    [Fact]
    public void Hash_OfEqualSets_DoesNotDependOnSpelling() =>
        Assert.Equal(Hash("""{"b":1.0,"a":{"x":2}}"""), Hash("""{ "a": {"x": 2.00}, "b": 1 }"""));

    private static Timestamp At(int minute) => Start + TimeSpan.FromMinutes(minute);

    private static string Set(double confidence, double cap) => FormattableString.Invariant($$"""{"confidence":{{confidence}},"cap":{{cap}},"measure":"es"}""");

    private static string Canonical(string set) => ParameterSet.Parse(Encoding.UTF8.GetBytes(set), "set").Canonical;

    private static string Hash(string set) => ParameterSet.Parse(Encoding.UTF8.GetBytes(set), "set").Hash;

    private static void Refused(string code, Action act) => Assert.Equal(code, Assert.Throws<InputRefusedException>(act).Code);

    private ParameterLedger Open()
    {
        ParameterLedger ledger = new();
        Seal(ledger, "ada", 0, Person("ada", "ada", ParameterLedger.RiskRole) with
        {
            Kind = GovernanceKind.Opened,
            Rules = Rules,
            Set = Canonical(Set(0.99, 4)),
            SetHash = Hash(Set(0.99, 4)),
        });
        Seal(ledger, "ada", 0, Person("rob", "rob", ParameterLedger.RiskRole));
        Seal(ledger, "ada", 0, Person("sue", "sue", ParameterLedger.RiskRole));
        Seal(ledger, "ada", 0, Person("guy", "guy", ParameterLedger.GuardianRole));
        return ledger;
    }

    private GovernanceEvent Person(string name, string key, string role) => new()
    {
        Kind = GovernanceKind.Enrolled,
        At = "",
        Actor = "",
        Name = name,
        Role = role,
        PublicKey = Convert.ToBase64String(_keys[key].ExportSubjectPublicKeyInfo()),
    };

    private string Propose(ParameterLedger ledger, string actor, string set, int minute, int effective, string? reason = "calibration", string? evidence = "ab12")
    {
        Seal(ledger, actor, minute, new GovernanceEvent
        {
            Kind = GovernanceKind.Proposed,
            At = "",
            Actor = "",
            Set = Canonical(set),
            SetHash = Hash(set),
            EffectiveAt = At(effective).ToString(),
            Reason = reason,
            Evidence = evidence,
        });
        return Hash(set);
    }

    private string Accept(ParameterLedger ledger, string set, int minute, int effective)
    {
        string hash = Propose(ledger, "ada", set, minute, effective);
        Act(ledger, GovernanceKind.Approved, "rob", hash, minute + 1);
        return hash;
    }

    private void Act(ParameterLedger ledger, GovernanceKind kind, string actor, string? hash, int minute) =>
        Seal(ledger, actor, minute, new GovernanceEvent { Kind = kind, At = "", Actor = "", SetHash = hash, Reason = "test" });

    private void Seal(ParameterLedger ledger, string actor, int minute, GovernanceEvent draft) =>
        ledger.Seal(draft with { Actor = actor, At = At(minute).ToString() }, _keys[actor]);
}
