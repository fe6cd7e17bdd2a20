namespace Dms.Predictive.Audit;

/// <summary>Writes frames to one segment file.</summary>
internal sealed class SegmentWriter : IDisposable
{
    private const int BufferBytes = 1 << 18;
    private readonly FileStream _file;
    private readonly byte[] _frame = new byte[FrameHeader.Size];

    public SegmentWriter(string directory, SegmentHeader header, long day)
    {
        Day = day;
        string path = Path.Combine(directory, LogLayout.SegmentPath(header.FirstSequence));
        _file = new FileStream(path, FileMode.CreateNew, FileAccess.Write, FileShare.Read, BufferBytes);
        _file.Write(header.ToBytes());
        _file.Flush();
        Length = SegmentHeader.Size;
        DurableFolder.Flush(Path.GetDirectoryName(path)!);
    }

    /// <summary>UTC day of the first record, days since the epoch.</summary>
    public long Day { get; }

    /// <summary>Bytes written.</summary>
    public long Length { get; private set; }

    public void WriteRecord(SealedRecord record, uint epoch, ReadOnlySpan<byte> chainHash)
    {
        ReadOnlySpan<byte> payload = record.Canonical.Span;
        FrameHeader header = new(FrameType.Record, payload.Length, epoch, record.Sequence, Crc32C.Of(payload));
        Write(header, payload, chainHash);
    }

    public void WriteMark(FrameType type, uint epoch, long lastSequence, ReadOnlySpan<byte> chainHash) =>
        Write(new FrameHeader(type, 0, epoch, lastSequence, 0), [], chainHash);

    /// <summary>Makes everything written durable.</summary>
    public void Flush() => _file.Flush(flushToDisk: true);

    public void Dispose() => _file.Dispose();

    private void Write(FrameHeader header, ReadOnlySpan<byte> payload, ReadOnlySpan<byte> chainHash)
    {
        header.Write(chainHash, _frame);
        _file.Write(_frame);
        _file.Write(payload);
        _frame.AsSpan(0, header.Padding).Clear();
        _file.Write(_frame.AsSpan(0, header.Padding));
        Length += header.FrameLength;
    }
}
