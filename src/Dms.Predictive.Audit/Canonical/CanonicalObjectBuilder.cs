using Dms.Predictive.Core;

namespace Dms.Predictive.Audit;

/// <summary>Collects members in any order; the object sorts them.</summary>
public sealed class CanonicalObjectBuilder
{
    private readonly SortedList<string, CanonicalValue> _members = new(StringComparer.Ordinal);

    /// <summary>Adds a member.</summary>
    /// <exception cref="CanonicalFormatException">The key is not allowed or was added before.</exception>
    public CanonicalObjectBuilder Add(string key, CanonicalValue value)
    {
        ArgumentNullException.ThrowIfNull(key);
        ArgumentNullException.ThrowIfNull(value);
        if (!CanonicalRules.IsKey(key))
        {
            throw new CanonicalFormatException(
                $"'{key}' is no key: 1 to 128 characters of A-Z a-z 0-9 _ . : / - are allowed.");
        }

        return _members.TryAdd(key, value)
            ? this
            : throw new CanonicalFormatException($"The key '{key}' was added before.");
    }

    /// <summary>Adds a text; <c>null</c> becomes JSON <c>null</c>.</summary>
    public CanonicalObjectBuilder Add(string key, string? value) => Add(key, CanonicalValue.Of(value));

    /// <summary>Adds an integer.</summary>
    public CanonicalObjectBuilder Add(string key, long value) => Add(key, CanonicalValue.Of(value));

    /// <summary>Adds a truth value.</summary>
    public CanonicalObjectBuilder Add(string key, bool value) => Add(key, CanonicalValue.Of(value));

    /// <summary>Adds a nanosecond time; <c>null</c> becomes JSON <c>null</c>.</summary>
    public CanonicalObjectBuilder Add(string key, Timestamp? value) =>
        Add(key, value is { } time ? CanonicalValue.Of(time) : CanonicalValue.Null);

    /// <summary>Adds an array of texts.</summary>
    public CanonicalObjectBuilder Add(string key, IEnumerable<string> items) => Add(key, CanonicalValue.Array(items));

    /// <summary>Adds an array of integers.</summary>
    public CanonicalObjectBuilder Add(string key, IEnumerable<long> items) =>
        Add(key, CanonicalValue.Array(items.Select(CanonicalValue.Of)));

    /// <summary>Adds an array of values.</summary>
    public CanonicalObjectBuilder Add(string key, IEnumerable<CanonicalValue> items) =>
        Add(key, CanonicalValue.Array(items));

    /// <summary>Adds the bits of a double as 16 hex digits.</summary>
    public CanonicalObjectBuilder AddBits(string key, double value) => Add(key, CanonicalValue.Bits(value));

    /// <summary>Adds an amount with exactly the currency's places.</summary>
    public CanonicalObjectBuilder AddMoney(string key, decimal value, int places) =>
        Add(key, CanonicalNumber.Money(value, places));

    /// <summary>Adds every member of another object.</summary>
    /// <exception cref="CanonicalFormatException">A key was added before.</exception>
    public CanonicalObjectBuilder AddAll(CanonicalObject? other)
    {
        for (int i = 0; i < (other?.Keys.Count ?? 0); i++)
        {
            Add(other!.Keys[i], other.Values[i]);
        }

        return this;
    }

    /// <summary>The object with the members so far.</summary>
    public CanonicalObject Build() => new([.. _members.Keys], [.. _members.Values]);
}
