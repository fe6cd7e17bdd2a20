using System.Security.Cryptography;
using System.Text;

namespace Dms.Predictive.Core;

/// <summary>Describes one feature.</summary>
/// <param name="Name">Identifier, lower case with underscores.</param>
/// <param name="Unit">Unit of the value.</param>
/// <param name="Family">Economic group: variance, price, time, volume, baselines …</param>
/// <param name="Formula">How it is computed, in one line; part of the hash.</param>
/// <param name="WarmUpMinutes">Minutes of bars before the value is defined.</param>
public sealed record FeatureDefinition(string Name, string Unit, string Family, string Formula, int WarmUpMinutes);

/// <summary>The ordered list of features that a model was trained on, and its hash.</summary>
public sealed class FeatureSchema
{
    private readonly Dictionary<string, int> _index;

    /// <summary>Takes the features in their order.</summary>
    /// <param name="version">Raised whenever a formula changes.</param>
    /// <param name="features">At least one; names distinct.</param>
    public FeatureSchema(int version, IReadOnlyList<FeatureDefinition> features)
    {
        ArgumentNullException.ThrowIfNull(features);
        ArgumentOutOfRangeException.ThrowIfZero(features.Count);
        (Version, Features) = (version, features);
        _index = features.Select((f, i) => (f.Name, i)).ToDictionary(p => p.Name, p => p.i, StringComparer.Ordinal);
        Hash = HashOf(version, features);
    }

    /// <summary>Schema version.</summary>
    public int Version { get; }

    /// <summary>Features in order.</summary>
    public IReadOnlyList<FeatureDefinition> Features { get; }

    /// <summary>Number of features.</summary>
    public int Count => Features.Count;

    /// <summary>SHA-256, lower-case hex, over version, names, units, formulas and warm-ups in order.</summary>
    public string Hash { get; }

    /// <summary>Position of a feature.</summary>
    /// <exception cref="ArgumentException">There is no such feature.</exception>
    public int IndexOf(string name) => _index.TryGetValue(name, out int i)
        ? i
        : throw new ArgumentException($"The feature schema has no '{name}'.", nameof(name));

    private static string HashOf(int version, IReadOnlyList<FeatureDefinition> features)
    {
        StringBuilder text = new();
        text.Append("dms-features/").Append(version).Append('\n');
        foreach (FeatureDefinition f in features)
        {
            text.Append(f.Name).Append('\t').Append(f.Unit).Append('\t').Append(f.Family).Append('\t')
                .Append(f.Formula).Append('\t').Append(f.WarmUpMinutes).Append('\n');
        }

        return Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text.ToString())));
    }
}
