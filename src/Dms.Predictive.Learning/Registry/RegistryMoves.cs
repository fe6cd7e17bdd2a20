using Dms.Predictive.Core;

namespace Dms.Predictive.Learning;

/// <summary>How the versions of a model stand before a registration.</summary>
internal sealed record Standing(RegisteredModel? Known, RegisteredModel? Champion, RegisteredModel? Challenger);

/// <summary>Writes down what an action does to versions.</summary>
internal static class RegistryMoves
{
    /// <summary>The first entry of a registry.</summary>
    public static RegistryEntry Opening(BundleKey key, RegistryEntry first) => new()
    {
        Action = RegistryAction.Open,
        Enrolled = new EnrolledApprover("registry", "registry", Convert.ToBase64String(key.PublicKey)),
        Actor = first.Actor,
        At = first.At,
    };

    /// <summary>One version goes from where it stands to another state.</summary>
    public static RegistryEntry Of(RegistryAction action, RegisteredModel model, ModelState to, RegistrySignature by) => new()
    {
        Action = action,
        Model = model.Model,
        Version = model.Version,
        ManifestSha256 = model.ManifestSha256,
        KeyId = model.KeyId,
        From = model.State,
        To = to,
        Actor = by.Actor,
        At = by.At,
        Note = by.Note,
    };

    /// <summary>A bundle becomes known, and challenger if wanted.</summary>
    public static List<RegistryEntry> Registration(
        ModelBundle bundle, ModelState state, RegistrySignature by, Standing standing, string evidence)
    {
        List<RegistryEntry> moves = [];
        BundleDescription about = bundle.Manifest.Description;
        RegistryEntry first = new()
        {
            Action = RegistryAction.Register,
            Model = about.Id,
            Version = about.Version,
            ManifestSha256 = bundle.ManifestSha256,
            KeyId = bundle.KeyId,
            From = null,
            To = ModelState.Candidate,
            Actor = by.Actor,
            At = by.At,
            Note = by.Note,
            Evidence = evidence,
        };
        if (standing.Known is null)
        {
            moves.Add(first with { ExpiresAt = ModelLife.ExpiresAt(about), Lineage = ModelLineage.Of(bundle, standing.Champion?.Version) });
        }

        if (state == ModelState.Challenger)
        {
            if (standing.Challenger is { } former)
            {
                moves.Add(Of(RegistryAction.Replace, former, ModelState.Candidate, by) with { Note = $"replaced as challenger by {about.Version}" });
            }

            moves.Add(first with { From = ModelState.Candidate, To = ModelState.Challenger });
        }

        return moves;
    }
}
