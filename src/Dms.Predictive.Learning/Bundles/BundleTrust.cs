namespace Dms.Predictive.Learning;

/// <summary>Whose signature is accepted, and what has been revoked.</summary>
public sealed class BundleTrust
{
    private readonly HashSet<string>? _trusted;
    private readonly HashSet<string> _revoked;

    private BundleTrust(IEnumerable<BundleKey>? keys, IEnumerable<string> revoked)
    {
        _trusted = keys is null ? null : [.. keys.Select(k => Convert.ToHexStringLower(k.PublicKey))];
        _revoked = [.. revoked];
    }

    /// <summary>Accepts only these keys.</summary>
    /// <param name="keys">Public keys; an empty list trusts nobody.</param>
    /// <param name="revoked">Key ids and manifest digests that are refused whatever else holds.</param>
    public static BundleTrust Keys(IReadOnlyList<BundleKey> keys, IReadOnlyList<string>? revoked = null)
    {
        ArgumentNullException.ThrowIfNull(keys);
        return new(keys, revoked ?? []);
    }

    /// <summary>Accepts the key in the bundle: proves that the bundle is whole, not where it comes from.</summary>
    /// <param name="revoked">Key ids and manifest digests that are refused whatever else holds.</param>
    public static BundleTrust Self(IReadOnlyList<string>? revoked = null) => new(null, revoked ?? []);

    /// <summary>Whether the key is one of the trusted ones; never so under <see cref="Self"/>.</summary>
    internal bool Trusts(BundleKey key) => _trusted?.Contains(Convert.ToHexStringLower(key.PublicKey)) == true;

    /// <summary>Whether the key may sign at all.</summary>
    internal bool Accepts(BundleKey key) => _trusted is null || Trusts(key);

    /// <summary>Whether a key id or a manifest digest has been revoked.</summary>
    internal bool IsRevoked(string keyIdOrDigest) => _revoked.Contains(keyIdOrDigest);
}
