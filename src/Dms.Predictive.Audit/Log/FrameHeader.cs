using System.Buffers.Binary;

namespace Dms.Predictive.Audit;

/// <summary>What a frame carries.</summary>
public enum FrameType : byte
{
    /// <summary>A record.</summary>
    Record = 1,

    /// <summary>Everything before it was flushed to the disk.</summary>
    Commit = 2,

    /// <summary>The segment is complete.</summary>
    Seal = 3,
}

/// <summary>First 64 bytes of a frame without its chain hash; little-endian.</summary>
/// <param name="Type">What the frame carries.</param>
/// <param name="PayloadLength">Bytes of payload: 2 to 1 MiB for a record, else 0.</param>
/// <param name="Epoch">Fencing token of the writer.</param>
/// <param name="Sequence">Own sequence of a record; that of the last record before a commit or seal.</param>
/// <param name="PayloadCrc">CRC-32C of the payload; 0 without one.</param>
public readonly record struct FrameHeader(
    FrameType Type, int PayloadLength, uint Epoch, long Sequence, uint PayloadCrc)
{
    /// <summary>Size in bytes.</summary>
    public const int Size = 64;

    /// <summary>Offset of the chain hash.</summary>
    public const int HashOffset = 24;

    private const int CheckedBytes = 60;
    private const int Alignment = 8;

    /// <summary>Zero bytes after the payload, 0 to 7.</summary>
    public int Padding => -PayloadLength & (Alignment - 1);

    /// <summary>Bytes of header, payload and padding.</summary>
    public int FrameLength => Size + PayloadLength + Padding;

    private static ReadOnlySpan<byte> Magic => "DMSF"u8;

    /// <summary>Writes the 64 bytes.</summary>
    /// <param name="chainHash">Chain hash after the record, 32 bytes.</param>
    /// <param name="bytes">Receives the header; 64 bytes.</param>
    public void Write(ReadOnlySpan<byte> chainHash, Span<byte> bytes)
    {
        bytes[..Size].Clear();
        Magic.CopyTo(bytes);
        bytes[4] = (byte)Type;
        BinaryPrimitives.WriteInt32LittleEndian(bytes[8..], PayloadLength);
        BinaryPrimitives.WriteUInt32LittleEndian(bytes[12..], Epoch);
        BinaryPrimitives.WriteInt64LittleEndian(bytes[16..], Sequence);
        chainHash.CopyTo(bytes[HashOffset..]);
        BinaryPrimitives.WriteUInt32LittleEndian(bytes[56..], PayloadCrc);
        BinaryPrimitives.WriteUInt32LittleEndian(bytes[CheckedBytes..], Crc32C.Of(bytes[..CheckedBytes]));
    }

    /// <summary>Reads a header.</summary>
    /// <param name="bytes">64 bytes.</param>
    /// <returns>Null when magic, type, zeros, length or checksum is wrong.</returns>
    public static FrameHeader? Read(ReadOnlySpan<byte> bytes)
    {
        if (bytes.Length != Size || !bytes.StartsWith(Magic) || bytes[5..8].ContainsAnyExcept((byte)0)
            || BinaryPrimitives.ReadUInt32LittleEndian(bytes[CheckedBytes..]) != Crc32C.Of(bytes[..CheckedBytes]))
        {
            return null;
        }

        FrameHeader header = new(
            (FrameType)bytes[4],
            BinaryPrimitives.ReadInt32LittleEndian(bytes[8..]),
            BinaryPrimitives.ReadUInt32LittleEndian(bytes[12..]),
            BinaryPrimitives.ReadInt64LittleEndian(bytes[16..]),
            BinaryPrimitives.ReadUInt32LittleEndian(bytes[56..]));
        return header.HasPossibleLength ? header : null;
    }

    /// <summary>Whether 64 bytes are a frame header that somebody wrote whole, whatever it says.</summary>
    internal static bool IsWhole(ReadOnlySpan<byte> bytes) =>
        bytes.Length == Size && bytes.StartsWith(Magic)
        && BinaryPrimitives.ReadUInt32LittleEndian(bytes[CheckedBytes..]) == Crc32C.Of(bytes[..CheckedBytes]);

    private bool HasPossibleLength => Type switch
    {
        FrameType.Record => PayloadLength is >= 2 and <= CanonicalRules.MaxBytes,
        FrameType.Commit or FrameType.Seal => PayloadLength == 0 && PayloadCrc == 0,
        _ => false,
    };
}
