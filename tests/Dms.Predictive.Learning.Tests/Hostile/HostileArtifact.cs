using Dms.Predictive.Core;

namespace Dms.Predictive.Learning.Tests;

/// <summary>One hostile bundle of the list.</summary>
/// <param name="Row">Place in the list, 1 … 40; a place may have several variants.</param>
/// <param name="Name">What it is, in words.</param>
/// <param name="Code">The name of its refusal.</param>
/// <param name="Spoil">Makes it of a sound bundle.</param>
internal sealed record HostileArtifact(int Row, string Name, string Code, Action<SampleBundle> Spoil)
{
    /// <summary>Whom the victim trusts; by default the key that signed the sample.</summary>
    public Func<SampleBundle, BundleTrust> Trust { get; init; } = s => s.Trust;

    /// <summary>The same trust as a file, for doors that read one.</summary>
    public Func<SampleBundle, string> TrustFile { get; init; } = s => TrustText(s.Signer, "", "");

    /// <summary>Feature schema of the victim; null = the sample's.</summary>
    public string? Schema { get; init; }

    /// <inheritdoc/>
    public override string ToString() => $"{Row} {Name}";

    /// <summary>A trust file's text.</summary>
    public static string TrustText(System.Security.Cryptography.ECDsa key, string revoked, string floors)
    {
        BundleKey own = BundleKey.From(key);
        string list = revoked.Length == 0 ? "" : $"\"{revoked}\"";
        return $$"""
            {"schema":"dms-trust/1","keys":[{"keyId":"{{own.KeyId}}","publicKey":"{{Convert.ToBase64String(own.PublicKey)}}"}],"revoked":[{{list}}],"floors":{ {{floors}} } }
            """;
    }
}
