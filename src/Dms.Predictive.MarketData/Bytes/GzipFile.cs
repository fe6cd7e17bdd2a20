using System.Buffers.Binary;
using System.IO.Compression;

namespace Dms.Predictive.MarketData;

/// <summary>Writes gzip with a fixed header: no name, no time, so that the same content gives the same bytes.</summary>
/// <remarks>The compressed bytes also depend on the runtime's zlib; compare content where it may differ.</remarks>
internal static class GzipFile
{
    private static ReadOnlySpan<byte> Header => [0x1f, 0x8b, 8, 0, 0, 0, 0, 0, 0, 0xff];

    /// <summary>Writes one member.</summary>
    public static void Write(Stream target, ReadOnlySpan<byte> content)
    {
        target.Write(Header);
        using (DeflateStream deflate = new(target, CompressionLevel.SmallestSize, leaveOpen: true))
        {
            deflate.Write(content);
        }

        Crc32 crc = default;
        crc.Add(content);
        Span<byte> trailer = stackalloc byte[8];
        BinaryPrimitives.WriteUInt32LittleEndian(trailer, crc.Value);
        BinaryPrimitives.WriteUInt32LittleEndian(trailer[4..], unchecked((uint)content.Length));
        target.Write(trailer);
    }
}
