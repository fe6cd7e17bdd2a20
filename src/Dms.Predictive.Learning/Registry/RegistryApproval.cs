using System.Security.Cryptography;
using Dms.Predictive.Core;

namespace Dms.Predictive.Learning;

/// <summary>One person's signature under an <see cref="ApprovalStatement"/>.</summary>
/// <param name="Approver">Name under which the key is enrolled.</param>
/// <param name="KeyId">Id of the key.</param>
/// <param name="At">When it was signed.</param>
/// <param name="Signature">r‖s, 64 bytes, base64.</param>
public sealed record RegistryApproval(string Approver, string KeyId, Timestamp At, string Signature)
{
    /// <summary>Signs a statement.</summary>
    /// <param name="statement">What is agreed to.</param>
    /// <param name="approver">Name under which the key is enrolled.</param>
    /// <param name="key">Private P-256 key.</param>
    /// <param name="at">When.</param>
    public static RegistryApproval Sign(ApprovalStatement statement, string approver, ECDsa key, Timestamp at)
    {
        ArgumentNullException.ThrowIfNull(statement);
        ArgumentNullException.ThrowIfNull(key);
        byte[] signature = key.SignData(
            statement.ToBytes(approver, at), HashAlgorithmName.SHA256, DSASignatureFormat.IeeeP1363FixedFieldConcatenation);
        return new RegistryApproval(approver, BundleKey.From(key).KeyId, at, Convert.ToBase64String(signature));
    }

    /// <summary>Whether the signature is of this key under this statement.</summary>
    internal bool Holds(ApprovalStatement statement, BundleKey key)
    {
        Span<byte> signature = stackalloc byte[64];
        return key.KeyId == KeyId && Convert.TryFromBase64String(Signature, signature, out int length) && length == signature.Length
            && key.Verifies(statement.ToBytes(Approver, At), signature);
    }
}
