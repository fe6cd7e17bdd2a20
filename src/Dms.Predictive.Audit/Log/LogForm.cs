namespace Dms.Predictive.Audit;

/// <summary>What the payloads of a log are; segments, frames, chain and recovery are the same for both.</summary>
public enum LogForm
{
    /// <summary>The audit record: canonical JSON, signed tree heads, keys. Magic <c>DMSLOG1</c>.</summary>
    Audit = 0,

    /// <summary>A journal of the host: binary payloads, no heads. Magic <c>DMSJRN1</c>.</summary>
    Journal,
}

/// <summary>The bytes that tell the forms apart.</summary>
internal static class LogFormMagic
{
    /// <summary>First eight bytes of every segment.</summary>
    public static ReadOnlySpan<byte> Magic(this LogForm form) =>
        form == LogForm.Journal ? "DMSJRN1\n"u8 : "DMSLOG1\n"u8;

    /// <summary>Form of the log in a folder by the first bytes of its first segment; audit when they say
    /// nothing.</summary>
    public static LogForm Of(string directory, string? firstSegment)
    {
        if (firstSegment is null)
        {
            return LogForm.Audit;
        }

        Span<byte> start = stackalloc byte[8];
        using FileStream file = new(
            Path.Combine(directory, LogLayout.Segments, firstSegment), FileMode.Open, FileAccess.Read,
            FileShare.ReadWrite | FileShare.Delete, 1);
        int length = file.ReadAtLeast(start, start.Length, throwOnEndOfStream: false);
        return length == start.Length && start.SequenceEqual(LogForm.Journal.Magic()) ? LogForm.Journal : LogForm.Audit;
    }
}
