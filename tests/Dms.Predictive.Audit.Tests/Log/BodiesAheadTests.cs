namespace Dms.Predictive.Audit.Tests;

public sealed class BodiesAheadTests : IDisposable
{
    private const int Records = 4_000;

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("dms-ahead-");

    public void Dispose() => _folder.Delete(recursive: true);

    [Fact]
    public void Take_RecordByRecord_SameBodiesAndThenNothing()
    {
        LogFolder folder = Written();
        using BodiesAhead ahead = BodiesAhead.Over(folder)!;
        foreach (SealedRecord record in AuditLogReader.Read(_folder.FullName))
        {
            (CanonicalObject body, byte[] leaf) = ahead.Take(record.Canonical.Span)!.Value;
            Assert.Equal(record.Body.ToBytes(), body.ToBytes());
            Assert.Equal(MerkleHash.Leaf(record.Canonical.Span), leaf);
        }

        Assert.Null(ahead.Take("{}"u8));
        Assert.Null(ahead.Take("{}"u8));
    }

    [Fact]
    public void Take_OtherBytes_NothingFromThenOn()
    {
        LogFolder folder = Written();
        using BodiesAhead ahead = BodiesAhead.Over(folder)!;
        byte[][] records = [.. AuditLogReader.Read(_folder.FullName).Take(100).Select(r => r.Canonical.ToArray())];
        Assert.NotNull(ahead.Take(records[0]));
        records[1][^2] ^= 1;

        Assert.Null(ahead.Take(records[1]));
        Assert.All(records[2..], r => Assert.Null(ahead.Take(r)));
    }

    private LogFolder Written()
    {
        using AuditSigner signer = AuditSigner.CreateThrowAway(SampleRecords.Start);
        using AuditLogWriter writer = AuditLogWriter.Create(_folder.FullName, signer);
        writer.Append(SampleRecords.Opened());
        writer.Append(SampleRecords.Environment());
        for (int i = 0; i < Records; i++)
        {
            writer.Append(SampleRecords.Quality(writer.Trail.LastAt + TimeSpan.FromSeconds(1)));
        }

        writer.Close();
        return LogFolder.Open(_folder.FullName);
    }
}
