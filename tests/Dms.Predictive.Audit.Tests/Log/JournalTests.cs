using System.Buffers.Binary;
using Dms.Predictive.Core;

namespace Dms.Predictive.Audit.Tests;

public sealed class JournalTests : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("dms-journal-");

    private string Folder => Path.Combine(_folder.FullName, "journal");

    private string Segment => Directory.GetFiles(Path.Combine(Folder, "segments")).Order(StringComparer.Ordinal).Last();

    public void Dispose() => _folder.Delete(recursive: true);

    [Fact]
    public void Append_CloseAndOpenAgain_PayloadsComeBackInOrder()
    {
        Write(1, 100, close: true);
        Write(101, 50, close: true);
        Assert.Equal(Enumerable.Range(1, 150).Select(i => (long)i), Recovered());
        Assert.Equal(Enumerable.Range(1, 150).Select(i => (long)i), JournalReader.Read(Folder).Select(e => e.Sequence));
        LogVerification verdict = LogVerifier.Verify(Folder, []);
        Assert.Equal((LogForm.Journal, 150, true), (verdict.Form, verdict.Records, verdict.IsSound));
        Assert.Empty(verdict.Warnings);
    }

    [Fact]
    public void Open_WriterVanished_GoesOnWithoutAHole()
    {
        Write(1, 10, close: false);
        Write(11, 10, close: false);
        Assert.Equal(Enumerable.Range(1, 20).Select(i => (long)i), Recovered());
        Assert.Single(Directory.GetFiles(Path.Combine(Folder, "segments")));
    }

    [Fact]
    public void Open_EveryTruncation_CommittedPayloadsStay()
    {
        Write(1, 3, close: false);
        byte[] committed = File.ReadAllBytes(Segment);
        using (JournalWriter journal = JournalWriter.Open(Folder))
        {
            journal.Append(Payload(4));
            journal.Append(Payload(5));
        }

        byte[] whole = File.ReadAllBytes(Segment);
        for (int length = committed.Length; length < whole.Length; length++)
        {
            File.WriteAllBytes(Segment, whole[..length]);
            int records = 0;
            using JournalWriter journal = JournalWriter.Open(Folder, (_, _) => records++);
            Assert.InRange(records, 3, 4);
            Assert.Equal(records, journal.Sequence);
            Assert.Equal(journal.Repair is null, (length - committed.Length) % 112 == 0);
            Assert.Equal(records + 1, journal.Append(Payload(9)));
        }
    }

    [Fact]
    public void Open_EveryBitBeforeTheLastCommitFlipped_RefusedBeforeAnyPayloadIsHandedOut()
    {
        Write(1, 3, close: false);
        byte[] sound = File.ReadAllBytes(Segment);
        for (int bit = 0; bit < (sound.Length - 64) * 8; bit++)
        {
            byte[] flipped = [.. sound];
            flipped[bit / 8] ^= (byte)(1 << (bit % 8));
            File.WriteAllBytes(Segment, flipped);
            bool handedOut = false;
            Assert.Equal("log-damaged", Assert.Throws<InputRefusedException>(
                () => JournalWriter.Open(Folder, (_, _) => handedOut = true)).Code);
            Assert.False(handedOut);
            Assert.Equal(flipped, File.ReadAllBytes(Segment));
        }
    }

    [Fact]
    public void Append_LargestPayloads_SegmentsRollAndVerify()
    {
        byte[] large = new byte[JournalWriter.MaxPayloadBytes];
        using (JournalWriter journal = JournalWriter.Open(Folder))
        {
            for (int i = 0; i < 70; i++)
            {
                journal.Append(large);
            }

            journal.Close();
        }

        string[] segments = Directory.GetFiles(Path.Combine(Folder, "segments"));
        Assert.Equal(2, segments.Length);
        Assert.All(segments, s => Assert.InRange(new FileInfo(s).Length, 1, LogLayout.MaxSegmentBytes));
        Assert.Equal((70, true), (LogVerifier.Verify(Folder, []).Records, LogVerifier.Verify(Folder, []).IsSound));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(JournalWriter.MaxPayloadBytes + 1)]
    public void Append_PayloadTooShortOrTooLong_Refused(int length)
    {
        using JournalWriter journal = JournalWriter.Open(Folder);
        Assert.Throws<ArgumentException>(() => journal.Append(new byte[length]));
        Assert.Equal(0, journal.Sequence);
    }

    [Fact]
    public void Open_AuditLogAsJournal_Refused()
    {
        using TemporaryLog log = new(1, TimeSpan.FromHours(1));
        Assert.Equal("log-damaged", Assert.Throws<InputRefusedException>(() => JournalWriter.Open(log.Path)).Code);
        Assert.True(log.Verify(log.Key).IsSound);
    }

    private static byte[] Payload(long number)
    {
        byte[] payload = new byte[43];
        BinaryPrimitives.WriteInt64LittleEndian(payload, number);
        return payload;
    }

    private void Write(int first, int count, bool close)
    {
        using JournalWriter journal = JournalWriter.Open(Folder);
        for (int i = first; i < first + count; i++)
        {
            Assert.Equal(i, journal.Append(Payload(i)));
        }

        journal.Commit();
        Assert.Equal(journal.Sequence, journal.Committed);
        if (close)
        {
            journal.Close();
        }
    }

    private List<long> Recovered()
    {
        List<long> numbers = [];
        using JournalWriter journal = JournalWriter.Open(
            Folder, (sequence, payload) =>
            {
                Assert.Equal(Payload(sequence), payload.ToArray());
                numbers.Add(sequence);
            });
        journal.Close();
        return numbers;
    }
}
