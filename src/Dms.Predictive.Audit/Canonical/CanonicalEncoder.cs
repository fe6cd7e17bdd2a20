using System.Buffers;
using System.Buffers.Text;
using System.Globalization;
using System.Text;

namespace Dms.Predictive.Audit;

/// <summary>Writes the one encoding of a value: UTF-8, no white space, keys ascending, escapes only where they must
/// be.</summary>
/// <remarks>RFC 8785 without fractions and exponents. O(bytes).</remarks>
public static class CanonicalEncoder
{
    private static readonly UTF8Encoding StrictUtf8 = new(false, true);

    private static readonly SearchValues<char> Escaped =
        SearchValues.Create([.. Enumerable.Range(0, 0x20).Select(i => (char)i), '"', '\\']);

    /// <summary>The canonical bytes.</summary>
    /// <exception cref="CanonicalFormatException">The value breaks a rule of <see cref="CanonicalRules"/>.</exception>
    public static byte[] Encode(CanonicalValue value)
    {
        ArrayBufferWriter<byte> buffer = new(512);
        Encode(value, buffer);
        return buffer.WrittenSpan.ToArray();
    }

    /// <summary>Appends the canonical bytes to a buffer.</summary>
    /// <exception cref="CanonicalFormatException">The value breaks a rule; the buffer then holds a part of
    /// it.</exception>
    public static void Encode(CanonicalValue value, ArrayBufferWriter<byte> buffer)
    {
        ArgumentNullException.ThrowIfNull(value);
        ArgumentNullException.ThrowIfNull(buffer);
        int start = buffer.WrittenCount;
        Write(value, buffer, depth: 0, isTime: false);
        if (buffer.WrittenCount - start > CanonicalRules.MaxBytes)
        {
            throw new CanonicalFormatException(
                $"The value takes {buffer.WrittenCount - start} bytes; at most {CanonicalRules.MaxBytes} are allowed.");
        }
    }

    private static void Write(CanonicalValue value, ArrayBufferWriter<byte> buffer, int depth, bool isTime)
    {
        switch (value)
        {
            case CanonicalNull:
                buffer.Write("null"u8);
                break;
            case CanonicalBoolean truth:
                buffer.Write(truth.Value ? "true"u8 : "false"u8);
                break;
            case CanonicalInteger integer:
                WriteInteger(integer.Value, buffer, isTime);
                break;
            case CanonicalText text:
                WriteText(text.Value, buffer);
                break;
            case CanonicalArray array:
                WriteArray(array, buffer, Deeper(depth), isTime);
                break;
            case CanonicalObject obj:
                WriteObject(obj, buffer, Deeper(depth), isTime);
                break;
            default:
                throw new CanonicalFormatException($"{value.GetType().Name} has no canonical form.");
        }
    }

    private static int Deeper(int depth) => depth < CanonicalRules.MaxDepth
        ? depth + 1
        : throw new CanonicalFormatException($"Nested deeper than {CanonicalRules.MaxDepth} levels.");

    private static void WriteInteger(long value, ArrayBufferWriter<byte> buffer, bool isTime)
    {
        if (!isTime && value is > CanonicalRules.MaxInteger or < -CanonicalRules.MaxInteger)
        {
            throw new CanonicalFormatException(
                $"{value} is beyond ±(2^53 − 1), which only nanosecond times may be; write it as a text.");
        }

        Span<byte> place = buffer.GetSpan(20);
        Utf8Formatter.TryFormat(value, place, out int written);
        buffer.Advance(written);
    }

    private static void WriteArray(CanonicalArray array, ArrayBufferWriter<byte> buffer, int depth, bool isTime)
    {
        buffer.Write("["u8);
        for (int i = 0; i < array.Items.Count; i++)
        {
            if (i > 0)
            {
                buffer.Write(","u8);
            }

            Write(array.Items[i], buffer, depth, isTime);
        }

        buffer.Write("]"u8);
    }

    private static void WriteObject(CanonicalObject obj, ArrayBufferWriter<byte> buffer, int depth, bool isTime)
    {
        buffer.Write("{"u8);
        for (int i = 0; i < obj.Keys.Count; i++)
        {
            buffer.Write(i > 0 ? ",\""u8 : "\""u8);
            WriteLiteral(obj.Keys[i], buffer);
            buffer.Write("\":"u8);
            Write(obj.Values[i], buffer, depth, isTime || CanonicalRules.IsTimeKey(obj.Keys[i]));
        }

        buffer.Write("}"u8);
    }

    private static void WriteText(string text, ArrayBufferWriter<byte> buffer)
    {
        buffer.Write("\""u8);
        ReadOnlySpan<char> rest = text;
        for (int i = rest.IndexOfAny(Escaped); i >= 0; i = rest.IndexOfAny(Escaped))
        {
            WriteLiteral(rest[..i], buffer);
            WriteEscape(rest[i], buffer);
            rest = rest[(i + 1)..];
        }

        WriteLiteral(rest, buffer);
        buffer.Write("\""u8);
    }

    private static void WriteLiteral(ReadOnlySpan<char> text, ArrayBufferWriter<byte> buffer)
    {
        if (text.IsEmpty)
        {
            return;
        }

        try
        {
            buffer.Advance(StrictUtf8.GetBytes(text, buffer.GetSpan(StrictUtf8.GetMaxByteCount(text.Length))));
        }
        catch (EncoderFallbackException)
        {
            throw new CanonicalFormatException("A text holds half of a surrogate pair, which has no UTF-8 form.");
        }
    }

    private static void WriteEscape(char c, ArrayBufferWriter<byte> buffer) => buffer.Write(c switch
    {
        '"' => "\\\""u8,
        '\\' => "\\\\"u8,
        '\b' => "\\b"u8,
        '\t' => "\\t"u8,
        '\n' => "\\n"u8,
        '\f' => "\\f"u8,
        '\r' => "\\r"u8,
        _ => Encoding.ASCII.GetBytes("\\u" + ((int)c).ToString("x4", CultureInfo.InvariantCulture)),
    });
}
