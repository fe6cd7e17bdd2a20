using System.Buffers.Binary;

namespace Dms.Predictive.Learning;

/// <summary>Walks the fields of one protobuf message without building anything.</summary>
internal ref struct ProtobufCursor(ReadOnlySpan<byte> message)
{
    private ReadOnlySpan<byte> _rest = message;

    /// <summary>Number of the current field.</summary>
    public int Field { get; private set; }

    /// <summary>Value of the current field when it is a number.</summary>
    public ulong Number { get; private set; }

    /// <summary>Bits of the current field when it has a fixed width of four or eight bytes.</summary>
    public ulong FixedBits { get; private set; }

    /// <summary>Content of the current field when it is text, bytes, packed numbers or a message.</summary>
    public ReadOnlySpan<byte> Content { get; private set; }

    /// <summary>Whether the current field has <see cref="Content"/>.</summary>
    public bool HasContent { get; private set; }

    /// <summary>Goes to the next field.</summary>
    /// <returns>False at the end of the message.</returns>
    /// <exception cref="FormatException">The bytes are not a protobuf message.</exception>
    public bool MoveNext()
    {
        if (_rest.IsEmpty)
        {
            return false;
        }

        ulong tag = Varint(ref _rest);
        Field = tag >> 3 is >= 1 and <= 536_870_911 and var field
            ? (int)field
            : throw new FormatException($"Field number {tag >> 3} is not allowed.");
        HasContent = (tag & 7) == 2;
        (Number, FixedBits) = (0, 0);
        Content = default;
        switch (tag & 7)
        {
            case 0:
                Number = Varint(ref _rest);
                break;
            case 1:
                FixedBits = BinaryPrimitives.ReadUInt64LittleEndian(Take(8));
                break;
            case 2:
                Content = Take(Varint(ref _rest));
                break;
            case 5:
                FixedBits = BinaryPrimitives.ReadUInt32LittleEndian(Take(4));
                break;
            default:
                throw new FormatException($"Wire type {tag & 7} is not used by ONNX.");
        }

        return true;
    }

    /// <summary>Takes one number of at most ten bytes off the front.</summary>
    /// <exception cref="FormatException">Cut off, or too long.</exception>
    public static ulong Varint(ref ReadOnlySpan<byte> bytes)
    {
        ulong value = 0;
        for (int i = 0; i < 10; i++)
        {
            if (i >= bytes.Length)
            {
                throw new FormatException("The message ends inside a number.");
            }

            byte part = bytes[i];
            if (i == 9 && part > 1)
            {
                break;
            }

            value |= (ulong)(part & 0x7F) << (7 * i);
            if (part < 0x80)
            {
                bytes = bytes[(i + 1)..];
                return value;
            }
        }

        throw new FormatException("A number is longer than 64 bits.");
    }

    private ReadOnlySpan<byte> Take(ulong length)
    {
        if (length > (ulong)_rest.Length)
        {
            throw new FormatException($"A field of {length} bytes does not fit into the message.");
        }

        ReadOnlySpan<byte> taken = _rest[..(int)length];
        _rest = _rest[(int)length..];
        return taken;
    }
}
