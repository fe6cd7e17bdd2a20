using System.Security.Cryptography;
using System.Text.Json;
using Dms.Predictive.Core;

namespace Dms.Predictive.Learning;

/// <summary>The content of <c>manifest.sig</c>: who signed the manifest's bytes, and the signature.</summary>
/// <remarks>The file has exactly one form per signature, so that no byte of it can change unnoticed.</remarks>
internal sealed record BundleSignature(BundleKey Key, byte[] Value)
{
    private const string Algorithm = "ecdsa-p256-sha256";

    public static BundleSignature Sign(ReadOnlySpan<byte> manifest, ECDsa signer) => new(
        BundleKey.From(signer),
        signer.SignData(manifest, HashAlgorithmName.SHA256, DSASignatureFormat.IeeeP1363FixedFieldConcatenation));

    public byte[] ToBytes()
    {
        using MemoryStream stream = new();
        using (Utf8JsonWriter writer = new(stream))
        {
            writer.WriteStartObject();
            writer.WriteString("algorithm", Algorithm);
            writer.WriteString("keyId", Key.KeyId);
            writer.WriteBase64String("publicKey", Key.PublicKey);
            writer.WriteBase64String("signature", Value);
            writer.WriteEndObject();
        }

        return stream.ToArray();
    }

    /// <summary>Reads the file; refuses any deviation from the one form as <c>signature-bad</c>.</summary>
    public static BundleSignature Read(byte[] bytes)
    {
        try
        {
            using JsonDocument document = JsonDocument.Parse(bytes);
            JsonElement root = document.RootElement;
            BundleKey? key = BundleKey.TryParse(root.GetProperty("publicKey").GetBytesFromBase64());
            BundleSignature? result = key is null
                ? null
                : new BundleSignature(key, root.GetProperty("signature").GetBytesFromBase64());
            if (result?.ToBytes().AsSpan().SequenceEqual(bytes) == true)
            {
                return result;
            }
        }
        catch (Exception e) when (
            e is JsonException or FormatException or KeyNotFoundException or InvalidOperationException)
        {
            throw Bad(e);
        }

        throw Bad(null);
    }

    /// <summary>The refusal of a signature that is not over these bytes.</summary>
    public static InputRefusedException Bad(Exception? cause) => new("signature-bad",
        "The signature does not belong to the manifest. Fetch the bundle again from its source.",
        BundleFiles.Signature, cause);
}
