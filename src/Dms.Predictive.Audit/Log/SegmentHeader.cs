using System.Buffers.Binary;

namespace Dms.Predictive.Audit;

/// <summary>First 64 bytes of a segment; little-endian.</summary>
/// <param name="FirstSequence">Sequence of the first record.</param>
/// <param name="PreviousHash">Chain hash before the segment, 32 bytes; zeros before record 1.</param>
/// <param name="Epoch">Fencing token of the writer that opened it.</param>
public readonly record struct SegmentHeader(long FirstSequence, ReadOnlyMemory<byte> PreviousHash, uint Epoch)
{
    /// <summary>Size in bytes.</summary>
    public const int Size = 64;

    private const uint Version = 1;
    private const int CheckedBytes = 60;

    /// <summary>The 64 bytes.</summary>
    /// <param name="form">What the payloads are; decides the magic.</param>
    public byte[] ToBytes(LogForm form = LogForm.Audit)
    {
        byte[] bytes = new byte[Size];
        form.Magic().CopyTo(bytes);
        BinaryPrimitives.WriteUInt32LittleEndian(bytes.AsSpan(8), Version);
        BinaryPrimitives.WriteUInt32LittleEndian(bytes.AsSpan(12), Size);
        BinaryPrimitives.WriteInt64LittleEndian(bytes.AsSpan(16), FirstSequence);
        PreviousHash.Span.CopyTo(bytes.AsSpan(24));
        BinaryPrimitives.WriteUInt32LittleEndian(bytes.AsSpan(56), Epoch);
        BinaryPrimitives.WriteUInt32LittleEndian(bytes.AsSpan(CheckedBytes), Crc32C.Of(bytes.AsSpan(0, CheckedBytes)));
        return bytes;
    }

    /// <summary>Reads a header.</summary>
    /// <param name="bytes">64 bytes.</param>
    /// <param name="form">What the payloads should be.</param>
    /// <returns>Null when magic, version, length or checksum is wrong.</returns>
    public static SegmentHeader? Read(ReadOnlySpan<byte> bytes, LogForm form = LogForm.Audit) =>
        bytes.Length == Size && bytes.StartsWith(form.Magic())
        && BinaryPrimitives.ReadUInt32LittleEndian(bytes[8..]) == Version
        && BinaryPrimitives.ReadUInt32LittleEndian(bytes[12..]) == Size
        && BinaryPrimitives.ReadUInt32LittleEndian(bytes[CheckedBytes..]) == Crc32C.Of(bytes[..CheckedBytes])
            ? new SegmentHeader(
                BinaryPrimitives.ReadInt64LittleEndian(bytes[16..]),
                bytes.Slice(24, 32).ToArray(),
                BinaryPrimitives.ReadUInt32LittleEndian(bytes[56..]))
            : null;
}
