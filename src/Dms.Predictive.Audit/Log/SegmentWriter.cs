namespace Dms.Predictive.Audit;

/// <summary>Writes frames to one segment file.</summary>
internal sealed class SegmentWriter : IDisposable
{
    private const int BufferBytes = 1 << 18;
    private readonly IBlockFile _file;
    private readonly byte[] _buffer = new byte[BufferBytes];
    private long _drained;
    private int _buffered;
    private bool _failed;

    private SegmentWriter(IBlockFile file, long length) => (_file, _drained, Length) = (file, length, length);

    /// <summary>UTC day of the first record, days since the epoch; null before it.</summary>
    public long? Day { get; set; }

    /// <summary>Bytes written, buffered ones included.</summary>
    public long Length { get; private set; }

    /// <summary>Begins a new segment.</summary>
    public static SegmentWriter Create(string path, byte[] header, OpenBlockFile open)
    {
        SegmentWriter segment = new(open(path, FileMode.CreateNew), 0);
        segment.Put(header);
        segment.Length = header.Length;
        segment.Drain();
        DurableFolder.Flush(Path.GetDirectoryName(path)!);
        return segment;
    }

    /// <summary>Goes on in a segment whose frames end at <paramref name="length"/>.</summary>
    public static SegmentWriter Resume(string path, long length, OpenBlockFile open) =>
        new(open(path, FileMode.Open), length);

    public void WriteRecord(ReadOnlySpan<byte> payload, uint epoch, long sequence, ReadOnlySpan<byte> chainHash) =>
        Write(new FrameHeader(FrameType.Record, payload.Length, epoch, sequence, Crc32C.Of(payload)), payload,
            chainHash);

    public void WriteMark(FrameType type, uint epoch, long lastSequence, ReadOnlySpan<byte> chainHash) =>
        Write(new FrameHeader(type, 0, epoch, lastSequence, 0), [], chainHash);

    /// <summary>Makes everything written durable.</summary>
    public void Flush()
    {
        Drain();
        _failed = true;
        _file.Flush();
        _failed = false;
    }

    public void Dispose()
    {
        // After a failure nothing may be written any more: what the disk holds is not known.
        try
        {
            if (!_failed)
            {
                Drain();
            }
        }
        finally
        {
            _failed = true;
            _file.Dispose();
        }
    }

    private void Write(FrameHeader header, ReadOnlySpan<byte> payload, ReadOnlySpan<byte> chainHash)
    {
        Span<byte> head = stackalloc byte[FrameHeader.Size];
        header.Write(chainHash, head);
        Put(head);
        Put(payload);
        head.Clear();
        Put(head[..header.Padding]);
        Length += header.FrameLength;
    }

    private void Put(ReadOnlySpan<byte> bytes)
    {
        while (!bytes.IsEmpty)
        {
            int part = Math.Min(bytes.Length, BufferBytes - _buffered);
            bytes[..part].CopyTo(_buffer.AsSpan(_buffered));
            _buffered += part;
            bytes = bytes[part..];
            if (_buffered == BufferBytes)
            {
                Drain();
            }
        }
    }

    private void Drain()
    {
        if (_buffered == 0)
        {
            return;
        }

        _failed = true;
        _file.Write(_buffer.AsSpan(0, _buffered), _drained);
        _failed = false;
        _drained += _buffered;
        _buffered = 0;
    }
}
