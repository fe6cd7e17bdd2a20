using Dms.Predictive.Core;

namespace Dms.Predictive.Audit;

/// <summary>What a writer moved out of a log at its start because a power cut or a kill had left it half
/// written.</summary>
/// <param name="File">Segment, relative to the log folder.</param>
/// <param name="Offset">Where the dropped bytes began.</param>
/// <param name="Length">Number of bytes dropped, ≥ 1.</param>
/// <param name="Sha256">SHA-256 of the bytes dropped, lower-case hex.</param>
/// <param name="Sequence">First sequence that was dropped; it will be given again.</param>
/// <param name="Backup">File outside the log folder that holds the bytes now.</param>
public sealed record LogRepair(string File, long Offset, long Length, string Sha256, long Sequence, string Backup)
{
    /// <summary>The <c>log.repaired</c> record.</summary>
    /// <param name="at">Time of the start that found it.</param>
    /// <param name="actor">Who started the writer.</param>
    public AuditRecord ToRecord(Timestamp at, string actor = "system:writer") => new(
        RecordKind.LogRepaired,
        at,
        actor,
        new CanonicalObjectBuilder()
            .Add("file", File)
            .Add("offset", Offset)
            .Add("length", Length)
            .Add("sha256", Sha256)
            .Add("firstDropped", Sequence)
            .Build());
}
