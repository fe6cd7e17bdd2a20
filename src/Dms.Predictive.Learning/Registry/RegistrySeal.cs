using System.Security.Cryptography;
using System.Text;
using Dms.Predictive.Core;

namespace Dms.Predictive.Learning;

/// <summary>Seals entries into a chain: each hash covers the one before it and is signed by the registry's key.</summary>
/// <param name="key">Private P-256 key of the registry.</param>
public sealed class RegistrySeal(ECDsa key)
{
    /// <summary>What the first entry's hash covers in place of one before it.</summary>
    public static string Origin { get; } = new('0', 64);

    /// <summary>The public part.</summary>
    public BundleKey PublicKey { get; } = BundleKey.From(key);

    /// <summary>Seals the next entry.</summary>
    /// <param name="entry">The entry.</param>
    /// <param name="before">Hash of the entry before it; <see cref="Origin"/> for the first.</param>
    public SealedEntry Seal(RegistryEntry entry, string before)
    {
        string body = RegistryEntryJson.Write(entry);
        string hash = Hash(before, body);
        byte[] signature = key.SignData(
            Encoding.UTF8.GetBytes(hash), HashAlgorithmName.SHA256, DSASignatureFormat.IeeeP1363FixedFieldConcatenation);
        return new SealedEntry(body, hash, Convert.ToBase64String(signature));
    }

    /// <summary>Reads a stored entry and checks its place in the chain.</summary>
    /// <param name="stored">As stored.</param>
    /// <param name="before">Hash of the entry before it.</param>
    /// <param name="signer">Key of the registry; null for the first entry, which names it.</param>
    /// <param name="place">Its number, from 1; for messages.</param>
    /// <exception cref="InputRefusedException"><c>registry-damaged</c>.</exception>
    internal static (RegistryEntry Entry, BundleKey Signer) Check(SealedEntry stored, string before, BundleKey? signer, int place)
    {
        if (Hash(before, stored.Body) != stored.Hash)
        {
            throw Damaged(place, "its hash does not follow from the entry before it");
        }

        RegistryEntry entry = RegistryEntryJson.Read(stored.Body) ?? throw Damaged(place, "it is no entry in the one form of entries");
        BundleKey? by = signer ?? KeyOf(entry);
        Span<byte> signature = stackalloc byte[64];
        bool holds = by is not null && Convert.TryFromBase64String(stored.Signature, signature, out int length) && length == signature.Length
            && by.Verifies(Encoding.UTF8.GetBytes(stored.Hash), signature);
        return holds ? (entry, by!) : throw Damaged(place, "its signature is not the registry key's");
    }

    /// <summary>A registry that cannot be believed.</summary>
    internal static InputRefusedException Damaged(int place, string what) => new(
        "registry-damaged", $"Entry {place} cannot be believed: {what}. Restore the registry from a copy.", "registry");

    private static BundleKey? KeyOf(RegistryEntry entry)
    {
        try
        {
            return entry.Action == RegistryAction.Open ? entry.Enrolled?.OpenKey() : null;
        }
        catch (FormatException)
        {
            return null;
        }
    }

    private static string Hash(string before, string body) =>
        Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(before + body)));
}
