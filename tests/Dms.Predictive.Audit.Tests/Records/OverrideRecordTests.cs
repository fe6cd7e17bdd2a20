using Dms.Predictive.Core;

namespace Dms.Predictive.Audit.Tests;

public sealed class OverrideRecordTests
{
    private static readonly Timestamp At = SampleRecords.Start + TimeSpan.FromMinutes(1);
    private static readonly OverrideScope OfAccount = new(null, "acct/α-1");
    private readonly MemoryRecordSink _sink = new();
    private readonly AuditTrail _trail;

    public OverrideRecordTests()
    {
        _trail = new AuditTrail(_sink);
        foreach (AuditRecord record in SampleRecords.Log(1, TimeSpan.FromMinutes(1)))
        {
            _trail.Append(record);
        }
    }

    [Theory]
    [InlineData(1.5, 1, 7 * 24, true)]
    [InlineData(1.5, 0, 24, false)]
    [InlineData(0.9, 1, 24, false)]
    [InlineData(0.9, 2, 24, true)]
    [InlineData(1.5, 1, (7 * 24) + 1, false)]
    [InlineData(1.5, 1, 0, false)]
    public void Append_AnOverride_NeedsItsApproversAndAnEndWithinAWeek(double factor, int people, int hours, bool isTaken)
    {
        AuditRecord record = Set((decimal)factor, Math.Max(1, people), hours).ToRecord(At, "p1");
        if (people == 0)
        {
            CanonicalObject fields = new CanonicalObjectBuilder().AddAll(record.Fields.Without("approvals")).Add("approvals", Array.Empty<string>()).Build();
            record = new AuditRecord(record.Kind, record.At, record.Actor, fields);
        }

        if (isTaken)
        {
            Assert.True(_trail.Append(record) > 0);
        }
        else
        {
            Assert.Throws<ArgumentException>(() => _trail.Append(record));
        }
    }

    [Fact]
    public void Append_TheSameApproverTwice_IsOnePerson()
    {
        OverrideSet set = Set(0.9m, 2, 24);
        OverrideSet forged = set with { Approvals = [set.Approvals[0], set.Approvals[0]] };

        Assert.Throws<ArgumentException>(() => _trail.Append(forged.ToRecord(At, "p1")));
    }

    [Fact]
    public void Append_MarginUnderAnOverride_MustNameItAndNoOther()
    {
        Assert.Throws<ArgumentException>(() => _trail.Append(Margin(1)));
        long set = _trail.Append(Set(1.5m, 1, 24).ToRecord(At, "p1"));

        Assert.Throws<ArgumentException>(() => _trail.Append(Margin()));
        Assert.True(_trail.Append(Margin(set)) > set);
        Assert.True(_trail.Append((SampleRecords.Margin(At) with { Account = "another" }).ToRecord(At, "system:test")) > set);
    }

    [Fact]
    public void Append_TheEnd_OnlyInTimeOrWithTwoApproversForARaise()
    {
        long set = _trail.Append(Set(1.5m, 1, 24).ToRecord(At, "p1"));
        Timestamp over = At + TimeSpan.FromHours(24);

        Assert.Throws<ArgumentException>(() => _trail.Append(End(set, OverrideExpired.Expired, 0).ToRecord(At, "system:host")));
        Assert.Throws<ArgumentException>(() => _trail.Append(End(set, OverrideExpired.Withdrawn, 1).ToRecord(At, "p1")));
        Assert.Throws<ArgumentException>(() => _trail.Append(End(set + 9, OverrideExpired.Expired, 0).ToRecord(over, "system:host")));
        _trail.Append(End(set, OverrideExpired.Expired, 0).ToRecord(over, "system:host"));
        Assert.Throws<ArgumentException>(() => _trail.Append(End(set, OverrideExpired.Expired, 0).ToRecord(over, "system:host")));
    }

    [Fact]
    public void Find_ByKindPersonScopeTimeAndWhetherItHolds()
    {
        long first = _trail.Append(Set(1.5m, 1, 24).ToRecord(At, "p1"));
        Timestamp later = At + TimeSpan.FromHours(25);
        long end = _trail.Append(End(first, OverrideExpired.Expired, 0).ToRecord(later, "system:host"));
        long second = _trail.Append((Set(0.9m, 2, 24) with { Id = "43", Scope = new("BTC-PERP", null), Until = later + TimeSpan.FromHours(1) }).ToRecord(later, "p2"));

        Assert.Equal([first, second], Found(new() { Kinds = [RecordKind.OverrideSet] }));
        Assert.Equal([first, end], Found(new() { Kinds = [RecordKind.OverrideSet, RecordKind.OverrideExpired], Account = OfAccount.Account }));
        Assert.Equal([second], Found(new() { Kinds = [RecordKind.OverrideSet], Actor = "p2" }));
        Assert.Equal([first, second], Found(new() { Actor = "p1" }));
        Assert.Equal([second], Found(new() { Active = true }));
        Assert.Equal([first], Found(new() { Active = true, To = At + TimeSpan.FromHours(1) }));
        Assert.Empty(Found(new() { Active = true, To = later + TimeSpan.FromHours(2) }));
        Assert.Equal([end], Found(new() { From = later, Instrument = null, Kinds = [RecordKind.OverrideExpired] }));
        Assert.Equal([second], Found(new() { Kinds = [RecordKind.OverrideSet], Instrument = "BTC-PERP" }));
    }

    private IEnumerable<long> Found(RecordQuery query) => query.Find(_sink.Records).Select(r => r.Sequence);

    private static AuditRecord Margin(params long[] overrides) => (SampleRecords.Margin(At) with
    {
        Extra = overrides.Length == 0 ? null : new CanonicalObjectBuilder().Add("overrides", overrides).Build(),
    }).ToRecord(At, "system:test");

    private static OverrideSet Set(decimal factor, int people, int hours) => new()
    {
        Id = "42",
        Scope = OfAccount,
        Factor = factor,
        Why = "a venue is under attack",
        Until = At + TimeSpan.FromHours(hours),
        Approvals = [.. Enumerable.Range(1, people).Select(p => new Approval($"p{p}", At, $"p{p}"))],
    };

    private static OverrideExpired End(long set, string reason, int people) => new()
    {
        Set = set,
        Id = "42",
        Scope = OfAccount,
        Until = At + TimeSpan.FromHours(24),
        Reason = reason,
        Approvals = [.. Enumerable.Range(1, people).Select(p => new Approval($"p{p}", At, $"p{p}"))],
    };
}
