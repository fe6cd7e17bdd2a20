using Dms.Predictive.Core;

namespace Dms.Predictive.Audit.Tests;

public class LogSalvageTests
{
    private static readonly string LogId = SampleRecords.Opened().Fields.Text("log")!;

    private static SalvageOrder Order(long to, string first = "ann", string second = "bob", string? log = null) => new(
        log ?? LogId, to, "disk failure",
        [
            new Approval(first, SampleRecords.Start, new string('a', 32)),
            new Approval(second, SampleRecords.Start, new string('b', 32)),
        ]);

    [Fact]
    public void Run_DamagedInside_GoodPartAndTheLossInANewSoundLog()
    {
        using TemporaryLog log = new(20, TimeSpan.FromHours(3));
        string file = log.Segments()[1];
        FramePlace hit = log.Frames().First(f => f.File == file && f.Type == 1);
        log.Flip(file, (hit.Start + 70) * 8);
        byte[] damaged = log.Read(file);
        long good = hit.Sequence - 1;
        string target = log.Path + "-new";
        Assert.Equal(good + 1, LogSalvage.Run(log.Path, target, Order(good), log.Signer));
        LogVerification verdict = LogVerifier.Verify(target, [log.Key]);
        Assert.Null(verdict.FirstBad);
        SealedRecord last = AuditLogReader.Read(target).Last();
        Assert.Equal((RecordKind.LogRepaired, good + 1), (last.Kind, last.Body.Integer("firstDropped")));
        Assert.Equal(2, last.Body.Items("approvals")!.Count);
        Assert.Equal(damaged, log.Read(file));
        Assert.Equal(
            AuditLogReader.Read(target).Take((int)good).Select(r => r.ToString()),
            AuditLogReader.Read(target).Where(r => r.Sequence <= good).Select(r => r.ToString()));
    }

    [Theory]
    [InlineData("ann", "ann", 4, null, "approval")]
    [InlineData("ann", "bob", 4, "00000000000000000000000000000000", "approval")]
    [InlineData("ann", "bob", 999, null, "beyond-good")]
    public void Run_OnePersonOtherLogOrTooMuch_Refused(string first, string second, long to, string? other, string code)
    {
        using TemporaryLog log = new(2, TimeSpan.FromHours(1));
        string target = log.Path + "-new";
        Assert.Equal(code, Assert.Throws<InputRefusedException>(
            () => LogSalvage.Run(log.Path, target, Order(to, first, second, other), log.Signer)).Code);
        Assert.False(Directory.Exists(target));
    }
}
