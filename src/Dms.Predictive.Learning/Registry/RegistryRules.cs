using System.Security.Cryptography;
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

        if (known.State is ModelState.Retired or ModelState.Revoked)
        {
            throw new InputRefusedException(
                "version-retired", $"{name} is {ModelStateNames.Of(known.State)} and cannot be registered again. Train a new version.", name);
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

    /// <summary>Refuses a person without a name, role or key of their own.</summary>
    public static void RefusePerson(EnrolledApprover person, IReadOnlyList<EnrolledApprover> enrolled)
    {
        RefuseWords(person.Name, "");
        if (!ApproverRoles.All.Contains(person.Role))
        {
            throw new InputRefusedException(
                "approver", $"'{person.Role}' is no role; allowed are {string.Join(", ", ApproverRoles.All)}.", "--role");
        }

        string digest = KeyDigest(person);
        if (enrolled.FirstOrDefault(a => a.Name == person.Name || KeyDigest(a) == digest) is { } known)
        {
            throw new InputRefusedException(
                "approver-known",
                $"{known.Name} is enrolled as {known.Role} with key {known.OpenKey().KeyId}. One person has one role and one key: give another name and key.",
                "--name");
        }
    }

    /// <summary>SHA-256 of a person's public key, lower-case hex.</summary>
    public static string KeyDigest(EnrolledApprover person) => Convert.ToHexStringLower(SHA256.HashData(person.OpenKey().PublicKey));

    /// <summary>Refuses a version whose card had run out by the end of its evidence; the clock is the data's, as in the host.</summary>
    public static void RefuseExpired(RegisteredModel model, Timestamp at)
    {
        if (at >= model.ExpiresAt)
        {
            throw NotThere("card-expired", model, $"Its card ran out at {model.ExpiresAt}, the evidence reaches {at}; train a new version on newer data.");
        }
    }

    /// <summary>A version that does not stand where an action needs it.</summary>
    public static InputRefusedException NotThere(string code, RegisteredModel model, string wayOut) => new(
        code, $"{model.Model} {model.Version} is {ModelStateNames.Of(model.State)} since {model.Since}. {wayOut}", $"{model.Model} {model.Version}");

    /// <summary>There is no champion before the present one.</summary>
    public static InputRefusedException NothingToRollBack(string model) => new(
        "nothing-to-roll-back",
        $"{model} has no champion with one before it that may serve. Revoke the champion to fall back to the baseline: dms models revoke.", model);

    /// <summary>Whether an action may make this move.</summary>
    public static bool IsMove(RegistryAction action, ModelState? from, ModelState? to) => (action, from, to) switch
    {
        (RegistryAction.Register, null, ModelState.Candidate) => true,
        (RegistryAction.Register, ModelState.Candidate, ModelState.Challenger) => true,
        (RegistryAction.Replace, ModelState.Challenger, ModelState.Candidate) => true,
        (RegistryAction.Reject, ModelState.Candidate, ModelState.Retired) => true,
        (RegistryAction.Promote, ModelState.Challenger, ModelState.Champion) => true,
        (RegistryAction.Promote or RegistryAction.Rollback, ModelState.Champion, ModelState.Retired) => true,
        (RegistryAction.Rollback, ModelState.Retired, ModelState.Champion) => true,
        (RegistryAction.Revoke, not (null or ModelState.Revoked), ModelState.Revoked) => true,
        _ => false,
    };
}
