using System.Text;
using Dms.Predictive.Core;

namespace Dms.Predictive.Audit.Tests;

public class RecoveryTests
{
    private static readonly Timestamp Later = SampleRecords.Start + TimeSpan.FromHours(5);

    [Fact]
    public void Open_AfterClose_GoesOnInANewSegmentWithAHigherEpoch()
    {
        using TemporaryLog log = new(2, TimeSpan.FromHours(1));
        string root = log.Writer.Trail.MerkleRoot;
        using (AuditLogWriter writer = AuditLogWriter.Open(log.Path, log.Signer, Later))
        {
            Assert.Equal((8, root, 2u), (writer.Trail.Size, writer.Trail.MerkleRoot, writer.Trail.Epoch));
            Assert.Null(writer.Repair);
            writer.Append(SampleRecords.Margin(Later, 5, 7).ToRecord(Later, "system:test"));
            writer.Close();
        }

        LogVerification verdict = log.Verify(log.Key);
        Assert.Null(verdict.FirstBad);
        Assert.Equal((9, 2, false), (verdict.Records, verdict.Heads, verdict.IsLive));
        Assert.Equal(2, log.Segments().Length);
        Assert.Equal([1, 1, 1, 1, 1, 1, 1, 1, 2], AuditLogReader.Read(log.Path).Select(r => (int)r.Epoch));
    }

    [Fact]
    public void Open_WriterVanished_GoesOnInTheUnsealedSegment()
    {
        using TemporaryLog log = new(2, TimeSpan.FromHours(1), close: false);
        log.Writer.Append(SampleRecords.Quality(Later));
        log.Writer.Dispose();
        Assert.True(File.Exists(Path.Combine(log.Path, LogLayout.Lock)));
        using (AuditLogWriter writer = AuditLogWriter.Open(log.Path, log.Signer, Later))
        {
            // The whole record behind the last commit was good: it stays, and the start commits it.
            Assert.Equal(9, log.Verify().Records);
            writer.Append(SampleRecords.Quality(Later));
            writer.Close();
        }

        Assert.Null(log.Verify(log.Key).FirstBad);
        Assert.Equal(10, log.Verify(log.Key).Records);
        Assert.Single(log.Segments());
    }

    [Fact]
    public void Open_EmptyOrAbsentFolder_StartsALog()
    {
        using TemporaryLog log = new(0, TimeSpan.FromHours(1));
        string other = log.Path + "-other";
        using (AuditLogWriter writer = AuditLogWriter.Open(other, log.Signer, Later))
        {
            writer.Append(SampleRecords.Opened());
            writer.Close();
        }

        Assert.Equal((1, true), (LogVerifier.Verify(other, []).Records, LogVerifier.Verify(other, [log.Key]).IsSound));
    }

    [Fact]
    public void Open_SecondLiveWriter_Refused()
    {
        using TemporaryLog log = new(1, TimeSpan.FromHours(1), close: false);
        InputRefusedException e = Assert.Throws<InputRefusedException>(
            () => AuditLogWriter.Open(log.Path, log.Signer, Later));
        Assert.Equal("log-in-use", e.Code);
        log.Writer.Close();
        Assert.True(log.Verify(log.Key).IsSound);
    }

    [Fact]
    public void Open_EpochNotAboveTheLast_Refused()
    {
        using TemporaryLog log = new(1, TimeSpan.FromHours(1));
        Assert.Equal("epoch-stale", Assert.Throws<InputRefusedException>(
            () => AuditLogWriter.Open(log.Path, log.Signer, Later, 1)).Code);
        Assert.False(log.Verify().IsLive);
        using AuditLogWriter writer = AuditLogWriter.Open(log.Path, log.Signer, Later, 7);
        Assert.Equal(7u, writer.Trail.Epoch);
    }

    [Fact]
    public void Open_EveryTruncationOfTheLastTwoFrames_NothingCommittedIsLost()
    {
        using TemporaryLog log = new(2, TimeSpan.FromHours(1), close: false);
        log.Writer.Append(SampleRecords.Quality(Later));
        log.Writer.Dispose();
        string file = log.Segments()[0];
        byte[] whole = log.Read(file);
        FramePlace commit = log.Frames()[^2];
        FramePlace record = log.Frames()[^1];
        Assert.Equal((2, 1), (commit.Type, record.Type));
        for (int length = commit.Start; length < whole.Length; length++)
        {
            log.Write(file, whole[..length]);
            // A cut in the commit frame is what a kill during the commit leaves: its batch was not acknowledged yet.
            long kept = length >= commit.End ? 8 : length == commit.Start ? 8 : 4;
            bool torn = length != commit.Start && length != commit.End;
            using (AuditLogWriter writer = AuditLogWriter.Open(log.Path, log.Signer, Later))
            {
                Assert.Equal(torn, writer.Repair is not null);
                Assert.Equal(kept + (torn ? 1 : 0), writer.Trail.Size);
                writer.Dispose();
            }

            LogVerification verdict = log.Verify();
            Assert.Null(verdict.FirstBad);
            if (torn)
            {
                CheckRepair(log, whole[..length], kept);
            }
        }
    }

    [Fact]
    public void Open_EveryBitFlipped_RefusedUnchangedOrTornOff()
    {
        using TemporaryLog log = new(1, TimeSpan.FromHours(1), close: false);
        log.Writer.Append(SampleRecords.Quality(Later));
        log.Writer.Commit();
        log.Writer.Dispose();
        string file = log.Segments()[0];
        byte[] sound = log.Read(file);
        FramePlace commit = log.Frames()[^1];
        for (int bit = 0; bit < sound.Length * 8; bit++)
        {
            byte[] flipped = [.. sound];
            flipped[bit / 8] ^= (byte)(1 << (bit % 8));
            log.Write(file, flipped);
            if (bit / 8 < commit.Start)
            {
                InputRefusedException e = Assert.Throws<InputRefusedException>(
                    () => AuditLogWriter.Open(log.Path, log.Signer, Later));
                Assert.Equal("log-damaged", e.Code);
                Assert.StartsWith(file, e.Where, StringComparison.Ordinal);
                Assert.Equal(flipped, log.Read(file));
            }
            else
            {
                using AuditLogWriter writer = AuditLogWriter.Open(log.Path, log.Signer, Later);
                Assert.NotNull(writer.Repair);
            }
        }
    }

    [Fact]
    public void Open_TailLostUnderASignedHead_RefusedAndUnchanged()
    {
        using TemporaryLog log = new(2, TimeSpan.FromHours(1), close: false);
        log.Writer.WriteHead();
        log.Writer.Dispose();
        string file = log.Segments()[0];
        byte[] cut = log.Read(file)[..^70];
        log.Write(file, cut);
        Assert.Equal("log-damaged", Assert.Throws<InputRefusedException>(
            () => AuditLogWriter.Open(log.Path, log.Signer, Later)).Code);
        Assert.Equal(cut, log.Read(file));
    }

    [Fact]
    public void Open_RepeatedFrame_NeverBecomesPartOfTheLog()
    {
        using TemporaryLog log = new(2, TimeSpan.FromHours(1), close: false);
        log.Writer.Dispose();
        string file = log.Segments()[0];
        byte[] sound = log.Read(file);
        foreach (FramePlace frame in log.Frames().Where(f => f.Type == 1).ToArray())
        {
            log.Write(file, [.. sound[..frame.End], .. sound[frame.Start..]]);
            Assert.Equal("log-damaged", Assert.Throws<InputRefusedException>(
                () => AuditLogWriter.Open(log.Path, log.Signer, Later)).Code);
        }
    }

    [Fact]
    public void Open_PageOfZeros_RefusedInsideAndTornOffAtTheEnd()
    {
        using TemporaryLog log = new(20, TimeSpan.FromMinutes(1), close: false);
        log.Writer.Dispose();
        string file = log.Segments()[0];
        byte[] sound = log.Read(file);
        byte[] inside = [.. sound];
        inside.AsSpan(4096, 4096).Clear();
        log.Write(file, inside);
        Assert.Equal("log-damaged", Assert.Throws<InputRefusedException>(
            () => AuditLogWriter.Open(log.Path, log.Signer, Later)).Code);
        log.Write(file, [.. sound, .. new byte[4096]]);
        using AuditLogWriter writer = AuditLogWriter.Open(log.Path, log.Signer, Later);
        Assert.Equal((44, null), (writer.Trail.Size, writer.Repair));
        writer.Append(SampleRecords.Quality(Later));
        writer.Close();
        Assert.Null(log.Verify(log.Key).FirstBad);
    }

    [Fact]
    public void Open_HeaderOfTheLastSegmentTorn_SegmentMovedOut()
    {
        using TemporaryLog log = new(2, TimeSpan.FromHours(1));
        string file = "segments/00000000000000000009.dmslog";
        log.Write(file, new byte[30]);
        using (AuditLogWriter writer = AuditLogWriter.Open(log.Path, log.Signer, Later))
        {
            Assert.Equal((0, 30, 9), (writer.Repair!.Offset, writer.Repair.Length, writer.Repair.Sequence));
            writer.Close();
        }

        Assert.Null(log.Verify(log.Key).FirstBad);
        Assert.Equal(9, log.Verify().Records);
    }

    [Fact]
    public void Open_UnfinishedFiles_Removed()
    {
        using TemporaryLog log = new(1, TimeSpan.FromHours(1));
        log.Write("heads/00000000000000000009.json.tmp", [1, 2]);
        using AuditLogWriter writer = AuditLogWriter.Open(log.Path, log.Signer, Later);
        writer.Close();
        Assert.DoesNotContain(log.Files(), f => f.EndsWith(".tmp", StringComparison.Ordinal));
    }

    private static void CheckRepair(TemporaryLog log, byte[] torn, long kept)
    {
        SealedRecord record = AuditLogReader.Read(log.Path).Last();
        Assert.Equal((RecordKind.LogRepaired, kept + 1), (record.Kind, record.Sequence));
        string[] backups = Directory.GetFiles(Path.GetDirectoryName(log.Path)!, "*.bak");
        byte[] dropped = File.ReadAllBytes(Assert.Single(backups));
        File.Delete(backups[0]);
        Assert.Contains($".torn-{kept + 1}.bak", backups[0], StringComparison.Ordinal);
        Assert.Equal(dropped, torn[(int)record.Body.Integer("offset")!.Value..]);
        Assert.Equal(dropped.Length, record.Body.Integer("length"));
        Assert.Equal(
            Convert.ToHexStringLower(System.Security.Cryptography.SHA256.HashData(dropped)), record.Body.Text("sha256"));
    }
}
