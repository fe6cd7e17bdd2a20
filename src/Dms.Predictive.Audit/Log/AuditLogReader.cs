using Dms.Predictive.Core;

namespace Dms.Predictive.Audit;

/// <summary>Reads the records of a log in order and believes nothing that a verifier would refuse.</summary>
public static class AuditLogReader
{
    /// <summary>Streams all whole records. Frames, chain, references and rules are checked on the way; heads are
    /// not.</summary>
    /// <param name="directory">Folder of the log.</param>
    /// <exception cref="InputRefusedException">The folder is no log (<c>no-log</c>), or damaged
    /// (<c>log-damaged</c>).</exception>
    /// <exception cref="IOException">The log cannot be read.</exception>
    public static IEnumerable<SealedRecord> Read(string directory) => ReadPlaced(directory).Select(r => r.Record);

    /// <summary>Streams all whole records with their places.</summary>
    /// <inheritdoc cref="Read" path="/param"/>
    /// <inheritdoc cref="Read" path="/exception"/>
    public static IEnumerable<(SealedRecord Record, SegmentPlace Place)> ReadPlaced(string directory)
    {
        using LogScanner scan = new(LogFolder.Open(directory));
        while (scan.Next())
        {
            if (scan.Body is not null)
            {
                yield return (SealedRecord.Read(scan.Payload.ToArray()), scan.Place);
            }
        }

        if (scan.Finding is { } found && !scan.EndsInFlight)
        {
            throw Damaged(found);
        }
    }

    /// <summary>The refusal of a damaged log.</summary>
    public static InputRefusedException Damaged(LogFinding found)
    {
        ArgumentNullException.ThrowIfNull(found);
        return new InputRefusedException(
            "log-damaged",
            $"{found.Reason} at record {found.Sequence}: {found.Detail} Run dms audit verify for the whole verdict.",
            $"{found.File} offset {found.Offset}");
    }
}
