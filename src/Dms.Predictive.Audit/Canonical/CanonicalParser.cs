using System.Buffers;
using System.Buffers.Text;
using System.Text;

namespace Dms.Predictive.Audit;

/// <summary>Recursive descent that knows no spelling but the canonical one: whatever <see cref="CanonicalEncoder"/> would
/// write otherwise ends it. Encoding again what it read, which would prove the same, takes a third of a verification.</summary>
internal ref struct CanonicalParser(ReadOnlySpan<byte> utf8)
{
    private static readonly UTF8Encoding StrictUtf8 = new(false, true);

    private static readonly SearchValues<byte> TextEnd =
        SearchValues.Create([.. Enumerable.Range(0, 0x20).Select(i => (byte)i), (byte)'"', (byte)'\\']);

    private readonly ReadOnlySpan<byte> _utf8 = utf8;
    private int _at;

    public CanonicalValue ReadToEnd()
    {
        CanonicalValue value = ReadValue(0, isTime: false);
        return _at == _utf8.Length ? value : throw Bad("Bytes follow the value");
    }

    private CanonicalValue ReadValue(int depth, bool isTime)
    {
        switch (Peek())
        {
            case (byte)'{':
                return ReadObject(Deeper(depth), isTime);
            case (byte)'[':
                return ReadArray(Deeper(depth), isTime);
            case (byte)'"':
                return new CanonicalText(ReadText());
            case (byte)'t':
                Expect("true"u8);
                return CanonicalBoolean.True;
            case (byte)'f':
                Expect("false"u8);
                return CanonicalBoolean.False;
            case (byte)'n':
                Expect("null"u8);
                return CanonicalValue.Null;
            default:
                return ReadInteger(isTime);
        }
    }

    private CanonicalObject ReadObject(int depth, bool isTime)
    {
        Expect("{"u8);
        if (Peek() == '}')
        {
            _at++;
            return CanonicalObject.Empty;
        }

        List<string> keys = [];
        List<CanonicalValue> values = [];
        do
        {
            string key = ReadKey();
            if (keys.Count > 0 && string.CompareOrdinal(keys[^1], key) >= 0)
            {
                throw Bad($"The key '{key}' comes after '{keys[^1]}'; keys must ascend");
            }

            Expect(":"u8);
            keys.Add(key);
            values.Add(ReadValue(depth, isTime || CanonicalRules.IsTimeKey(key)));
        }
        while (Another((byte)'}'));
        return new CanonicalObject([.. keys], [.. values]);
    }

    private CanonicalArray ReadArray(int depth, bool isTime)
    {
        Expect("["u8);
        if (Peek() == ']')
        {
            _at++;
            return new CanonicalArray([]);
        }

        List<CanonicalValue> items = [];
        do
        {
            items.Add(ReadValue(depth, isTime));
        }
        while (Another((byte)']'));
        return new CanonicalArray([.. items]);
    }

    private bool Another(byte close)
    {
        byte next = Peek();
        if (next != ',' && next != close)
        {
            throw Bad($"Expected ',' or '{(char)close}'");
        }

        _at++;
        return next == ',';
    }

    private string ReadKey()
    {
        Expect("\""u8);
        int length = _utf8[_at..].IndexOf((byte)'"');
        if (length < 0)
        {
            throw Bad("The key has no end");
        }

        ReadOnlySpan<byte> literal = _utf8.Slice(_at, length);
        string? key = KeyCache.OfThread.Find(literal);
        if (key is null)
        {
            key = Decode(literal);
            if (!CanonicalRules.IsKey(key))
            {
                throw Bad("Expected a key of 1 to 128 characters of A-Z a-z 0-9 _ . : / -");
            }

            KeyCache.OfThread.Remember(literal, key);
        }

        _at += length + 1;
        return key;
    }

    private string ReadText()
    {
        Expect("\""u8);
        StringBuilder? gathered = null;
        while (true)
        {
            int run = _utf8[_at..].IndexOfAny(TextEnd);
            if (run < 0)
            {
                throw Bad("The text has no end");
            }

            string literal = Decode(_utf8.Slice(_at, run));
            _at += run;
            byte end = _utf8[_at];
            if (end == '"')
            {
                _at++;
                return gathered is null ? literal : gathered.Append(literal).ToString();
            }

            gathered = (gathered ?? new StringBuilder()).Append(literal).Append(ReadEscape());
        }
    }

    private char ReadEscape()
    {
        Expect("\\"u8);
        byte kind = Peek();
        _at++;
        return (char)kind switch
        {
            '"' => '"',
            '\\' => '\\',
            'b' => '\b',
            't' => '\t',
            'n' => '\n',
            'f' => '\f',
            'r' => '\r',
            'u' => ReadControl(),
            _ => throw Bad("Unknown escape"),
        };
    }

    // The short escapes have no long form, and hexadecimal digits are lower-case.
    private char ReadControl()
    {
        ReadOnlySpan<byte> digits = _utf8[_at..Math.Min(_at + 4, _utf8.Length)];
        if (digits.Length < 4 || digits.ContainsAnyInRange((byte)'A', (byte)'F')
            || !Utf8Parser.TryParse(digits, out ushort code, out int used, 'x') || used != 4
            || code >= 0x20 || code is '\b' or '\t' or '\n' or '\f' or '\r')
        {
            throw Bad("\\u stands only for code points below U+0020 without an escape of their own, in lower-case digits");
        }

        _at += 4;
        return (char)code;
    }

    private CanonicalInteger ReadInteger(bool isTime)
    {
        ReadOnlySpan<byte> rest = _utf8[_at..];
        int sign = rest.StartsWith("-"u8) ? 1 : 0;
        if (rest.StartsWith("+"u8) || !Utf8Parser.TryParse(rest, out long value, out int used))
        {
            throw Bad("Expected a value; numbers are whole and fit 64 bits");
        }

        if (rest[sign] == '0' && used > 1)
        {
            throw Bad("A number has no leading zeros, and zero no sign");
        }

        if (!isTime && value is > CanonicalRules.MaxInteger or < -CanonicalRules.MaxInteger)
        {
            throw Bad($"{value} is beyond ±(2^53 − 1), which only nanosecond times may be");
        }

        _at += used;
        return new CanonicalInteger(value);
    }

    private readonly string Decode(ReadOnlySpan<byte> literal)
    {
        try
        {
            return StrictUtf8.GetString(literal);
        }
        catch (DecoderFallbackException)
        {
            throw Bad("The text is not UTF-8");
        }
    }

    private readonly byte Peek() => _at < _utf8.Length ? _utf8[_at] : throw Bad("The value is cut short");

    private void Expect(ReadOnlySpan<byte> token)
    {
        if (!_utf8[_at..].StartsWith(token))
        {
            throw Bad($"Expected {Encoding.ASCII.GetString(token)}");
        }

        _at += token.Length;
    }

    private readonly int Deeper(int depth) => depth < CanonicalRules.MaxDepth
        ? depth + 1
        : throw Bad($"Nested deeper than {CanonicalRules.MaxDepth} levels");

    private readonly CanonicalFormatException Bad(string what) => new($"{what} (byte {_at}).", _at);
}
