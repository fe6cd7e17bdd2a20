using Dms.Predictive.Core;

namespace Dms.Predictive.Learning;

/// <summary>
/// Which versions exist, where each stands and how it came there. Versions are never reused; champion and challenger
/// are aliases that at
/// most one version of a model id carries.
/// </summary>
public sealed class ModelRegistry
{
    private readonly IRegistryStore _store;
    private readonly List<RegistryEntry> _entries;
    private readonly Dictionary<(string Model, string Version), RegisteredModel> _models = [];

    /// <summary>Reads a registry.</summary>
    /// <exception cref="InputRefusedException"><c>registry-damaged</c>: the entries tell no possible story.</exception>
    public ModelRegistry(IRegistryStore store)
    {
        ArgumentNullException.ThrowIfNull(store);
        _store = store;
        _entries = [];
        foreach (RegistryEntry entry in store.Read())
        {
            Apply(entry);
        }
    }

    /// <summary>Every move, oldest first.</summary>
    public IReadOnlyList<RegistryEntry> Entries => _entries;

    /// <summary>Every version, ordered by model id and time of registration.</summary>
    public IReadOnlyList<RegisteredModel> Models => [.. _entries
        .Where(e => e.From is null).OrderBy(e => e.Model, StringComparer.Ordinal)
            .Select(e => _models[(e.Model, e.Version)])];

    /// <summary>A version, or null when it is not registered.</summary>
    public RegisteredModel? Find(string model, string version) => _models.GetValueOrDefault((model, version));

    /// <summary>The version that carries an alias, or null when none does.</summary>
    /// <param name="model">Model id.</param>
    /// <param name="alias"><see cref="ModelState.Champion"/> or <see cref="ModelState.Challenger"/>.</param>
    /// <exception cref="ArgumentOutOfRangeException">The state is no alias.</exception>
    public RegisteredModel? Alias(string model, ModelState alias) =>
        alias is ModelState.Champion or ModelState.Challenger
        ? _models.Values.FirstOrDefault(m => m.Model == model && m.State == alias)
        : throw new ArgumentOutOfRangeException(nameof(alias), alias, "Only champion and challenger are aliases.");

    /// <summary>Registers a verified bundle; a challenger that it replaces steps back to candidate.</summary>
    /// <param name="bundle">Bundle that passed every check of <see cref="BundleReader"/>.</param>
    /// <param name="state">Candidate or challenger.</param>
    /// <param name="by">Who, when and why.</param>
    /// <returns>The version as it stands now.</returns>
    /// <exception cref="InputRefusedException"><c>promotion-needed</c>, <c>actor</c>, <c>note</c>,
    /// <c>version-reused</c>,
    /// <c>version-retired</c>, <c>already-registered</c>, <c>registry-clock</c>, <c>registry-conflict</c>.</exception>
    public RegisteredModel Register(ModelBundle bundle, ModelState state, RegistrySignature by)
    {
        ArgumentNullException.ThrowIfNull(bundle);
        ArgumentNullException.ThrowIfNull(by);
        RegistryRules.RefuseState(state);
        RegistryRules.RefuseWords(by.Actor, by.Note);
        string model = bundle.Manifest.Description.Id, version = bundle.Manifest.Description.Version;
        RegisteredModel? known = Find(model, version);
        RegistryRules.RefuseVersion(known, bundle, state);
        RegistryRules.RefuseEarlier(_entries, by.At);
        List<RegistryEntry> moves = Moves(bundle, state, by, known);
        _store.Append(moves, _entries.Count);
        moves.ForEach(Apply);
        return Find(model, version)!;
    }

    private List<RegistryEntry> Moves(
        ModelBundle bundle, ModelState state, RegistrySignature by, RegisteredModel? known)
    {
        List<RegistryEntry> moves = [];
        RegistryEntry first = new()
        {
            Model = bundle.Manifest.Description.Id,
            Version = bundle.Manifest.Description.Version,
            ManifestSha256 = bundle.ManifestSha256,
            KeyId = bundle.KeyId,
            From = null,
            To = ModelState.Candidate,
            Actor = by.Actor,
            At = by.At,
            Note = by.Note,
        };
        if (known is null)
        {
            moves.Add(first);
        }

        if (state == ModelState.Challenger)
        {
            if (Alias(first.Model, ModelState.Challenger) is { } former)
            {
                moves.Add(first with
                {
                    Version = former.Version,
                    ManifestSha256 = former.ManifestSha256,
                    KeyId = former.KeyId,
                    From = ModelState.Challenger,
                    Note = $"replaced as challenger by {first.Version}",
                });
            }

            moves.Add(first with { From = ModelState.Candidate, To = ModelState.Challenger });
        }

        return moves;
    }

    // A stored story is judged like a new one: a file that was tampered with must not become a champion.
    private void Apply(RegistryEntry entry)
    {
        RegisteredModel? before = Find(entry.Model, entry.Version);
        bool fits = before?.State == entry.From && RegistryRules.IsMove(entry.From, entry.To)
            && (before is null || before.ManifestSha256 == entry.ManifestSha256)
            && (entry.To is not (ModelState.Champion or ModelState.Challenger) || Alias(entry.Model, entry.To) is null)
            && (_entries.Count == 0 || entry.At >= _entries[^1].At);
        if (!fits)
        {
            throw new InputRefusedException(
                "registry-damaged",
                $"Entry {_entries.Count + 1} moves {entry.Model} {entry.Version} to {ModelStateNames.Of(entry.To)}, "
                + "which cannot follow from the "
                + "entries before it. Restore the registry from a copy.",
                "registry");
        }

        _entries.Add(entry);
        _models[(entry.Model, entry.Version)] = new RegisteredModel(
            entry.Model, entry.Version, entry.ManifestSha256, entry.KeyId, entry.To, entry.At, entry.Actor);
    }
}
