using Dms.Predictive.Core;

namespace Dms.Predictive.Learning;

/// <summary>
/// The entries so far and what follows from them. A stored story is judged like a new one: a file that was tampered with
/// must not make a champion.
/// </summary>
internal sealed class RegistryStory
{
    private readonly List<RegistryEntry> _entries = [];
    private readonly List<string> _hashes = [];
    private readonly List<EnrolledApprover> _approvers = [];
    private readonly Dictionary<(string Model, string Version), RegisteredModel> _models = [];
    private readonly Dictionary<string, List<(string Version, string Entry)>> _reigns = [];
    private readonly List<ModelSignOff> _signOffs = [];

    public IReadOnlyList<RegistryEntry> Entries => _entries;

    public IReadOnlyList<string> Hashes => _hashes;

    public string Head => _hashes.Count == 0 ? RegistrySeal.Origin : _hashes[^1];

    public BundleKey? Key { get; private set; }

    public IReadOnlyList<EnrolledApprover> Approvers => _approvers;

    public IReadOnlyList<RegisteredModel> Models => [.. _entries
        .Where(e => e.Action == RegistryAction.Register && e.From is null).OrderBy(e => e.Model, StringComparer.Ordinal)
        .Select(e => _models[(e.Model, e.Version)])];

    public IReadOnlyList<ModelSignOff> SignOffs => _signOffs;

    public bool RequiresSignOff { get; private set; }

    public RegisteredModel? Find(string model, string version) => _models.GetValueOrDefault((model, version));

    public RegisteredModel? Holder(string model, ModelState alias) =>
        _models.Values.FirstOrDefault(m => m.Model == model && m.State == alias);

    /// <summary>The newest champion before the present one that may serve.</summary>
    public RegisteredModel? Former(string model) => _reigns.TryGetValue(model, out var reigns)
        ? reigns.SkipLast(1).Select(r => Find(model, r.Version)!).LastOrDefault(m => m.State == ModelState.Retired)
        : null;

    public RegistryStory Copy()
    {
        RegistryStory copy = new() { Key = Key, RequiresSignOff = RequiresSignOff };
        copy._signOffs.AddRange(_signOffs);
        copy._entries.AddRange(_entries);
        copy._hashes.AddRange(_hashes);
        copy._approvers.AddRange(_approvers);
        foreach ((var key, RegisteredModel model) in _models)
        {
            copy._models[key] = model;
        }

        foreach ((string model, var reigns) in _reigns)
        {
            copy._reigns[model] = [.. reigns];
        }

        return copy;
    }

    /// <summary>What an approver signs.</summary>
    public ApprovalStatement Statement(RegistryAction action, RegisteredModel target, string evidence) => new(
        action, target.Model, target.Version, target.ManifestSha256, action switch
        {
            RegistryAction.Promote or RegistryAction.SignOff => evidence,
            RegistryAction.Rollback => Reign(target.Model),
            RegistryAction.Revoke => target.Entry,
            _ => throw new ArgumentOutOfRangeException(nameof(action), action, "Approvals are for promotion, rollback, revocation and sign-off."),
        });

    /// <inheritdoc cref="Statement(RegistryAction, RegisteredModel, string)"/>
    public ApprovalStatement Statement(EnrolledApprover person) => new(
        RegistryAction.Enroll, person.Role, person.Name, RegistryRules.KeyDigest(person), _hashes.Count == 0 ? RegistrySeal.Origin : _hashes[0]);

    /// <summary>What one enrolled person signs so that promotions need a signed report from then on.</summary>
    public ApprovalStatement SignOffPolicy() => new(
        RegistryAction.RequireSignOff, "registry", "promotions", "", _hashes.Count == 0 ? RegistrySeal.Origin : _hashes[0]);

    /// <summary>Refuses an entry whose approvals are not what its action needs.</summary>
    /// <exception cref="InputRefusedException">By the name of what is wrong.</exception>
    public void Refuse(RegistryEntry entry)
    {
        switch (entry.Action)
        {
            case RegistryAction.Enroll:
                RegistryRules.RefusePerson(entry.Enrolled!, _approvers);
                int needed = _approvers.Select(a => a.Role).Distinct().Count() >= 2 ? 1 : 0;
                ApprovalRules.Refuse(entry, Statement(entry.Enrolled!), _approvers, new ApprovalNeed(needed, null));
                break;
            case RegistryAction.Promote when entry.To == ModelState.Champion:
                RegisteredModel challenger = Find(entry.Model, entry.Version)!;
                ApprovalRules.Refuse(entry, Statement(entry.Action, challenger, entry.Evidence), _approvers, new ApprovalNeed(2, challenger.Author));
                if (RequiresSignOff)
                {
                    SignOffRules.RefusePromotion(entry, _signOffs.LastOrDefault(s => (s.Model, s.Version) == (entry.Model, entry.Version)));
                }

                break;
            case RegistryAction.SignOff:
                RegisteredModel judged = Find(entry.Model, entry.Version)!;
                ApprovalRules.Refuse(entry, Statement(entry.Action, judged, entry.Evidence), _approvers, new ApprovalNeed(1, judged.Author));
                SignOffRules.RefuseOther(entry, _approvers);
                break;
            case RegistryAction.RequireSignOff:
                ApprovalRules.Refuse(entry, SignOffPolicy(), _approvers, new ApprovalNeed(1, null));
                break;
            case RegistryAction.Rollback when entry.To == ModelState.Champion:
            case RegistryAction.Revoke:
                ApprovalRules.Refuse(
                    entry, Statement(entry.Action, Find(entry.Model, entry.Version)!, ""), _approvers, new ApprovalNeed(1, null));
                break;
        }
    }

    /// <summary>Takes the next entry.</summary>
    /// <exception cref="InputRefusedException"><c>registry-damaged</c>.</exception>
    public void Take(SealedEntry stored)
    {
        int place = _entries.Count + 1;
        (RegistryEntry entry, BundleKey signer) = RegistrySeal.Check(stored, Head, Key, place);
        bool isFirst = _entries.Count == 0;
        if (isFirst != (entry.Action == RegistryAction.Open) || (!isFirst && entry.At < _entries[^1].At))
        {
            throw RegistrySeal.Damaged(place, "it stands out of order");
        }

        RefuseImpossible(entry, place);
        Key = signer;
        _entries.Add(entry);
        _hashes.Add(stored.Hash);
        if (entry.Action == RegistryAction.Enroll)
        {
            _approvers.Add(entry.Enrolled!);
        }
        else if (entry.To is ModelState to)
        {
            Move(entry, to, stored.Hash);
        }
        else if (entry.Action == RegistryAction.SignOff)
        {
            RegistryApproval by = entry.Approvals[0];
            _signOffs.Add(new ModelSignOff(entry.Model, entry.Version, entry.Evidence, by.Approver, by.KeyId, entry.At, entry.Note));
        }

        RequiresSignOff |= entry.Action == RegistryAction.RequireSignOff;
    }

    private void RefuseImpossible(RegistryEntry entry, int place)
    {
        if (entry.Action is RegistryAction.Open or RegistryAction.Enroll)
        {
            if (entry.To is not null || entry.Enrolled is null)
            {
                throw RegistrySeal.Damaged(place, "it moves a version that it does not name");
            }
        }
        else if (entry.Action is RegistryAction.SignOff or RegistryAction.RequireSignOff)
        {
            bool ofAKnownVersion = entry.Action != RegistryAction.SignOff || Find(entry.Model, entry.Version)?.ManifestSha256 == entry.ManifestSha256;
            if (entry.To is not null || entry.From is not null || entry.Enrolled is not null || !ofAKnownVersion)
            {
                throw RegistrySeal.Damaged(place, "it signs what it may not");
            }
        }
        else
        {
            RefuseMove(entry, place);
        }

        try
        {
            Refuse(entry);
        }
        catch (InputRefusedException e)
        {
            throw new InputRefusedException("registry-damaged", $"Entry {place} was not allowed: {e.Message} ({e.Code})", "registry", e);
        }
    }

    private void RefuseMove(RegistryEntry entry, int place)
    {
        RegisteredModel? before = Find(entry.Model, entry.Version);
        bool fits = before?.State == entry.From && RegistryRules.IsMove(entry.Action, entry.From, entry.To)
            && (before is null ? entry.Lineage is not null && entry.ExpiresAt is not null : before.ManifestSha256 == entry.ManifestSha256)
            && (entry.To is not (ModelState.Champion or ModelState.Challenger) || Holder(entry.Model, entry.To.Value) is null)
            && (entry.Action != RegistryAction.Rollback || entry.To != ModelState.Champion || Former(entry.Model)?.Version == entry.Version);
        if (!fits)
        {
            throw RegistrySeal.Damaged(
                place, $"it moves {entry.Model} {entry.Version} to {(entry.To is ModelState to ? ModelStateNames.Of(to) : "nowhere")}, which cannot follow from the entries before it");
        }
    }

    private void Move(RegistryEntry entry, ModelState to, string hash)
    {
        RegisteredModel? before = Find(entry.Model, entry.Version);
        _models[(entry.Model, entry.Version)] = new RegisteredModel(
            entry.Model, entry.Version, entry.ManifestSha256, entry.KeyId, to, entry.At, entry.Actor)
        {
            ExpiresAt = before?.ExpiresAt ?? entry.ExpiresAt!.Value,
            Author = before?.Author ?? entry.Actor,
            Lineage = before?.Lineage ?? entry.Lineage!,
            Entry = hash,
        };
        if (to == ModelState.Champion)
        {
            Crown(entry, hash);
        }
    }

    // A stack: promotion puts a reign on top, rollback takes off all above the one that comes back.
    private void Crown(RegistryEntry entry, string hash)
    {
        if (!_reigns.TryGetValue(entry.Model, out var reigns))
        {
            _reigns[entry.Model] = reigns = [];
        }

        int below = entry.Action == RegistryAction.Rollback ? reigns.FindLastIndex(r => r.Version == entry.Version) : reigns.Count;
        reigns.RemoveRange(below, reigns.Count - below);
        reigns.Add((entry.Version, hash));
    }

    private string Reign(string model) =>
        _reigns.TryGetValue(model, out var reigns) ? reigns[^1].Entry : RegistrySeal.Origin;
}
