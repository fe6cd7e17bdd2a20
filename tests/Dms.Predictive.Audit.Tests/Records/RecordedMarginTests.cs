using Dms.Predictive.Core;

namespace Dms.Predictive.Audit.Tests;

public class RecordedMarginTests
{
    private static List<SealedRecord> Seal(params (string Account, decimal Base, decimal Learned)[] margins)
    {
        MemoryRecordSink sink = new();
        AuditTrail trail = new(sink);
        trail.Append(SampleRecords.Opened());
        trail.Append(SampleRecords.Environment());
        Timestamp at = SampleRecords.Start;
        foreach ((string account, decimal part, decimal learned) in margins)
        {
            at += TimeSpan.FromMinutes(1);
            trail.Append((SampleRecords.Margin(at) with
            {
                Account = account,
                BaselineInitial = part,
                Initial = part + learned,
                Maintenance = part,
                Components = new Dictionary<string, decimal> { ["Base"] = part, ["MlUplift"] = learned },
            }).ToRecord(at, "system:test"));
        }

        return [.. sink.Records];
    }

    [Fact]
    public void LargestRaises_TwoAccounts_EachAgainstItsOwnPast()
    {
        List<SealedRecord> records = Seal(("a", 100, 0), ("b", 900, 0), ("a", 120, 5), ("b", 800, 0), ("a", 126, 0));
        IReadOnlyList<RecordedRaise> raises = RecordedMargin.LargestRaises(records, 10, null);
        Assert.Equal([(5L, 3L, 25m, 5m), (7L, 5L, 1m, -5m)],
            raises.Select(r => (r.Sequence, r.Previous, r.Change, r.Learned)));
        Assert.Empty(RecordedMargin.LargestRaises(records, 10, "b"));
        Assert.Equal(5, Assert.Single(RecordedMargin.LargestRaises(records, 1, "a", byLearned: true)).Sequence);
    }

    [Fact]
    public void Of_MarginWithReasons_ResidualAndHashJudged()
    {
        CanonicalObject reasons = new CanonicalObjectBuilder().Add("reasons", new CanonicalObjectBuilder()
            .AddMoney("rv_5m", 2000m, 2).AddMoney("baseRate", 539.01m, 2).Build()).Build();
        string hash = Convert.ToHexStringLower(System.Security.Cryptography.SHA256.HashData(reasons.ToBytes()));
        RecordedMargin Read(string explanation) => RecordedMargin.Of(SealedRecord.Seal(
            (SampleRecords.Margin(SampleRecords.Start) with { Explanation = explanation, Extra = reasons })
                .ToRecord(SampleRecords.Start, "system:test"), 9, 1))!;
        RecordedMargin good = Read(hash);
        Assert.Equal((0m, true, 2539.01m), (good.Residual, good.ReasonsMatchTheirHash, good.Learned));
        Assert.False(Read(new string('0', 64)).ReasonsMatchTheirHash);
    }

    [Fact]
    public void Of_OtherKind_Null() =>
        Assert.Null(RecordedMargin.Of(SealedRecord.Seal(SampleRecords.Opened(), 1, 1)));
}
