using System.Security.Cryptography;
using System.Text;
using Dms.Predictive.Core;

namespace Dms.Predictive.Margin;

/// <summary>
/// The parameters of a market over time: who changed what, when and why. Every event is checked against all rules when it is
/// appended and again when the ledger is read, so a ledger that reads is one in which the rules were kept.
/// </summary>
public sealed class ParameterLedger
{
    /// <summary>May propose, approve and reject.</summary>
    public const string RiskRole = "risk";

    /// <summary>May veto, kill and revive, and approve.</summary>
    public const string GuardianRole = "guardian";

    private readonly List<GovernanceEvent> _events = [];
    private readonly List<ParameterVersion> _versions = [];
    private readonly Dictionary<string, (string Role, string PublicKey)> _people = new(StringComparer.Ordinal);
    private Timestamp _last;
    private string _lastHash = "";

    /// <summary>Limits and approvals.</summary>
    public GovernanceRules Rules { get; private set; } = null!;

    /// <summary>Whether a guardian has switched the learned part off.</summary>
    public bool IsKilled { get; private set; }

    /// <summary>All versions in the order in which they were put forward.</summary>
    public IReadOnlyList<ParameterVersion> Versions => _versions;

    /// <summary>All events.</summary>
    public IReadOnlyList<GovernanceEvent> Events => _events;

    /// <summary>Names and roles of the people who may act.</summary>
    public IReadOnlyDictionary<string, string> People => _people.ToDictionary(p => p.Key, p => p.Value.Role, StringComparer.Ordinal);

    /// <summary>Reads and checks a ledger.</summary>
    /// <param name="lines">Lines in order.</param>
    /// <param name="where">File, for messages.</param>
    /// <exception cref="InputRefusedException">A line is damaged, out of the chain, not signed by its actor, or against the rules; the line is named.</exception>
    public static ParameterLedger Read(IEnumerable<string> lines, string where)
    {
        ArgumentNullException.ThrowIfNull(lines);
        ParameterLedger ledger = new();
        int number = 0;
        foreach (string line in lines)
        {
            string at = FormattableString.Invariant($"{where}:{++number}");
            GovernanceEvent read = GovernanceEvent.Parse(line, at);
            try
            {
                ledger.Append(read);
            }
            catch (InputRefusedException e)
            {
                throw new InputRefusedException("ledger-damaged", $"The event does not hold ({e.Code}: {e.Message}) Restore a copy of the ledger.", at, e);
            }
        }

        return ledger;
    }

    /// <summary>Signs an event as the next line and appends it.</summary>
    /// <param name="draft">Event without chain and signature.</param>
    /// <param name="key">The actor's private key.</param>
    /// <returns>The line as it must be stored.</returns>
    /// <exception cref="InputRefusedException">A rule is against it; nothing has changed.</exception>
    public GovernanceEvent Seal(GovernanceEvent draft, ECDsa key)
    {
        ArgumentNullException.ThrowIfNull(draft);
        GovernanceEvent signed = (draft with { Previous = _lastHash }).SignedBy(key);
        Append(signed);
        return signed;
    }

    /// <summary>Checks an event and takes it in.</summary>
    /// <param name="e">Signed event.</param>
    /// <exception cref="InputRefusedException">A rule is against it; nothing has changed.</exception>
    public void Append(GovernanceEvent e)
    {
        ArgumentNullException.ThrowIfNull(e);
        Require(e.Previous == _lastHash, "chain-broken", "The event does not follow the last one.", "previous");
        Require(Timestamp.TryParse(e.At, out Timestamp now) && now >= _last, "time-runs-back", $"Found {e.At} after {_last}.", "at");
        Require((e.Kind == GovernanceKind.Opened) == (_events.Count == 0), "not-opened", "A ledger is opened once, by its first event.", "kind");
        bool isFirst = e.Kind == GovernanceKind.Opened;
        Require(isFirst ? e.Name == e.Actor : _people.ContainsKey(e.Actor), "person-unknown", $"'{e.Actor}' is not enrolled. Known: {string.Join(", ", _people.Keys)}.", "actor");
        Require(e.IsSignedBy((isFirst ? e.PublicKey : _people[e.Actor].PublicKey) ?? ""), "signature-wrong", $"The signature is not of the key of '{e.Actor}'.", "signature");
        Take(e, now);
        _events.Add(e);
        (_last, _lastHash) = (now, e.Hash());
    }

    /// <summary>The version in force.</summary>
    /// <param name="at">When; not before the ledger was opened.</param>
    public ParameterVersion InForce(Timestamp at) => _versions.LastOrDefault(v => v.State == VersionState.Approved && v.EffectiveAt <= at)
        ?? throw new InputRefusedException("not-in-force", $"No version was in force at {at}; the ledger opens at {_versions[0].EffectiveAt}.", "at");

    private void Take(GovernanceEvent e, Timestamp now)
    {
        switch (e.Kind)
        {
            case GovernanceKind.Opened:
                Rules = GovernanceRules.Parse(Encoding.UTF8.GetBytes(Given(e.Rules, "rules")), "rules");
                ParameterSet first = SetOf(e);
                Enroll(e);
                _versions.Add(new ParameterVersion
                {
                    Set = first,
                    Parent = "",
                    Moves = [],
                    State = VersionState.Approved,
                    EffectiveAt = now,
                    Proposer = e.Actor,
                    Reason = e.Reason ?? "",
                });
                break;
            case GovernanceKind.Enrolled:
                Require(e.Name != e.Actor, "own-enrolment", "A person is enrolled by somebody else.", "name");
                Enroll(e);
                break;
            case GovernanceKind.Proposed:
                _versions.Add(Proposal(e, now));
                break;
            case GovernanceKind.Emergency:
                ParameterVersion emergency = Emergency(e, now);
                EndPending(now, from: 0, VersionState.Superseded);
                _versions.Add(emergency);
                break;
            case GovernanceKind.Killed or GovernanceKind.Revived:
                RequireRole(e, GuardianRole);
                Given(e.Reason, "reason");
                IsKilled = e.Kind == GovernanceKind.Killed;
                break;
            default:
                Decide(e, now);
                break;
        }
    }

    private void Enroll(GovernanceEvent e)
    {
        string name = Given(e.Name, "name");
        Require(e.Role is RiskRole or GuardianRole, "role-unknown", $"Found '{e.Role}'; allowed: {RiskRole}, {GuardianRole}.", "role");
        Require(!_people.ContainsKey(name), "name-taken", $"'{name}' is enrolled already.", "name");
        string key = Given(e.PublicKey, "publicKey");
        Require(_people.Values.All(p => p.PublicKey != key), "key-taken", "The key is enrolled under another name; one person, one key.", "publicKey");
        _people.Add(name, (e.Role!, key));
    }

    private ParameterVersion Proposal(GovernanceEvent e, Timestamp now)
    {
        ParameterSet set = SetOf(e);
        Require(_versions.All(v => v.State != VersionState.Proposed), "proposal-open", "Another proposal waits for approvals. Approve or reject it first.", "set");
        ParameterVersion parent = Latest();
        IReadOnlyList<ParameterMove> moves = ParameterMove.Of(Rules, parent.Set, set);
        Require(moves.Count > 0, "no-change", "The set equals the one before it.", "set");
        Require(Timestamp.TryParse(Given(e.EffectiveAt, "effectiveAt"), out Timestamp wanted), "WrongType", $"Found '{e.EffectiveAt}'; expected a UTC time.", "effectiveAt");
        Require(wanted >= now + Rules.MinimumDelay, "too-soon", $"Found {wanted}; allowed from {now + Rules.MinimumDelay} on.", "effectiveAt");
        Require(wanted > parent.EffectiveAt, "too-soon", $"Found {wanted}; the version before it is in force from {parent.EffectiveAt} on.", "effectiveAt");
        RefuseLarge(moves, set, wanted);
        if (moves.Any(m => m.MayLower))
        {
            Given(e.Reason, "reason");
            Given(e.Evidence, "evidence");
        }

        return new ParameterVersion
        {
            Set = set,
            Parent = parent.Set.Hash,
            Moves = moves,
            State = VersionState.Proposed,
            EffectiveAt = wanted,
            Proposer = e.Actor,
            Reason = e.Reason ?? "",
            Evidence = e.Evidence,
        };
    }

    private ParameterVersion Emergency(GovernanceEvent e, Timestamp now)
    {
        ParameterSet set = SetOf(e);
        ParameterVersion parent = InForce(now);
        IReadOnlyList<ParameterMove> moves = ParameterMove.Of(Rules, parent.Set, set);
        Require(moves.Count > 0, "no-change", "The set equals the one in force.", "set");
        ParameterMove? lowers = moves.FirstOrDefault(m => m.MayLower);
        Require(lowers is null, "emergency-lowers", $"{lowers?.Path} from {lowers?.Before} to {lowers?.After} may lower margin; one person alone may only raise it. Propose it.", lowers?.Path ?? "set");
        return new ParameterVersion
        {
            Set = set,
            Parent = parent.Set.Hash,
            Moves = moves,
            State = VersionState.Approved,
            EffectiveAt = now,
            Proposer = e.Actor,
            Reason = Given(e.Reason, "reason"),
            IsEmergency = true,
        };
    }

    // Steps against the version before, days against what was in force a day earlier.
    private void RefuseLarge(IReadOnlyList<ParameterMove> moves, ParameterSet set, Timestamp effective)
    {
        foreach (ParameterMove move in moves)
        {
            move.RefuseBeyond(Rules.Limits[move.Path].LargestStep, Rules, "in one version");
        }

        Timestamp dayBefore = effective - TimeSpan.FromDays(1);
        ParameterSet then = (dayBefore < _versions[0].EffectiveAt ? _versions[0] : InForce(dayBefore)).Set;
        foreach (ParameterMove move in ParameterMove.Of(Rules, then, set))
        {
            move.RefuseBeyond(Rules.Limits[move.Path].LargestDay, Rules, "in a day");
        }
    }

    private void Decide(GovernanceEvent e, Timestamp now)
    {
        int index = _versions.FindLastIndex(v => v.Set.Hash == e.SetHash);
        Require(index >= 0, "version-unknown", $"No version has hash '{e.SetHash}'.", "setHash");
        ParameterVersion version = _versions[index];
        if (e.Kind == GovernanceKind.Vetoed)
        {
            RequireRole(e, GuardianRole);
            Require(version.State == VersionState.Approved && version.EffectiveAt > now, "not-pending", $"The version is {StateText(version, now)}; only an approved one that is not in force yet can be vetoed.", "setHash");
            Given(e.Reason, "reason");
            EndPending(now, index, VersionState.Vetoed);
            return;
        }

        Require(version.State == VersionState.Proposed, "not-pending", $"The version is {StateText(version, now)}; only a proposed one can be {(e.Kind == GovernanceKind.Approved ? "approved" : "rejected")}.", "setHash");
        Require(e.Actor != version.Proposer, "own-proposal", $"'{e.Actor}' proposed it; somebody else decides.", "actor");
        Require(!version.Approvers.Contains(e.Actor), "approved-already", $"'{e.Actor}' approved it already.", "actor");
        if (e.Kind == GovernanceKind.Rejected)
        {
            _versions[index] = version with { State = VersionState.Rejected };
            return;
        }

        Require(version.Parent == Latest().Set.Hash, "stale-parent", "Another version was put in force since; propose again on top of it.", "setHash");
        ParameterVersion approved = version with { Approvers = [.. version.Approvers, e.Actor] };
        bool isEnough = approved.Approvers.Count >= (version.MayLower ? Rules.ApprovalsToLower : Rules.Approvals);
        Timestamp soonest = now + Rules.MinimumDelay;
        _versions[index] = isEnough
            ? approved with { State = VersionState.Approved, EffectiveAt = version.EffectiveAt > soonest ? version.EffectiveAt : soonest }
            : approved;
    }

    // What is approved but not in force rests on the versions before it: it ends with them.
    private void EndPending(Timestamp now, int from, VersionState state)
    {
        for (int i = from; i < _versions.Count; i++)
        {
            if (_versions[i].State == VersionState.Approved && _versions[i].EffectiveAt > now)
            {
                _versions[i] = _versions[i] with { State = state };
            }
        }
    }

    private ParameterVersion Latest() => _versions.Last(v => v.State == VersionState.Approved);

    private static string StateText(ParameterVersion version, Timestamp now) =>
        version.State == VersionState.Approved && version.EffectiveAt <= now ? "in force or superseded" : version.State.ToString().ToLowerInvariant();

    private static ParameterSet SetOf(GovernanceEvent e)
    {
        ParameterSet set = ParameterSet.Parse(Encoding.UTF8.GetBytes(Given(e.Set, "set")), "set");
        Require(set.Canonical == e.Set && set.Hash == e.SetHash, "ParameterHashMismatch", $"Found hash {e.SetHash}; the set has {set.Hash}.", "setHash");
        return set;
    }

    private void RequireRole(GovernanceEvent e, string role) =>
        Require(_people[e.Actor].Role == role, "role-missing", $"'{e.Actor}' is {_people[e.Actor].Role}; this takes a {role}.", "actor");

    private static string Given(string? value, string field) => string.IsNullOrWhiteSpace(value)
        ? throw new InputRefusedException("MissingField", $"'{field}' is required here.", field)
        : value;

    private static void Require(bool holds, string code, string message, string where)
    {
        if (!holds)
        {
            throw new InputRefusedException(code, message, where);
        }
    }
}
