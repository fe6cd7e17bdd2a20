namespace Dms.Predictive.MarketData;

/// <summary>
/// Steps over JSON text without building anything. Strict: RFC 8259, objects and arrays nested at most 16 deep, no key
/// twice in an object, keys without escapes, at most 64 keys in an object. Says no instead of throwing; time is linear.
/// The caller has checked that the text is UTF-8.
/// </summary>
internal ref struct JsonScanner(ReadOnlySpan<byte> text)
{
    /// <summary>Deepest nesting.</summary>
    public const int MostDepth = 16;

    /// <summary>Most keys of one object: duplicates are then found without a table.</summary>
    public const int MostKeys = 64;

    private readonly ReadOnlySpan<byte> _text = text;

    /// <summary>Offset of the next byte.</summary>
    public int At { get; private set; }

    /// <summary>Whether only white space is left.</summary>
    public bool IsAtEnd()
    {
        SkipSpace();
        return At == _text.Length;
    }

    /// <summary>Steps over white space and then one given byte.</summary>
    public bool Take(byte expected)
    {
        SkipSpace();
        if (At >= _text.Length || _text[At] != expected)
        {
            return false;
        }

        At++;
        return true;
    }

    /// <summary>Reads <c>"key":</c>.</summary>
    public bool Key(out ReadOnlySpan<byte> key)
    {
        SkipSpace();
        int start = At + 1;
        key = [];
        if (!String() || _text[start..(At - 1)].Contains((byte)'\\'))
        {
            return false;
        }

        key = _text[start..(At - 1)];
        return Take((byte)':');
    }

    /// <summary>Steps over one value of any kind.</summary>
    /// <param name="depth">How deep the value stands, from 1.</param>
    /// <param name="value">Its bytes, without white space around them.</param>
    public bool Value(int depth, out ReadOnlySpan<byte> value)
    {
        SkipSpace();
        int start = At;
        bool ok = At < _text.Length && _text[At] switch
        {
            (byte)'"' => String(),
            (byte)'{' => depth <= MostDepth && Object(depth),
            (byte)'[' => depth <= MostDepth && Array(depth),
            (byte)'t' => Word("true"u8),
            (byte)'f' => Word("false"u8),
            (byte)'n' => Word("null"u8),
            _ => Number(),
        };
        value = ok ? _text[start..At] : [];
        return ok;
    }

    private bool Object(int depth)
    {
        At++;
        if (Take((byte)'}'))
        {
            return true;
        }

        Span<int> keys = stackalloc int[2 * MostKeys];
        int count = 0;
        do
        {
            if (!Key(out ReadOnlySpan<byte> key) || count == MostKeys || Holds(keys[..(2 * count)], key))
            {
                return false;
            }

            _ = _text.Overlaps(key, out int offset);
            (keys[2 * count], keys[(2 * count) + 1]) = (key.IsEmpty ? 0 : offset, key.Length);
            count++;
            if (!Value(depth + 1, out _))
            {
                return false;
            }
        }
        while (Take((byte)','));
        return Take((byte)'}');
    }

    private bool Array(int depth)
    {
        At++;
        if (Take((byte)']'))
        {
            return true;
        }

        do
        {
            if (!Value(depth + 1, out _))
            {
                return false;
            }
        }
        while (Take((byte)','));
        return Take((byte)']');
    }

    private readonly bool Holds(ReadOnlySpan<int> keys, ReadOnlySpan<byte> key)
    {
        for (int i = 0; i < keys.Length; i += 2)
        {
            if (keys[i + 1] == key.Length && _text.Slice(keys[i], key.Length).SequenceEqual(key))
            {
                return true;
            }
        }

        return false;
    }

    private bool String()
    {
        if (At >= _text.Length || _text[At] != '"')
        {
            return false;
        }

        for (At++; At < _text.Length; At++)
        {
            byte b = _text[At];
            if (b == '"')
            {
                At++;
                return true;
            }

            if (b < 0x20 || (b == '\\' && !Escape()))
            {
                return false;
            }
        }

        return false;
    }

    private bool Escape()
    {
        At++;
        if (At >= _text.Length)
        {
            return false;
        }

        if (_text[At] != 'u')
        {
            return "\"\\/bfnrt"u8.Contains(_text[At]);
        }

        if (_text.Length - At < 5)
        {
            return false;
        }

        for (int i = 0; i < 4; i++)
        {
            At++;
            if (!char.IsAsciiHexDigit((char)_text[At]))
            {
                return false;
            }
        }

        return true;
    }

    private bool Number()
    {
        if (_text[At] == '-')
        {
            At++;
        }

        int first = At;
        int digits = Digits();
        if (digits == 0 || (digits > 1 && _text[first] == '0'))
        {
            return false;
        }

        if (At < _text.Length && _text[At] == '.')
        {
            At++;
            if (Digits() == 0)
            {
                return false;
            }
        }

        if (At < _text.Length && _text[At] is (byte)'e' or (byte)'E')
        {
            At++;
            if (At < _text.Length && _text[At] is (byte)'+' or (byte)'-')
            {
                At++;
            }

            return Digits() > 0;
        }

        return true;
    }

    private int Digits()
    {
        int start = At;
        while (At < _text.Length && _text[At] is >= (byte)'0' and <= (byte)'9')
        {
            At++;
        }

        return At - start;
    }

    private bool Word(ReadOnlySpan<byte> word)
    {
        if (!_text[At..].StartsWith(word))
        {
            return false;
        }

        At += word.Length;
        return true;
    }

    private void SkipSpace()
    {
        while (At < _text.Length && _text[At] is (byte)' ' or (byte)'\t' or (byte)'\n' or (byte)'\r')
        {
            At++;
        }
    }
}
