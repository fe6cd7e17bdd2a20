using Dms.Predictive.Core;

namespace Dms.Predictive.Learning;

/// <summary>Whose signature is accepted, and what has been revoked.</summary>
public sealed class BundleTrust
{
    private readonly HashSet<string>? _trusted;
    private readonly HashSet<string> _revoked;
    private Dictionary<string, Timestamp> _floors = [];

    private BundleTrust(IEnumerable<BundleKey>? keys, IEnumerable<string> revoked)
    {
        _trusted = keys is null ? null : [.. keys.Select(k => Convert.ToHexStringLower(k.PublicKey))];
        _revoked = [.. revoked];
    }

    private BundleTrust(BundleTrust other) =>
        (_trusted, _revoked, _floors, FeatureSchemaHash) = (other._trusted, [.. other._revoked], other._floors, other.FeatureSchemaHash);

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

    /// <summary>The same trust, with a time per model id before which no bundle may have been made: who goes back to an
    /// old bundle with a known fault is refused although its signature is good.</summary>
    /// <param name="floors">Earliest <see cref="BundleDescription.Created"/> by model id.</param>
    public BundleTrust WithFloors(IReadOnlyDictionary<string, Timestamp> floors)
    {
        ArgumentNullException.ThrowIfNull(floors);
        return new BundleTrust(this) { _floors = new Dictionary<string, Timestamp>(floors, StringComparer.Ordinal) };
    }

    /// <summary>The same trust, with more key ids and manifest digests revoked.</summary>
    public BundleTrust WithRevoked(IEnumerable<string> revoked)
    {
        ArgumentNullException.ThrowIfNull(revoked);
        BundleTrust more = new(this);
        more._revoked.UnionWith(revoked);
        return more;
    }

    /// <summary>The same trust, in models of one feature schema only.</summary>
    /// <param name="featureSchemaHash">Hash of the schema that the caller computes features with.</param>
    public BundleTrust WithSchema(string featureSchemaHash) => new(this) { FeatureSchemaHash = featureSchemaHash };

    /// <summary>Hash of the schema that a model must read; null = any.</summary>
    internal string? FeatureSchemaHash { get; private init; }

    /// <summary>Earliest time at which a bundle of a model may have been made; null = any.</summary>
    internal Timestamp? FloorOf(string model) => _floors.TryGetValue(model, out Timestamp floor) ? floor : null;

    /// <summary>Whether the key is one of the trusted ones; never so under <see cref="Self"/>.</summary>
    internal bool Trusts(BundleKey key) => _trusted?.Contains(Convert.ToHexStringLower(key.PublicKey)) == true;

    /// <summary>Whether the key may sign at all.</summary>
    internal bool Accepts(BundleKey key) => _trusted is null || Trusts(key);

    /// <summary>Whether a key id or a manifest digest has been revoked.</summary>
    internal bool IsRevoked(string keyIdOrDigest) => _revoked.Contains(keyIdOrDigest);
}
