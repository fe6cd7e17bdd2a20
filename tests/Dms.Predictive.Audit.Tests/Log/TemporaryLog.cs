using Dms.Predictive.Core;

namespace Dms.Predictive.Audit.Tests;

/// <summary>A frame of a segment as an independent walk sees it.</summary>
internal sealed record FramePlace(string File, int Start, int End, byte Type, long Sequence);

/// <summary>A small log in a folder of its own, removed at the end.</summary>
internal sealed class TemporaryLog : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("dms-audit-");

    /// <summary>Writes pairs of forecast and margin, a step apart, and a commit after every fourth record.</summary>
    public TemporaryLog(int pairs, TimeSpan step, bool close = true)
        : this(SampleRecords.Log(pairs, step), close)
    {
    }

    /// <summary>Writes the given records.</summary>
    public TemporaryLog(IEnumerable<AuditRecord> records, bool close = true)
    {
        Signer = AuditSigner.CreateThrowAway(SampleRecords.Start);
        Writer = AuditLogWriter.Create(Path, Signer);
        int count = 0;
        foreach (AuditRecord record in records)
        {
            Writer.Append(record);
            if (++count % 4 == 0)
            {
                Writer.Commit();
            }
        }

        if (close)
        {
            Writer.Close();
        }
    }

    public string Path => System.IO.Path.Combine(_folder.FullName, "log");

    public AuditSigner Signer { get; }

    public AuditLogWriter Writer { get; }

    public AuditKey Key => Signer.PublicKey;

    public string[] Files() =>
    [
        .. Directory.GetFiles(Path, "*", SearchOption.AllDirectories)
            .Select(f => System.IO.Path.GetRelativePath(Path, f)).Order(StringComparer.Ordinal),
    ];

    public string[] Segments() => [.. Files().Where(f => f.StartsWith("segments/", StringComparison.Ordinal))];

    public byte[] Read(string file) => File.ReadAllBytes(System.IO.Path.Combine(Path, file));

    public void Write(string file, byte[] bytes) => File.WriteAllBytes(System.IO.Path.Combine(Path, file), bytes);

    public LogVerification Verify(params AuditKey[] keys) => LogVerifier.Verify(Path, keys);

    /// <summary>Changes one byte in place.</summary>
    public void Flip(string file, int bit)
    {
        using FileStream stream = new(System.IO.Path.Combine(Path, file), FileMode.Open, FileAccess.ReadWrite);
        stream.Position = bit / 8;
        int old = stream.ReadByte();
        stream.Position = bit / 8;
        stream.WriteByte((byte)(old ^ (1 << (bit % 8))));
    }

    /// <summary>Frames of all segments in log order, by their length fields alone.</summary>
    public List<FramePlace> Frames()
    {
        List<FramePlace> frames = [];
        foreach (string file in Segments())
        {
            byte[] bytes = Read(file);
            for (int at = 64; at < bytes.Length;)
            {
                int end = at + 64 + ((BitConverter.ToInt32(bytes, at + 8) + 7) / 8 * 8);
                frames.Add(new FramePlace(file, at, end, bytes[at + 4], BitConverter.ToInt64(bytes, at + 16)));
                at = end;
            }
        }

        return frames;
    }

    public void Dispose()
    {
        Writer.Dispose();
        Signer.Dispose();
        _folder.Delete(recursive: true);
    }
}
