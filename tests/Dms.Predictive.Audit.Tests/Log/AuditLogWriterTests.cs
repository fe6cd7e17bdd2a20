using Dms.Predictive.Core;

namespace Dms.Predictive.Audit.Tests;

public class AuditLogWriterTests
{
    [Fact]
    public void Crc_CheckValue_AsSpecified()
    {
        Assert.Equal(0xE3069283u, Crc32C.Of("123456789"u8));
        Assert.Equal(0u, Crc32C.Of([]));
    }

    [Fact]
    public void Write_SameRecordsTwice_SameSegmentBytesAndRoot()
    {
        using TemporaryLog first = new(5, TimeSpan.FromHours(7));
        using TemporaryLog second = new(5, TimeSpan.FromHours(7));
        Assert.Equal(first.Segments(), second.Segments());
        Assert.All(first.Segments(), s => Assert.Equal(first.Read(s), second.Read(s)));
        Assert.Equal(first.Verify().Root, second.Verify().Root);
        Assert.NotEqual(first.Key.KeyId, second.Key.KeyId);
    }

    [Fact]
    public void Write_AcrossMidnight_SegmentAndHeadPerDay()
    {
        using TemporaryLog log = new(5, TimeSpan.FromHours(7));
        Assert.Equal(
            ["segments/00000000000000000001.dmslog", "segments/00000000000000000011.dmslog"], log.Segments());
        Assert.Equal(
            [
                "heads/00000000000000000010.json", "heads/00000000000000000014.json", $"keys/{log.Key.KeyId}.json",
                .. log.Segments(),
            ],
            log.Files());
        Assert.Equal([1, 1, 1, 1, 2, 1, 1, 1, 1, 2, 1, 1, 2, 3], log.Frames().Take(14).Select(f => (int)f.Type));
    }

    [Fact]
    public void Verify_SoundLog_TrustedWithKeySelfWithout()
    {
        using TemporaryLog log = new(5, TimeSpan.FromHours(7));
        LogVerification verdict = log.Verify(log.Key);
        Assert.True(verdict.IsSound);
        Assert.Equal(
            (14, SignatureVerdict.Trusted, 2, false),
                (verdict.Records, verdict.Signature, verdict.Heads, verdict.IsLive));
        Assert.Empty(verdict.Warnings);
        Assert.Equal((log.Writer.Trail.MerkleRoot, log.Writer.Trail.ChainHash), (verdict.Root, verdict.Chain));
        Assert.Equal(SignatureVerdict.Self, log.Verify().Signature);
    }

    [Fact]
    public void Read_SoundLog_RecordsAsWritten()
    {
        using TemporaryLog log = new(5, TimeSpan.FromHours(7));
        SealedRecord[] records = [.. AuditLogReader.Read(log.Path)];
        Assert.Equal(14, records.Length);
        Assert.Equal(SampleRecords.Opened().Fields.Text("log"), records[0].Body.Text("log"));
        Assert.Equal(
            SampleRecords.Log(5, TimeSpan.FromHours(7)).Select(r => (r.Kind, r.At)),
                records.Select(r => (r.Kind, r.At)));
    }

    [Fact]
    public void Create_FolderNotEmpty_RefusedAndUntouched()
    {
        using TemporaryLog log = new(1, TimeSpan.FromHours(1));
        string[] before = log.Files();
        InputRefusedException e =
            Assert.Throws<InputRefusedException>(() => AuditLogWriter.Create(log.Path, log.Signer));
        Assert.Equal("log-exists", e.Code);
        Assert.Equal(before, log.Files());
    }

    [Fact]
    public void Verify_WhileWriting_LiveUpToTheLastCommit()
    {
        using TemporaryLog log = new(2, TimeSpan.FromHours(1), close: false);
        LogVerification verdict = log.Verify();
        Assert.True(verdict.IsSound);
        Assert.Equal((8, true, SignatureVerdict.None), (verdict.Records, verdict.IsLive, verdict.Signature));
        log.Writer.WriteHead();
        log.Writer.Append(SampleRecords.Quality(SampleRecords.Start + TimeSpan.FromHours(3)));
        Assert.Equal(8, log.Verify(log.Key).Records);
        Assert.Equal(SignatureVerdict.Trusted, log.Verify(log.Key).Signature);
        log.Writer.Commit();
        Assert.Equal(9, log.Verify(log.Key).Records);
        log.Writer.Close();
        verdict = log.Verify(log.Key);
        Assert.Equal((9, false, true), (verdict.Records, verdict.IsLive, verdict.IsSound));
    }

    [Fact]
    public void Verify_WriterVanished_LastCommitCountsAndLockIsCalledStale()
    {
        using TemporaryLog log = new(2, TimeSpan.FromHours(1), close: false);
        log.Writer.Append(SampleRecords.Quality(SampleRecords.Start + TimeSpan.FromHours(3)));
        log.Writer.Dispose();
        LogVerification verdict = log.Verify();
        Assert.Equal((8, true), (verdict.Records, verdict.IsSound));
        Assert.Equal(["uncommitted-tail", "stale-lock", "no-head"], verdict.Warnings.Select(w => w.Split(':')[0]));
        File.Delete(Path.Combine(log.Path, LogLayout.Lock));
        Assert.Equal(FindingReason.UnsealedSegment, log.Verify().FirstBad?.Reason);
    }

    [Fact]
    public void Append_SegmentReachesItsLimit_NextSegmentBegins()
    {
        using TemporaryLog log = new(0, TimeSpan.FromHours(1), close: false);
        string text = new('x', 1_000_000);
        for (int i = 0; i < 70; i++)
        {
            log.Writer.Append(new AuditRecord(
                "note", SampleRecords.Start, "system:test", new CanonicalObjectBuilder().Add("text", text).Build()));
        }

        log.Writer.Close();
        Assert.Equal(2, log.Segments().Length);
        Assert.All(log.Segments(), s => Assert.InRange(log.Read(s).LongLength, 1, LogLayout.MaxSegmentBytes));
        Assert.True(log.Verify(log.Key).IsSound);
        Assert.Equal(74, log.Verify().Records);
    }

    [Fact]
    public void Append_AfterClose_Refused()
    {
        using TemporaryLog log = new(1, TimeSpan.FromHours(1));
        Assert.Throws<ObjectDisposedException>(() => log.Writer.Append(
            SampleRecords.Quality(SampleRecords.Start + TimeSpan.FromHours(3))));
    }

    [Fact]
    public void ExportPublicKey_File_ReadsBackAndVerifies()
    {
        using TemporaryLog log = new(1, TimeSpan.FromHours(1));
        string file = log.Path + "-key.json";
        log.Signer.ExportPublicKey(file);
        Assert.Equal(SignatureVerdict.Trusted, log.Verify(AuditKey.Read(File.ReadAllBytes(file))).Signature);
        Assert.Equal(File.ReadAllBytes(file), log.Read($"keys/{log.Key.KeyId}.json"));
    }
}
