namespace Dms.Predictive.Audit.Tests;

public sealed class DiskFaultTests : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("dms-fault-");

    private string Folder => Path.Combine(_folder.FullName, "journal");

    public void Dispose() => _folder.Delete(recursive: true);

    [Theory]
    [InlineData(Fault.ShortWrite)]
    [InlineData(Fault.DiskFull)]
    [InlineData(Fault.FlushFails)]
    public void Commit_DiskFails_WriterStopsForGoodAndCommittedPayloadsStay(Fault fault)
    {
        FaultyDisk disk = new();
        using (JournalWriter journal = JournalWriter.OpenOn(Folder, null, null, disk.Open))
        {
            journal.Append([1, 2, 3]);
            journal.Commit();
            disk.Fault = fault;
            journal.Append([4, 5, 6]);
            Assert.Throws<IOException>(journal.Commit);
            disk.Fault = Fault.None;
            Assert.Throws<InvalidOperationException>(() => journal.Append([7, 8]));
            Assert.Throws<InvalidOperationException>(journal.Commit);
            Assert.Throws<InvalidOperationException>(journal.Close);
            Assert.Equal(1, journal.Committed);
        }

        Assert.Equal(0, disk.TouchedAfterFault);
        List<byte> first = [];
        using JournalWriter again = JournalWriter.Open(Folder, (_, p) => first.Add(p[0]));
        Assert.Equal(1, first[0]);
        Assert.InRange(first.Count, 1, 2);
    }

    [Fact]
    public void Append_DiskFailsUnderTheAuditLog_WriterStopsForGood()
    {
        using TemporaryLog sample = new(0, TimeSpan.FromHours(1));
        FaultyDisk disk = new();
        using AuditLogWriter writer = AuditLogWriter.CreateOn(Folder, sample.Signer, 1, disk.Open);
        writer.Append(SampleRecords.Opened());
        disk.Fault = Fault.DiskFull;
        Assert.Throws<IOException>(writer.Commit);
        disk.Fault = Fault.None;
        Assert.Throws<InvalidOperationException>(() => writer.Append(SampleRecords.Environment()));
        Assert.Throws<InvalidOperationException>(writer.WriteHead);
        Assert.Empty(Directory.GetFiles(Path.Combine(Folder, "heads")));
    }

    /// <summary>What the disk does wrong.</summary>
    public enum Fault
    {
        None,
        ShortWrite,
        DiskFull,
        FlushFails,
    }

    private sealed class FaultyDisk
    {
        private bool _hasFailed;

        public Fault Fault { get; set; }

        public int TouchedAfterFault { get; private set; }

        public IBlockFile Open(string path, FileMode mode) => new FaultyFile(this, DiskBlockFile.Open(path, mode));

        private void Touch()
        {
            TouchedAfterFault += _hasFailed ? 1 : 0;
            _hasFailed |= Fault != Fault.None;
        }

        private sealed class FaultyFile(FaultyDisk disk, IBlockFile file) : IBlockFile
        {
            public void Write(ReadOnlySpan<byte> bytes, long offset)
            {
                if (disk.Fault == Fault.FlushFails)
                {
                    file.Write(bytes, offset);
                    return;
                }

                disk.Touch();
                file.Write(disk.Fault switch
                {
                    Fault.ShortWrite => bytes[..(bytes.Length / 2)],
                    Fault.DiskFull => [],
                    _ => bytes,
                }, offset);
                if (disk.Fault != Fault.None)
                {
                    throw new IOException("No space left on device.");
                }
            }

            public void Flush()
            {
                disk.Touch();
                if (disk.Fault == Fault.FlushFails)
                {
                    throw new IOException("Input/output error.");
                }

                file.Flush();
            }

            public void Dispose() => file.Dispose();
        }
    }
}
