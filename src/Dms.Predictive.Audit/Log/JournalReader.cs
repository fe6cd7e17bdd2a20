using Dms.Predictive.Core;

namespace Dms.Predictive.Audit;

/// <summary>Reads the payloads of a journal in order and believes nothing that a verifier would refuse.</summary>
public static class JournalReader
{
    /// <summary>Streams all whole payloads; frames and chain are checked on the way. What a live writer has not written
    /// whole yet ends the stream without a complaint.</summary>
    /// <param name="directory">Folder of the journal.</param>
    /// <exception cref="InputRefusedException">The folder is no journal (<c>no-log</c>), or damaged
    /// (<c>log-damaged</c>).</exception>
    /// <exception cref="IOException">The journal cannot be read.</exception>
    public static IEnumerable<JournalEntry> Read(string directory)
    {
        using LogScanner scan = new(LogFolder.Open(directory, LogForm.Journal));
        while (scan.Next())
        {
            if (scan.Type == FrameType.Record)
            {
                yield return new JournalEntry(scan.Records, scan.Payload.ToArray());
            }
        }

        if (scan.Finding is { } found && !scan.EndsInFlight)
        {
            throw AuditLogReader.Damaged(found);
        }
    }
}

/// <summary>One payload of a journal.</summary>
/// <param name="Sequence">Its sequence, from 1.</param>
/// <param name="Payload">The bytes.</param>
public readonly record struct JournalEntry(long Sequence, ReadOnlyMemory<byte> Payload);
