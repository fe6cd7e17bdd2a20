using Dms.Predictive.Core;
using Microsoft.Win32.SafeHandles;

namespace Dms.Predictive.Audit;

/// <summary>
/// Reads single records by their place, without the log before them: headers of the frames in between, and one payload.
/// Checksums and sequence are checked; chain and heads are the business of whoever verified the log as a whole.
/// </summary>
/// <param name="directory">Folder of the log.</param>
public sealed class RecordSeeker(string directory)
{
    private long _bytesRead;

    /// <summary>Bytes read so far.</summary>
    public long BytesRead => Interlocked.Read(ref _bytesRead);

    /// <summary>Reads a committed record.</summary>
    /// <param name="from">Place of the record, or of an earlier one in the same segment.</param>
    /// <param name="sequence">Its sequence.</param>
    /// <exception cref="InputRefusedException">There is no such record from there on, or a frame is damaged
    /// (<c>log-damaged</c>).</exception>
    /// <exception cref="IOException">The segment cannot be read.</exception>
    public SealedRecord Read(SegmentPlace from, long sequence)
    {
        string file = LogLayout.SegmentPath(from.Segment);
        using SafeFileHandle handle = File.OpenHandle(Path.Combine(directory, file), FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
        Span<byte> head = stackalloc byte[FrameHeader.Size];
        for (long at = from.Offset; ;)
        {
            Fill(handle, head, at, file);
            FrameHeader header = FrameHeader.Read(head) ?? throw Damaged(file, at, "there is no whole frame header");
            if (header.Type == FrameType.Record && header.Sequence >= sequence)
            {
                return header.Sequence == sequence ? ReadPayload(handle, header, at, file) : throw Damaged(file, at, $"record {sequence} is not there");
            }

            at += header.FrameLength;
        }
    }

    private SealedRecord ReadPayload(SafeFileHandle handle, FrameHeader header, long at, string file)
    {
        byte[] payload = new byte[header.PayloadLength];
        Fill(handle, payload, at + FrameHeader.Size, file);
        SealedRecord record = Crc32C.Of(payload) == header.PayloadCrc ? Parse(payload, file, at) : throw Damaged(file, at, "the payload differs from its checksum");
        return record.Sequence == header.Sequence ? record : throw Damaged(file, at, $"the record says it is {record.Sequence}");
    }

    private static SealedRecord Parse(byte[] payload, string file, long at)
    {
        try
        {
            return SealedRecord.Read(payload);
        }
        catch (CanonicalFormatException e)
        {
            throw Damaged(file, at, e.Message);
        }
    }

    private void Fill(SafeFileHandle handle, Span<byte> bytes, long at, string file)
    {
        int filled = 0;
        while (filled < bytes.Length)
        {
            int read = RandomAccess.Read(handle, bytes[filled..], at + filled);
            if (read == 0)
            {
                throw Damaged(file, at, "the file ends inside a frame");
            }

            filled += read;
        }

        Interlocked.Add(ref _bytesRead, filled);
    }

    private static InputRefusedException Damaged(string file, long at, string what) => new(
        "log-damaged", $"{what}. Run dms audit verify for the whole verdict.", $"{file} offset {at}");
}
