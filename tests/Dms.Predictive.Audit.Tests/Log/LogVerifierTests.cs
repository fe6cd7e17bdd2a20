using Dms.Predictive.Core;

namespace Dms.Predictive.Audit.Tests;

public class LogVerifierTests
{
    private static TemporaryLog TwoSegments() => new(2, TimeSpan.FromHours(20));

    [Fact]
    public void Verify_EverySingleBitFlipped_FoundWithFileOffsetAndSequence()
    {
        Timestamp nextDay = SampleRecords.Start + TimeSpan.FromDays(1);
        using TemporaryLog log =
            new([SampleRecords.Opened(), SampleRecords.Environment(), SampleRecords.Quality(nextDay)]);
        Assert.Equal(2, log.Segments().Length);
        List<FramePlace> frames = log.Frames();
        int flips = 0;
        foreach (string file in log.Files())
        {
            int bits = log.Read(file).Length * 8;
            for (int bit = 0; bit < bits; bit++, flips++)
            {
                log.Flip(file, bit);
                LogFinding? found = log.Verify(log.Key).FirstBad;
                Assert.True(found is not null, $"{file} bit {bit} not found");
                (long sequence, long offset) = Expected(frames, file, bit / 8);
                Assert.True(
                    (found.File, found.Sequence, found.Offset) == (file, sequence, offset),
                    $"{file} byte {bit / 8} bit {bit % 8}: {found}, expected offset {offset}, sequence {sequence}");
                log.Flip(file, bit);
            }
        }

        Assert.True(log.Verify(log.Key).IsSound);
        Assert.True(flips > 15_000, $"only {flips} flips");
    }

    [Fact]
    public void Verify_EveryTruncationOfTheLastTwoFrames_FoundAtTheFrameCut()
    {
        using TemporaryLog log = TwoSegments();
        List<FramePlace> frames = log.Frames();
        string file = frames[^1].File;
        byte[] sound = log.Read(file);
        FramePlace[] last = [.. frames.TakeLast(3)];
        for (int length = last[0].Start; length < sound.Length; length++)
        {
            log.Write(file, sound[..length]);
            LogFinding? found = log.Verify(log.Key).FirstBad;
            FramePlace cut = last.First(f => length < f.End);
            Assert.NotNull(found);
            Assert.Equal((file, (long)cut.Start), (found.File, found.Offset));
            Assert.Equal(cut.Type == 1 ? cut.Sequence : cut.Sequence + 1, found.Sequence);
            Assert.Equal(
                length > cut.Start ? FindingReason.TornTail
                : cut.Type == 3 ? FindingReason.UnsealedSegment
                : FindingReason.MissingTail,
                found.Reason);
        }
    }

    [Fact]
    public void Verify_EveryFrameRemovedOrRepeated_Found()
    {
        using TemporaryLog log = TwoSegments();
        foreach (FramePlace frame in log.Frames())
        {
            byte[] sound = log.Read(frame.File);
            log.Write(frame.File, [.. sound[..frame.Start], .. sound[frame.End..]]);
            Assert.True(log.Verify(log.Key).FirstBad is not null || frame.Type == 2, $"{frame} removed");
            if (frame.Type == 1)
            {
                Assert.Equal((frame.File, frame.Start, frame.Sequence), Place(log));
            }

            log.Write(frame.File, [.. sound[..frame.End], .. sound[frame.Start..]]);
            if (frame.Type != 2)
            {
                Assert.Equal((frame.File, frame.End, frame.Sequence + 1), Place(log));
            }

            log.Write(frame.File, sound);
        }
    }

    [Fact]
    public void Verify_NeighbouringRecordsSwapped_FoundAtTheFirst()
    {
        using TemporaryLog log = TwoSegments();
        List<FramePlace> frames = log.Frames();
        int swaps = 0;
        foreach ((FramePlace a, FramePlace b) in frames.Zip(frames.Skip(1))
            .Where(p => p.First.Type == 1 && p.Second.Type == 1))
        {
            byte[] sound = log.Read(a.File);
            log.Write(a.File, [.. sound[..a.Start], .. sound[b.Start..b.End], .. sound[a.Start..a.End],
                .. sound[b.End..]]);
            Assert.Equal((a.File, a.Start, a.Sequence), Place(log));
            log.Write(a.File, sound);
            swaps++;
        }

        Assert.True(swaps > 2);
    }

    [Fact]
    public void Verify_SegmentsSwappedOrMissing_Found()
    {
        using TemporaryLog log = TwoSegments();
        string[] segments = log.Segments();
        byte[][] sound = [.. segments.Select(log.Read)];
        log.Write(segments[0], sound[1]);
        log.Write(segments[1], sound[0]);
        Assert.Equal((segments[0], 0, 1L), Place(log));
        log.Write(segments[0], sound[0]);
        File.Delete(Path.Combine(log.Path, segments[1]));
        LogFinding? tail = log.Verify(log.Key).FirstBad;
        Assert.Equal(
            (FindingReason.MissingTail, segments[0], (long)sound[0].Length, 7L),
            (tail!.Reason, tail.File, tail.Offset, tail.Sequence));
        log.Write(segments[1], sound[1]);
        File.Delete(Path.Combine(log.Path, segments[0]));
        LogFinding? gap = log.Verify(log.Key).FirstBad;
        Assert.Equal((FindingReason.SegmentGap, segments[1], 1L), (gap!.Reason, gap.File, gap.Sequence));
    }

    [Theory]
    [InlineData("segments/note.txt", 9)]
    [InlineData("heads/1.json", 0)]
    [InlineData("keys/key.pem", 0)]
    [InlineData("readme", 0)]
    public void Verify_FileThatDoesNotBelong_Found(string file, long sequence)
    {
        using TemporaryLog log = TwoSegments();
        log.Write(file, "hello"u8.ToArray());
        LogFinding? found = log.Verify(log.Key).FirstBad;
        Assert.Equal((FindingReason.UnknownFile, file, sequence), (found!.Reason, found.File, found.Sequence));
        File.Move(Path.Combine(log.Path, file), Path.Combine(log.Path, file + ".tmp"));
        Assert.True(log.Verify(log.Key).IsSound);
    }

    [Fact]
    public void Verify_BytesAfterTheSealOrInTheZeros_Found()
    {
        using TemporaryLog log = TwoSegments();
        FramePlace seal = log.Frames()[^1];
        byte[] sound = log.Read(seal.File);
        log.Write(seal.File, [.. sound, 0]);
        Assert.Equal((FindingReason.TrailingBytes, (long)seal.End),
            (log.Verify().FirstBad!.Reason, log.Verify().FirstBad!.Offset));
        log.Write(seal.File, [.. sound[..seal.Start], .. new byte[4096], 1]);
        Assert.Equal(FindingReason.TrailingBytes, log.Verify().FirstBad!.Reason);
        log.Write(seal.File, [.. sound[..seal.Start], .. new byte[4096]]);
        log.Write(LogLayout.Lock, []);
        Assert.True(log.Verify(log.Key).IsSound);
    }

    [Fact]
    public void Verify_NoLog_RefusedAsInput()
    {
        DirectoryInfo empty = Directory.CreateTempSubdirectory("dms-audit-");
        Assert.Equal("no-log", Assert.Throws<InputRefusedException>(() => LogVerifier.Verify(empty.FullName, [])).Code);
        empty.CreateSubdirectory("segments");
        Assert.Equal("no-log", Assert.Throws<InputRefusedException>(() => LogVerifier.Verify(empty.FullName, [])).Code);
        empty.Delete(recursive: true);
    }

    [Fact]
    public void Verify_MoreThanSixtyFourMebibytes_MemoryStaysSmall()
    {
        using TemporaryLog log = new(0, TimeSpan.FromHours(1), close: false);
        CanonicalObject fields = new CanonicalObjectBuilder().Add("text", new string('x', 4_000)).Build();
        for (int i = 0; i < 25_000; i++)
        {
            log.Writer.Append(new AuditRecord("note", SampleRecords.Start, "system:test", fields));
        }

        log.Writer.Close();
        GC.Collect();
        long before = GC.GetTotalMemory(forceFullCollection: true);
        Assert.True(log.Verify(log.Key).IsSound);
        long held = GC.GetTotalMemory(forceFullCollection: true) - before;
        Assert.InRange(held, long.MinValue, 8L << 20);
    }

    private static (string File, int Offset, long Sequence) Place(TemporaryLog log)
    {
        LogFinding? found = log.Verify(log.Key).FirstBad;
        Assert.NotNull(found);
        return (found.File, (int)found.Offset, found.Sequence);
    }

    private static (long Sequence, long Offset) Expected(List<FramePlace> frames, string file, int position)
    {
        if (!file.StartsWith("segments/", StringComparison.Ordinal))
        {
            bool head = file.StartsWith("heads/", StringComparison.Ordinal);
            return (head ? long.Parse(Path.GetFileNameWithoutExtension(file)) : 0, 0);
        }

        long last = 0;
        foreach (FramePlace frame in frames)
        {
            if (frame.File == file && position < frame.End)
            {
                return (last + 1, position < 64 ? 0 : frame.Start);
            }

            last = frame.Sequence;
        }

        throw new InvalidOperationException("No frame holds the byte.");
    }
}
