using System.Text;
using Dms.Predictive.Core;

namespace Dms.Predictive.Audit;

/// <summary>An immutable JSON value that has exactly one encoding.</summary>
public abstract class CanonicalValue
{
    private protected CanonicalValue()
    {
    }

    /// <summary>JSON <c>null</c>.</summary>
    public static CanonicalValue Null { get; } = new CanonicalNull();

    /// <summary>A truth value.</summary>
    public static CanonicalValue Of(bool value) => value ? CanonicalBoolean.True : CanonicalBoolean.False;

    /// <summary>An integer; |value| ≤ 2^53 − 1 unless it stands under a time key.</summary>
    public static CanonicalValue Of(long value) => new CanonicalInteger(value);

    /// <summary>A nanosecond time; only under a key that <see cref="CanonicalRules.IsTimeKey"/> accepts.</summary>
    public static CanonicalValue Of(Timestamp value) => new CanonicalInteger(value.Nanoseconds);

    /// <summary>A text; <c>null</c> becomes JSON <c>null</c>. Lone surrogates are refused when it is encoded.</summary>
    public static CanonicalValue Of(string? value) => value is null ? Null : new CanonicalText(value);

    /// <summary>The IEEE-754 bits of a double as text, see <see cref="CanonicalNumber.Bits(double)"/>.</summary>
    public static CanonicalValue Bits(double value) => new CanonicalText(CanonicalNumber.Bits(value));

    /// <summary>An array.</summary>
    public static CanonicalValue Array(IEnumerable<CanonicalValue> items) => new CanonicalArray([.. items]);

    /// <summary>An array of texts.</summary>
    public static CanonicalValue Array(IEnumerable<string> items) => Array(items.Select(Of));

    /// <summary>The canonical bytes.</summary>
    /// <exception cref="CanonicalFormatException">The value breaks a rule of <see cref="CanonicalRules"/>.</exception>
    public byte[] ToBytes() => CanonicalEncoder.Encode(this);

    /// <summary>The canonical text.</summary>
    public override string ToString() => Encoding.UTF8.GetString(ToBytes());
}

/// <summary>JSON <c>null</c>.</summary>
public sealed class CanonicalNull : CanonicalValue
{
    internal CanonicalNull()
    {
    }
}

/// <summary>JSON <c>true</c> or <c>false</c>.</summary>
public sealed class CanonicalBoolean : CanonicalValue
{
    internal static readonly CanonicalBoolean True = new(true);
    internal static readonly CanonicalBoolean False = new(false);

    private CanonicalBoolean(bool value) => Value = value;

    /// <summary>The truth value.</summary>
    public bool Value { get; }
}

/// <summary>A whole number.</summary>
public sealed class CanonicalInteger : CanonicalValue
{
    internal CanonicalInteger(long value) => Value = value;

    /// <summary>The number; nanoseconds since the epoch under a time key.</summary>
    public long Value { get; }
}

/// <summary>A text.</summary>
public sealed class CanonicalText : CanonicalValue
{
    internal CanonicalText(string value) => Value = value;

    /// <summary>The text, unescaped.</summary>
    public string Value { get; }
}

/// <summary>An ordered list.</summary>
public sealed class CanonicalArray : CanonicalValue
{
    internal CanonicalArray(CanonicalValue[] items) => Items = items;

    /// <summary>The items in order.</summary>
    public IReadOnlyList<CanonicalValue> Items { get; }
}
