using System.Diagnostics.CodeAnalysis;

namespace Dms.Predictive.Audit;

/// <summary>An object whose keys are distinct and ascend by byte.</summary>
public sealed class CanonicalObject : CanonicalValue
{
    private const int FewKeys = 32;

    private readonly string[] _keys;
    private readonly CanonicalValue[] _values;

    internal CanonicalObject(string[] sortedKeys, CanonicalValue[] values) => (_keys, _values) = (sortedKeys, values);

    /// <summary>The object without members.</summary>
    public static CanonicalObject Empty { get; } = new([], []);

    /// <summary>Keys, ascending by byte.</summary>
    public IReadOnlyList<string> Keys => _keys;

    /// <summary>Values in the order of <see cref="Keys"/>.</summary>
    public IReadOnlyList<CanonicalValue> Values => _values;

    /// <summary>The member of that name, or null when there is none.</summary>
    public CanonicalValue? this[string key] => TryGet(key, out CanonicalValue? value) ? value : null;

    /// <summary>Finds a member.</summary>
    public bool TryGet(string key, [NotNullWhen(true)] out CanonicalValue? value)
    {
        int i = IndexOf(key);
        value = i >= 0 ? _values[i] : null;
        return i >= 0;
    }

    // Comparing lengths first finds a key among few sooner than halving does.
    private int IndexOf(string key)
    {
        if (_keys.Length > FewKeys)
        {
            return System.Array.BinarySearch(_keys, key, StringComparer.Ordinal);
        }

        for (int i = 0; i < _keys.Length; i++)
        {
            if (_keys[i].Length == key.Length && _keys[i] == key)
            {
                return i;
            }
        }

        return -1;
    }

    /// <summary>The text member of that name, or null when it is absent or no text.</summary>
    public string? Text(string key) => (this[key] as CanonicalText)?.Value;

    /// <summary>The integer member of that name, or null when it is absent or no integer.</summary>
    public long? Integer(string key) => (this[key] as CanonicalInteger)?.Value;

    /// <summary>The object member of that name, or null when it is absent or no object.</summary>
    public CanonicalObject? Object(string key) => this[key] as CanonicalObject;

    /// <summary>The items of the array member of that name, or null when it is absent or no array.</summary>
    public IReadOnlyList<CanonicalValue>? Items(string key) => (this[key] as CanonicalArray)?.Items;

    /// <summary>The same object without one member; itself when it has no such member.</summary>
    public CanonicalObject Without(string key)
    {
        CanonicalObjectBuilder rest = new();
        for (int i = 0; i < _keys.Length; i++)
        {
            if (_keys[i] != key)
            {
                rest.Add(_keys[i], _values[i]);
            }
        }

        return rest.Build();
    }
}
