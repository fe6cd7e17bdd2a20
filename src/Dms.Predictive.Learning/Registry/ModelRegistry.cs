using Dms.Predictive.Core;

namespace Dms.Predictive.Learning;

/// <summary>
/// Which versions exist, where each stands, who agreed and how it came there. Versions are never reused; champion and
/// challenger are aliases that at most one version of a model id carries. Every action is sealed into a signed chain.
/// </summary>
public sealed class ModelRegistry
{
    private readonly IRegistryStore _store;
    private readonly RegistrySeal? _seal;
    private readonly RegistryStory _story = new();

    /// <summary>Reads a registry and checks its chain, its signatures and every approval.</summary>
    /// <param name="store">Where it is kept.</param>
    /// <param name="seal">The registry's key; null = only to be read.</param>
    /// <exception cref="InputRefusedException"><c>registry-damaged</c>: the entries tell no possible story;
    /// <c>registry-key</c>: another key sealed them.</exception>
    public ModelRegistry(IRegistryStore store, RegistrySeal? seal = null)
    {
        ArgumentNullException.ThrowIfNull(store);
        (_store, _seal) = (store, seal);
        foreach (SealedEntry entry in store.Read())
        {
            _story.Take(entry);
        }

        if (seal is not null && _story.Key is { } key && key.KeyId != seal.PublicKey.KeyId)
        {
            throw new InputRefusedException(
                "registry-key", $"The registry is sealed by key {key.KeyId}; this key is {seal.PublicKey.KeyId}. Use the registry's own key.", "registry key");
        }
    }

    /// <summary>Every action, oldest first.</summary>
    public IReadOnlyList<RegistryEntry> Entries => _story.Entries;

    /// <summary>Hash of the last entry; 64 zeros when there is none. Kept elsewhere, it shows whether a tail was cut off.</summary>
    public string Head => _story.Head;

    /// <summary>Hashes of all entries, oldest first.</summary>
    public IReadOnlyList<string> Hashes => _story.Hashes;

    /// <summary>Key that seals; null while the registry is empty.</summary>
    public BundleKey? Key => _story.Key;

    /// <summary>People who may approve, in order of enrolment.</summary>
    public IReadOnlyList<EnrolledApprover> Approvers => _story.Approvers;

    /// <summary>Every version, ordered by model id and time of registration.</summary>
    public IReadOnlyList<RegisteredModel> Models => _story.Models;

    /// <summary>Reports signed off, oldest first.</summary>
    public IReadOnlyList<ModelSignOff> SignOffs => _story.SignOffs;

    /// <summary>Whether a promotion needs a report that a validator has signed.</summary>
    public bool RequiresSignOff => _story.RequiresSignOff;

    /// <summary>The newest sign-off of a version, or null.</summary>
    public ModelSignOff? SignOffOf(RegisteredModel version) =>
        _story.SignOffs.LastOrDefault(s => (s.Model, s.Version) == (version.Model, version.Version));

    /// <summary>What one enrolled person signs so that promotions need a signed report from then on.</summary>
    public ApprovalStatement SignOffPolicy() => _story.SignOffPolicy();

    /// <summary>A version, or null when it is not registered.</summary>
    public RegisteredModel? Find(string model, string version) => _story.Find(model, version);

    /// <summary>The version that carries an alias, or null when none does.</summary>
    /// <param name="model">Model id.</param>
    /// <param name="alias"><see cref="ModelState.Champion"/> or <see cref="ModelState.Challenger"/>.</param>
    /// <exception cref="ArgumentOutOfRangeException">The state is no alias.</exception>
    public RegisteredModel? Alias(string model, ModelState alias) => alias is ModelState.Champion or ModelState.Challenger
        ? _story.Holder(model, alias)
        : throw new ArgumentOutOfRangeException(nameof(alias), alias, "Only champion and challenger are aliases.");

    /// <summary>
    /// The champion before the present (or revoked) one, which a rollback brings back; null when there is none fit to
    /// serve. A version that was rolled back is never the former one again: that would be a promotion by one person.
    /// </summary>
    public RegisteredModel? Former(string model) => _story.Former(model);

    /// <summary>What an approver signs for an action on a version as things stand now.</summary>
    /// <param name="action">Promote, rollback or revoke.</param>
    /// <param name="target">The version: to promote, to come back, or to revoke.</param>
    /// <param name="evidence">SHA-256 of the gate document of a promotion; else ignored.</param>
    public ApprovalStatement Statement(RegistryAction action, RegisteredModel target, string evidence) => _story.Statement(action, target, evidence);

    /// <summary>What an approver signs for an enrolment.</summary>
    public ApprovalStatement Statement(EnrolledApprover person) => _story.Statement(person);

    /// <summary>Lets a person approve from here on. Free until two roles are held, then by one approval.</summary>
    /// <exception cref="InputRefusedException"><c>approver</c>, <c>approver-known</c>, or what is wrong with the approval.</exception>
    public void Enroll(EnrolledApprover person, IReadOnlyList<RegistryApproval> approvals, RegistrySignature by)
    {
        ArgumentNullException.ThrowIfNull(person);
        RegistryRules.RefuseWords(by.Actor, by.Note);
        Write([new RegistryEntry
        {
            Action = RegistryAction.Enroll, Enrolled = person, Approvals = approvals,
            Evidence = _story.Statement(person).Evidence, Actor = by.Actor, At = by.At, Note = by.Note,
        }]);
    }

    /// <summary>Enters that a validator signed a version's report.</summary>
    /// <param name="target">Any version that may still serve.</param>
    /// <param name="reportSha256">Digest of the report, 64 lower-case hex digits.</param>
    /// <param name="approval">The validator's, under the statement of <see cref="RegistryAction.SignOff"/>.</param>
    /// <param name="by">Who carries it out, and what the validator says.</param>
    /// <exception cref="InputRefusedException"><c>sign-off-state</c>, <c>sign-off-role</c>, <c>sign-off-report</c>,
    /// <c>approval-own-work</c>, or what else is wrong with the signature.</exception>
    public ModelSignOff SignOff(RegisteredModel target, string reportSha256, RegistryApproval approval, RegistrySignature by)
    {
        ArgumentNullException.ThrowIfNull(target);
        ArgumentNullException.ThrowIfNull(by);
        RegistryRules.RefuseWords(by.Actor, by.Note);
        if (target.State is ModelState.Retired or ModelState.Revoked)
        {
            throw RegistryRules.NotThere("sign-off-state", target, "Only a version that may still serve is signed off.");
        }

        Write([new RegistryEntry
        {
            Action = RegistryAction.SignOff, Model = target.Model, Version = target.Version, ManifestSha256 = target.ManifestSha256,
            KeyId = target.KeyId, Evidence = reportSha256, Approvals = [approval], Actor = by.Actor, At = by.At, Note = by.Note,
        }]);
        return SignOffOf(target)!;
    }

    /// <summary>From here on nothing is promoted without a signed report. It cannot be taken back.</summary>
    /// <param name="approvals">One enrolled person's, under <see cref="SignOffPolicy"/>.</param>
    /// <param name="by">Who carries it out.</param>
    /// <exception cref="InputRefusedException"><c>sign-off-required</c>: it is so already; or what is wrong with the
    /// approval.</exception>
    public void RequireSignOff(IReadOnlyList<RegistryApproval> approvals, RegistrySignature by)
    {
        ArgumentNullException.ThrowIfNull(by);
        RegistryRules.RefuseWords(by.Actor, by.Note);
        if (RequiresSignOff)
        {
            throw new InputRefusedException("sign-off-required", "Promotions need a signed report here already; nothing is left to do.", "registry");
        }

        Write([new RegistryEntry
        {
            Action = RegistryAction.RequireSignOff, Evidence = SignOffPolicy().Evidence, Approvals = approvals, Actor = by.Actor, At = by.At, Note = by.Note,
        }]);
    }

    /// <summary>Registers a verified bundle; a challenger that it replaces steps back to candidate.</summary>
    /// <param name="bundle">Bundle that passed every check of <see cref="BundleReader"/>.</param>
    /// <param name="state">Candidate or challenger.</param>
    /// <param name="by">Who, when and why.</param>
    /// <param name="evidence">SHA-256 of the document on which it was registered; empty = none.</param>
    /// <returns>The version as it stands now.</returns>
    /// <exception cref="InputRefusedException"><c>promotion-needed</c>, <c>actor</c>, <c>note</c>,
    /// <c>version-reused</c>, <c>version-retired</c>, <c>already-registered</c>, <c>registry-clock</c>,
    /// <c>registry-conflict</c>.</exception>
    public RegisteredModel Register(ModelBundle bundle, ModelState state, RegistrySignature by, string evidence = "")
    {
        ArgumentNullException.ThrowIfNull(bundle);
        ArgumentNullException.ThrowIfNull(by);
        RegistryRules.RefuseState(state);
        RegistryRules.RefuseWords(by.Actor, by.Note);
        string model = bundle.Manifest.Description.Id, version = bundle.Manifest.Description.Version;
        RegisteredModel? known = Find(model, version);
        RegistryRules.RefuseVersion(known, bundle, state);
        Write(RegistryMoves.Registration(bundle, state, by, new Standing(known, Alias(model, ModelState.Champion), Alias(model, ModelState.Challenger)), evidence));
        return Find(model, version)!;
    }

    /// <summary>Puts a candidate out of use because it did not pass its gate.</summary>
    /// <exception cref="InputRefusedException"><c>not-candidate</c> and the refusals of words and clock.</exception>
    public RegisteredModel Reject(RegisteredModel candidate, RegistrySignature by, string evidence)
    {
        RegistryRules.RefuseWords(by.Actor, by.Note);
        if (candidate.State != ModelState.Candidate)
        {
            throw RegistryRules.NotThere("not-candidate", candidate, "Only a candidate is rejected; revoke a version that is in use.");
        }

        Write([RegistryMoves.Of(RegistryAction.Reject, candidate, ModelState.Retired, by) with { Evidence = evidence }]);
        return Find(candidate.Model, candidate.Version)!;
    }

    /// <summary>Makes the challenger champion; the champion before it retires.</summary>
    /// <param name="evidence">What was found out about it; every condition is judged again.</param>
    /// <param name="digest">SHA-256 of the document that the approvals are on.</param>
    /// <param name="approvals">Two people in two roles.</param>
    /// <param name="by">Who carries it out.</param>
    /// <exception cref="InputRefusedException">The first condition that does not hold, by its name.</exception>
    public RegisteredModel Promote(PromotionEvidence evidence, string digest, IReadOnlyList<RegistryApproval> approvals, RegistrySignature by)
    {
        ArgumentNullException.ThrowIfNull(evidence);
        RegistryRules.RefuseWords(by.Actor, by.Note);
        RegisteredModel challenger = Known(evidence.Model, evidence.Version);
        RegisteredModel? champion = Alias(evidence.Model, ModelState.Champion);
        PromotionGate.RefuseOther(evidence, challenger, champion);
        PromotionGate.Refuse(PromotionGate.Judge(evidence));
        RegistryRules.RefuseExpired(challenger, evidence.End);
        RegistryEntry up = RegistryMoves.Of(RegistryAction.Promote, challenger, ModelState.Champion, by) with { Evidence = digest, Approvals = approvals };
        Write(champion is null ? [up] : [RegistryMoves.Of(RegistryAction.Promote, champion, ModelState.Retired, by), up]);
        return Find(challenger.Model, challenger.Version)!;
    }

    /// <summary>Brings back the champion before the present one.</summary>
    /// <param name="model">Model id.</param>
    /// <param name="approvals">One person's.</param>
    /// <param name="by">Who carries it out.</param>
    /// <exception cref="InputRefusedException"><c>nothing-to-roll-back</c>, or what is wrong with the approval.</exception>
    public RegisteredModel Rollback(string model, IReadOnlyList<RegistryApproval> approvals, RegistrySignature by)
    {
        RegistryRules.RefuseWords(by.Actor, by.Note);
        RegisteredModel former = Former(model) ?? throw RegistryRules.NothingToRollBack(model);
        string evidence = Statement(RegistryAction.Rollback, former, "").Evidence;
        RegistryEntry back = RegistryMoves.Of(RegistryAction.Rollback, former, ModelState.Champion, by) with { Evidence = evidence, Approvals = approvals };
        Write(Alias(model, ModelState.Champion) is { } champion
            ? [RegistryMoves.Of(RegistryAction.Rollback, champion, ModelState.Retired, by), back]
            : [back]);
        return Find(model, former.Version)!;
    }

    /// <summary>Takes a version out of service for good.</summary>
    /// <param name="target">Any version that is not revoked.</param>
    /// <param name="approvals">One person's.</param>
    /// <param name="by">Who carries it out, and why.</param>
    /// <exception cref="InputRefusedException"><c>revoked</c>, or what is wrong with the approval.</exception>
    public RegisteredModel Revoke(RegisteredModel target, IReadOnlyList<RegistryApproval> approvals, RegistrySignature by)
    {
        ArgumentNullException.ThrowIfNull(target);
        RegistryRules.RefuseWords(by.Actor, by.Note);
        if (target.State == ModelState.Revoked)
        {
            throw RegistryRules.NotThere("revoked", target, "It was revoked before; nothing is left to do.");
        }

        Write([RegistryMoves.Of(RegistryAction.Revoke, target, ModelState.Revoked, by) with { Evidence = target.Entry, Approvals = approvals }]);
        return Find(target.Model, target.Version)!;
    }

    private RegisteredModel Known(string model, string version) => Find(model, version)
        ?? throw new InputRefusedException("not-registered", $"{model} {version} is not registered here. Register it first: dms models register.", $"{model} {version}");

    // Rules are judged by the same code that judges a stored story: nothing can be written that could not be read.
    private void Write(List<RegistryEntry> entries)
    {
        RegistrySeal seal = _seal ?? throw new InvalidOperationException("This registry was opened to be read only.");
        RegistryRules.RefuseEarlier(_story.Entries, entries[0].At);
        List<RegistryEntry> all = [.. entries];
        if (_story.Entries.Count == 0)
        {
            all.Insert(0, RegistryMoves.Opening(seal.PublicKey, entries[0]));
        }

        RegistryStory trial = _story.Copy();
        List<SealedEntry> sealedEntries = [];
        foreach (RegistryEntry entry in all)
        {
            trial.Refuse(entry);
            SealedEntry stored = seal.Seal(entry, trial.Head);
            sealedEntries.Add(stored);
            trial.Take(stored);
        }

        _store.Append(sealedEntries, _story.Entries.Count);
        sealedEntries.ForEach(_story.Take);
    }
}
