namespace Dms.Predictive.Audit.Tests;

/// <summary>A writer in a process of its own, for tests that kill it. Prints the size after every commit.</summary>
internal static class Program
{
    public const string AuditWriter = "write-audit";
    public const string JournalWriterName = "write-journal";

    public static int Main(string[] args)
    {
        if (args is not [var what, var folder])
        {
            return 2;
        }

        if (what == JournalWriterName)
        {
            WriteJournal(folder);
        }
        else
        {
            WriteAudit(folder);
        }

        return 0;
    }

    private static void WriteJournal(string folder)
    {
        using JournalWriter journal = JournalWriter.Open(folder);
        byte[] payload = new byte[5000];
        for (int batch = 1; ; batch++)
        {
            for (int i = 0; i < batch % 90; i++)
            {
                BitConverter.TryWriteBytes(payload, journal.Sequence + 1);
                journal.Append(payload.AsSpan(0, 8 + (batch * 37 % 4900)));
            }

            journal.Commit();
            Acknowledge(journal.Committed);
        }
    }

    private static void WriteAudit(string folder)
    {
        using AuditSigner signer = AuditSigner.CreateThrowAway(SampleRecords.Start);
        using AuditLogWriter writer = AuditLogWriter.Open(folder, signer, SampleRecords.Start);
        if (writer.Trail.Size == 0)
        {
            writer.Append(SampleRecords.Opened());
            writer.Append(SampleRecords.Environment());
        }

        for (int batch = 1; ; batch++)
        {
            for (int i = 0; i < batch % 40; i++)
            {
                writer.Append(SampleRecords.Quality(writer.Trail.LastAt + TimeSpan.FromMinutes(7)));
            }

            writer.Commit();
            Acknowledge(writer.Trail.Size);
        }
    }

    private static void Acknowledge(long size)
    {
        Console.Out.WriteLine(size);
        Console.Out.Flush();
    }
}
