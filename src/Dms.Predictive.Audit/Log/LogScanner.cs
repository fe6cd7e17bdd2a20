namespace Dms.Predictive.Audit;

/// <summary>Walks the frames of all segments in order and checks each against format, chain and rules.</summary>
internal sealed class LogScanner(LogFolder folder) : IDisposable
{
    private readonly FrameReader _reader = new();
    private readonly ReferenceIndex _references = new();
    private readonly HashChain _chain = new();
    private readonly BodiesAhead? _ahead = BodiesAhead.Over(folder);
    private readonly byte[] _goodChain = new byte[MerkleHash.Size];
    private byte[] _leaf = [];
    private int _segment = -1;
    private uint _epoch;
    private int _frameLength;
    private int _payloadEnd;

    /// <summary>Whole good records so far.</summary>
    public long Records { get; private set; }

    /// <summary>Merkle edge over <see cref="Records"/>; empty for a journal, which has no heads.</summary>
    public MerkleEdge Edge { get; } = new();

    /// <summary>Chain hash after <see cref="Records"/>, lower-case hex.</summary>
    public string Chain => Convert.ToHexStringLower(_goodChain);

    /// <summary>Highest epoch so far.</summary>
    public uint Epoch => _epoch;

    /// <summary>What a writer goes on from; to be taken at the end of a walk without a finding.</summary>
    public (HashChain Chain, ReferenceIndex References) State => (_chain, _references);

    /// <summary>The record that <see cref="Next"/> stopped at; null at a commit or a seal, and in a
    /// journal.</summary>
    public CanonicalObject? Body { get; private set; }

    /// <summary>Canonical bytes of <see cref="Body"/>; valid until the next step.</summary>
    public ReadOnlySpan<byte> Payload => _reader.Peek(_payloadEnd)[FrameHeader.Size.._payloadEnd];

    /// <summary>Type of the frame that <see cref="Next"/> stopped at.</summary>
    public FrameType Type { get; private set; }

    /// <summary>Whether the segment of the last frame is sealed.</summary>
    public bool IsSealed { get; private set; } = true;

    /// <summary>What ended the walk, or null.</summary>
    public LogFinding? Finding { get; private set; }

    /// <summary>Relative path of the current segment.</summary>
    public string File => _segment < 0 ? LogLayout.Segments : $"{LogLayout.Segments}/{folder.Segments[_segment]}";

    /// <summary>Place of the frame that <see cref="Next"/> stopped at.</summary>
    public SegmentPlace Place => new(LogLayout.SegmentNumber(folder.Segments[_segment])!.Value, FramesEnd - _frameLength);

    /// <summary>Where the current segment's frames end.</summary>
    public long FramesEnd { get; private set; }

    /// <summary>Whether the current segment is the last one.</summary>
    public bool IsLastSegment => _segment == folder.Segments.Count - 1;

    /// <summary>Whether the walk ended in what a live writer has not written whole yet.</summary>
    public bool EndsInFlight =>
        folder.HasLock && IsLastSegment && Finding is { Reason: FindingReason.TornTail };

    /// <summary>Steps over one frame.</summary>
    /// <returns>False at the end or at a finding.</returns>
    public bool Next()
    {
        _reader.Skip(_frameLength);
        _frameLength = 0;
        Body = null;
        while (Finding is null)
        {
            if (_segment >= 0 && HasFrame())
            {
                return ReadFrame();
            }

            if (Finding is not null || IsLastSegment)
            {
                return false;
            }

            OpenNext();
        }

        return false;
    }

    /// <summary>Makes a finding where the frames end so far.</summary>
    public LogFinding AtFramesEnd(string reason, string detail) => new(Records + 1, File, FramesEnd, reason, detail);

    public void Dispose()
    {
        _ahead?.Dispose();
        _reader.Dispose();
    }

    private void OpenNext()
    {
        if (!IsSealed)
        {
            Finding = AtFramesEnd(FindingReason.UnsealedSegment, "The segment has no seal, but another one follows.");
            return;
        }

        _segment++;
        _reader.Open(System.IO.Path.Combine(folder.Path, LogLayout.Segments, folder.Segments[_segment]));
        FramesEnd = 0;
        IsSealed = false;
        if (LogLayout.SegmentNumber(folder.Segments[_segment]) != Records + 1)
        {
            Report(FindingReason.SegmentGap, $"The segment should begin with record {Records + 1}.");
        }
        else if (_reader.Peek(SegmentHeader.Size).Length < SegmentHeader.Size)
        {
            Report(FindingReason.TornTail, "The segment ends inside its header.");
        }
        else if (SegmentHeader.Read(_reader.Peek(SegmentHeader.Size), folder.Form) is not { } header)
        {
            Report(FindingReason.BadSegmentHeader,
                "Magic, version, length or checksum of the segment header is wrong.");
        }
        else
        {
            CheckHeader(header);
        }
    }

    private void CheckHeader(SegmentHeader header)
    {
        if (header.FirstSequence != Records + 1)
        {
            Report(FindingReason.SegmentGap, $"The header names record {header.FirstSequence} as the first.");
        }
        else if (!header.PreviousHash.Span.SequenceEqual(_goodChain))
        {
            Report(FindingReason.ChainMismatch, "The header's hash is not the one after the segment before.");
        }
        else if (header.Epoch < _epoch)
        {
            Report(FindingReason.EpochRegression, $"Epoch {header.Epoch} follows epoch {_epoch}.");
        }
        else
        {
            _epoch = header.Epoch;
            _reader.Skip(SegmentHeader.Size);
            FramesEnd = SegmentHeader.Size;
        }
    }

    private bool HasFrame()
    {
        ReadOnlySpan<byte> head = _reader.Peek(FrameHeader.Size);
        if (head.IsEmpty)
        {
            return false;
        }

        if (IsSealed)
        {
            Report(FindingReason.TrailingBytes, "Bytes follow the seal.");
        }
        else if (!head.ContainsAnyExcept((byte)0))
        {
            CheckZeros();
        }
        else if (head.Length < FrameHeader.Size)
        {
            Report(FindingReason.TornTail, $"Only {head.Length} bytes of a frame header.");
        }

        return Finding is null && _reader.Peek(1).Length > 0;
    }

    private void CheckZeros()
    {
        if (!_reader.OnlyZerosFollow())
        {
            Report(FindingReason.TrailingBytes, "Bytes follow the zeros after the last frame.");
        }
    }

    private bool ReadFrame()
    {
        if (FrameHeader.Read(_reader.Peek(FrameHeader.Size)) is not { } header)
        {
            return Report(FindingReason.BadFrameHeader,
                "Magic, type, length or checksum of the frame header is wrong.");
        }

        ReadOnlySpan<byte> frame = _reader.Peek(header.FrameLength);
        if (frame.Length < header.FrameLength)
        {
            return Report(FindingReason.TornTail, $"{frame.Length} of the frame's {header.FrameLength} bytes.");
        }

        _payloadEnd = FrameHeader.Size + header.PayloadLength;
        if (FrameFault(header, frame) is var (reason, detail))
        {
            return Report(reason, detail);
        }

        Accept(header);
        return true;
    }

    private (string Reason, string Detail)? FrameFault(FrameHeader header, ReadOnlySpan<byte> frame)
    {
        ReadOnlySpan<byte> payload = frame[FrameHeader.Size.._payloadEnd];
        long expected = header.Type == FrameType.Record ? Records + 1 : Records;
        if (header.Type == FrameType.Record && Crc32C.Of(payload) != header.PayloadCrc)
        {
            return (FindingReason.BadPayload, "The payload differs from its checksum.");
        }

        if (header.Sequence != expected)
        {
            return (FindingReason.SequenceGap, $"The frame has sequence {header.Sequence}; {expected} was expected.");
        }

        if (header.Epoch < _epoch)
        {
            return (FindingReason.EpochRegression, $"Epoch {header.Epoch} follows epoch {_epoch}.");
        }

        if (frame[_payloadEnd..].ContainsAnyExcept((byte)0))
        {
            return (FindingReason.BadPadding, "The padding after the payload is not zero.");
        }

        return (header.Type == FrameType.Record && folder.Form == LogForm.Audit ? RecordFault(header, payload) : null)
            ?? ChainFault(header, frame, payload);
    }

    private (string Reason, string Detail)? ChainFault(
        FrameHeader header, ReadOnlySpan<byte> frame, ReadOnlySpan<byte> payload)
    {
        if (header.Type == FrameType.Record)
        {
            _chain.Advance(payload);
        }

        return frame.Slice(FrameHeader.HashOffset, MerkleHash.Size).SequenceEqual(_chain.Raw)
            ? null
            : (FindingReason.ChainMismatch, $"The chain hash should be {_chain.Hex}.");
    }

    private (string Reason, string Detail)? RecordFault(FrameHeader header, ReadOnlySpan<byte> payload)
    {
        CanonicalObject body;
        try
        {
            (body, _leaf) = _ahead?.Take(payload) ?? (CanonicalReader.ReadObject(payload), MerkleHash.Leaf(payload));
        }
        catch (CanonicalFormatException e)
        {
            return (FindingReason.NotCanonical, e.Message);
        }

        if (body.Integer("seq") != header.Sequence)
        {
            return (FindingReason.SequenceGap, $"The record says seq {body["seq"]} in a frame of {header.Sequence}.");
        }

        if (body.Integer("epoch") != header.Epoch)
        {
            return (FindingReason.BadRecord, $"The record says epoch {body["epoch"]} in a frame of {header.Epoch}.");
        }

        Body = body;
        return RecordRules.FirstFault(body) is { } broken ? (FindingReason.BadRecord, broken)
            : _references.FirstDangling(body) is { } dangling ? (FindingReason.DanglingReference, dangling)
            : null;
    }

    private void Accept(FrameHeader header)
    {
        if (header.Type == FrameType.Record)
        {
            Records++;
            _chain.Raw.CopyTo(_goodChain);
            if (Body is not null)
            {
                _references.Note(Body);
                Edge.Add(_leaf);
            }
        }

        Type = header.Type;
        IsSealed = header.Type == FrameType.Seal;
        _epoch = header.Epoch;
        _frameLength = header.FrameLength;
        FramesEnd += header.FrameLength;
    }

    private bool Report(string reason, string detail)
    {
        Body = null;
        Finding = AtFramesEnd(reason, detail);
        return false;
    }
}
