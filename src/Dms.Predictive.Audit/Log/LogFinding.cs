namespace Dms.Predictive.Audit;

/// <summary>The names of what can be wrong with a log.</summary>
public static class FindingReason
{
    /// <summary>Magic, version, length or checksum of a segment header is wrong.</summary>
    public const string BadSegmentHeader = "bad-segment-header";

    /// <summary>A segment does not begin where the one before it ended.</summary>
    public const string SegmentGap = "segment-gap";

    /// <summary>Magic, type, length or checksum of a frame header is wrong.</summary>
    public const string BadFrameHeader = "bad-frame-header";

    /// <summary>The payload differs from its checksum.</summary>
    public const string BadPayload = "bad-payload";

    /// <summary>The padding after a payload is not zero.</summary>
    public const string BadPadding = "bad-padding";

    /// <summary>The payload is not canonical.</summary>
    public const string NotCanonical = "not-canonical";

    /// <summary>The chain hash differs.</summary>
    public const string ChainMismatch = "chain-mismatch";

    /// <summary>A sequence is not the one before it plus one.</summary>
    public const string SequenceGap = "sequence-gap";

    /// <summary>The writer's epoch falls.</summary>
    public const string EpochRegression = "epoch-regression";

    /// <summary>A frame is cut short.</summary>
    public const string TornTail = "torn-tail";

    /// <summary>A head covers more records than there are.</summary>
    public const string MissingTail = "missing-tail";

    /// <summary>Bytes follow the last frame.</summary>
    public const string TrailingBytes = "trailing-bytes";

    /// <summary>A segment that should be complete has no seal.</summary>
    public const string UnsealedSegment = "unsealed-segment";

    /// <summary>A head file is malformed, of another log, or absent where one is needed.</summary>
    public const string BadHead = "bad-head";

    /// <summary>A head differs from the records.</summary>
    public const string RootMismatch = "root-mismatch";

    /// <summary>A head's signature is wrong.</summary>
    public const string BadSignature = "bad-signature";

    /// <summary>A head is signed by a key that is not known, or not one of those asked for.</summary>
    public const string UnknownKey = "unknown-key";

    /// <summary>A key file is malformed or differs from the key asked for.</summary>
    public const string BadKey = "bad-key";

    /// <summary>A file that does not belong to a log.</summary>
    public const string UnknownFile = "unknown-file";

    /// <summary>A record refers to what is not in the log before it.</summary>
    public const string DanglingReference = "dangling-reference";

    /// <summary>A record breaks a rule of its kind.</summary>
    public const string BadRecord = "bad-record";
}

/// <summary>One thing wrong with a log.</summary>
/// <param name="Sequence">First record that can no longer be trusted; of a head its size; of a key 0.</param>
/// <param name="File">Path relative to the log folder, with <c>/</c>.</param>
/// <param name="Offset">Start of the frame; 0 for a segment header or a JSON file; end of the frames for a missing
/// tail.</param>
/// <param name="Reason">A value of <see cref="FindingReason"/>.</param>
/// <param name="Detail">What was found and what is allowed, in one sentence.</param>
public sealed record LogFinding(long Sequence, string File, long Offset, string Reason, string Detail);
