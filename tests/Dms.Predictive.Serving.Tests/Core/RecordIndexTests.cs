using Dms.Predictive.Audit;
using Dms.Predictive.Core;

namespace Dms.Predictive.Serving.Tests;

/// <summary>A question about one account reads two margins and a forecast, however long the log is.</summary>
public sealed class RecordIndexTests : IDisposable
{
    private const int Accounts = 3;
    private static readonly Timestamp Start = Timestamp.FromDate(2026, 1, 1);
    private static readonly string Hash = new('a', 64);
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("dms-index-");

    public void Dispose() => _folder.Delete(recursive: true);

    [Fact]
    public void Explain_ALogTenTimesAsLong_ReadsNoMoreBytes()
    {
        (RecordIndex small, long few) = Log("short", 400);
        (RecordIndex large, long many) = Log("long", 4_000);
        Assert.True(many > 9 * few);
        long limit = 0;
        foreach ((RecordIndex index, long records, string log) in new[] { (small, few, "short"), (large, many, "long") })
        {
            foreach (double share in (double[])[0.1, 0.5, 0.9])
            {
                long before = index.BytesRead;
                Timestamp at = Start + TimeSpan.FromMinutes((int)(share * records / (Accounts + 1)));
                SealedRecord[] read = [index.Read(index.LastMargin("A-1", at, records)!.Value), index.Read(index.LastMargin("A-1", null, records)!.Value)];
                long used = index.BytesRead - before;
                limit = Math.Max(limit, log == "short" ? used : 0);
                long most = 2 * ((64 * FrameHeader.Size) + read.Max(r => r.Canonical.Length) + FrameHeader.Size);
                Assert.InRange(used, read.Sum(r => r.Canonical.Length), most);
                Assert.True(log == "short" || used <= most, $"{used} bytes for a log of {records} records; {limit} for the short one.");
            }
        }

        long size = new DirectoryInfo(Path.Combine(_folder.FullName, "long")).EnumerateFiles("*", SearchOption.AllDirectories).Sum(f => f.Length);
        Assert.True(limit * 100 < size, $"{limit} of {size} bytes are read.");
    }

    [Fact]
    public void LastMargin_AtEveryTime_IsTheOneAScanFinds()
    {
        (RecordIndex index, long records) = Log("log", 60);
        SealedRecord[] all = [.. AuditLogReader.Read(Path.Combine(_folder.FullName, "log"))];
        for (int minute = -1; minute < 62; minute++)
        {
            Timestamp at = Start + TimeSpan.FromMinutes(minute) + TimeSpan.FromSeconds(30);
            foreach (string account in (string[])["A-0", "A-2", "nobody"])
            {
                long? scanned = all.LastOrDefault(r => r.Kind == RecordKind.MarginDecided && r.Body.Text("account") == account && r.At <= at)?.Sequence;
                Assert.Equal(scanned, index.LastMargin(account, at, records));
            }
        }

        Assert.Equal(all[10].Sequence, Assert.Single(all, r => r.Canonical.Span.SequenceEqual(index.Read(11).Canonical.Span)).Sequence);
        Assert.Equal(index.LastMargin("A-1", null, 20), all.Last(r => r.Body.Text("account") == "A-1" && r.Sequence <= 20).Sequence);
    }

    [Fact]
    public void Read_ADamagedFrame_IsRefusedByItsPlace()
    {
        (RecordIndex index, long records) = Log("log", 60);
        string segment = Directory.EnumerateFiles(Path.Combine(_folder.FullName, "log", "segments")).Order(StringComparer.Ordinal).Last();
        byte[] bytes = File.ReadAllBytes(segment);
        bytes[^400] ^= 1;
        File.WriteAllBytes(segment, bytes);

        int refused = Enumerable.Range(200, (int)records - 199).Count(sequence =>
        {
            try
            {
                index.Read(sequence);
                return false;
            }
            catch (InputRefusedException e)
            {
                Assert.Equal("log-damaged", e.Code);
                return true;
            }
        });
        Assert.Equal(1, refused);
    }

    // One forecast and a margin per account each minute; read back half from the file and half from the writer.
    private (RecordIndex Index, long Records) Log(string name, int minutes)
    {
        string folder = Path.Combine(_folder.FullName, name);
        RecordIndex index = new(folder);
        using AuditSigner signer = AuditSigner.CreateThrowAway(Start);
        using (AuditLogWriter first = AuditLogWriter.Create(folder, signer))
        {
            first.Append(new LogOpened { Log = new string('b', 32), ProductVersion = "0.1.0", ProductCommit = null, PolicyHash = Hash }.ToRecord(Start, "system:test"));
            first.Append(new EnvironmentRecorded(CanonicalObject.Empty).ToRecord(Start, "system:test"));
            Append(first, 0, minutes / 2, null);
            first.Close();
        }

        foreach ((SealedRecord record, SegmentPlace place) in AuditLogReader.ReadPlaced(folder))
        {
            index.Note(record, place);
        }

        using AuditLogWriter writer = AuditLogWriter.Open(folder, signer, Start);
        Append(writer, minutes / 2, minutes, index);
        writer.Commit();
        return (index, writer.Trail.Size);
    }

    private static void Append(AuditLogWriter writer, int from, int to, RecordIndex? index)
    {
        for (int minute = from; minute < to; minute++)
        {
            Timestamp at = Start + TimeSpan.FromMinutes(minute);
            AuditRecord[] records = [Quality(at), .. Enumerable.Range(0, Accounts).Select(a => Margin($"A-{a}", at, minute))];
            foreach (AuditRecord record in records)
            {
                long sequence = writer.Append(record);
                index?.Note(SealedRecord.Seal(record, sequence, writer.Trail.Epoch), writer.LastPlace);
            }
        }
    }

    private static AuditRecord Quality(Timestamp at) =>
        QualityJudged.From("BTC-PERP", new QualityVerdict(QualityIssue.Gap, QualityAction.Kept, at, 17, "3 bars are absent.")).ToRecord(at, "system:test");

    private static AuditRecord Margin(string account, Timestamp at, int minute) => new MarginDecided
    {
        Account = account,
        Instrument = "BTC-PERP",
        Inputs = Hash,
        Request = CanonicalValue.Of(new string('x', 300 + (minute % 5))),
        Forecasts = [],
        PolicyHash = Hash,
        Places = 2,
        Initial = 1m,
        Maintenance = 1m,
        BaselineInitial = 1m,
        Components = new Dictionary<string, decimal> { ["Base"] = 1m },
        Uplift = 1,
        InitialEffectiveAt = at,
        MaintenanceEffectiveAt = at,
        Fallback = "warm-up",
        EnvironmentSequence = 2,
    }.ToRecord(at, "system:test");
}
