using Dms.Predictive.Core;

namespace Dms.Predictive.Learning;

/// <summary>What may happen in a registry; every refusal has a name.</summary>
internal static class RegistryRules
{
    private const int LongestActor = 100;
    private const int LongestNote = 1_000;

    /// <summary>Refuses a registration straight into a state that needs more than a registration.</summary>
    public static void RefuseState(ModelState wanted)
    {
        if (wanted is not (ModelState.Candidate or ModelState.Challenger))
        {
            throw new InputRefusedException(
                "promotion-needed",
                $"A version is registered as candidate or challenger; {ModelStateNames.Of(wanted)} is reached by "
                + "promotion, which needs two approvals.",
                "--as");
        }
    }

    /// <summary>Refuses nameless or endless actors and notes.</summary>
    public static void RefuseWords(string actor, string note)
    {
        if (string.IsNullOrWhiteSpace(actor) || actor.Length > LongestActor || actor.Any(char.IsControl))
        {
            throw new InputRefusedException(
                "actor", $"The actor must be 1 to {LongestActor} printable characters; say who registers the model.",
                    "--actor");
        }

        if (note.Length > LongestNote || note.Any(char.IsControl))
        {
            throw new InputRefusedException(
                "note", $"The note must be at most {LongestNote} printable characters, on one line.", "--note");
        }
    }

    /// <summary>Refuses a version that stands for another bundle, is out of use, or is already where it should
    /// go.</summary>
    public static void RefuseVersion(RegisteredModel? known, ModelBundle bundle, ModelState wanted)
    {
        if (known is null)
        {
            return;
        }

        string name = $"{known.Model} {known.Version}";
        if (known.ManifestSha256 != bundle.ManifestSha256)
        {
            throw new InputRefusedException(
                "version-reused",
                $"{name} is registered with manifest {known.ManifestSha256}; this bundle has {bundle.ManifestSha256}. "
                + "Versions are never reused: train under a new --model-version.",
                name);
        }

        if (known.State == ModelState.Retired)
        {
            throw new InputRefusedException(
                "version-retired", $"{name} is retired for good. Train a new version.", name);
        }

        if (known.State == wanted || known.State == ModelState.Champion || wanted == ModelState.Candidate)
        {
            throw new InputRefusedException(
                "already-registered", $"{name} is already registered as {ModelStateNames.Of(known.State)}.", name);
        }
    }

    /// <summary>Refuses a time before the last entry's: the record would not be in order.</summary>
    public static void RefuseEarlier(IReadOnlyList<RegistryEntry> entries, Timestamp at)
    {
        if (entries.Count > 0 && at < entries[^1].At)
        {
            throw new InputRefusedException(
                "registry-clock", $"It is {at} here, but the last entry was made at {entries[^1].At}. Set the clock right.", "clock");
        }
    }

    /// <summary>Whether a stored move is one that the rules allow.</summary>
    public static bool IsMove(ModelState? from, ModelState to) => (from, to) switch
    {
        (null, ModelState.Candidate) => true,
        (ModelState.Candidate, ModelState.Challenger or ModelState.Retired) => true,
        (ModelState.Challenger, ModelState.Candidate or ModelState.Champion or ModelState.Retired) => true,
        (ModelState.Champion, ModelState.Retired) => true,
        _ => false,
    };
}
