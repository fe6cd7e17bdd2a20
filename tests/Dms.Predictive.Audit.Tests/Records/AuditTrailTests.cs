using Dms.Predictive.Core;

namespace Dms.Predictive.Audit.Tests;

public class AuditTrailTests
{
    private static readonly Timestamp Later = SampleRecords.Start + TimeSpan.FromMinutes(1);
    private readonly MemoryRecordSink _sink = new();

    private AuditTrail Opened()
    {
        AuditTrail trail = new(_sink);
        foreach (AuditRecord record in SampleRecords.Log(1, TimeSpan.FromMinutes(1)))
        {
            trail.Append(record);
        }

        return trail;
    }

    [Fact]
    public void Append_SampleLog_SequencesChainAndRootAsRecomputed()
    {
        AuditTrail trail = Opened();
        HashChain chain = new();
        foreach (SealedRecord record in _sink.Records)
        {
            chain.Advance(record.Canonical.Span);
        }

        Assert.Equal(6, trail.Size);
        Assert.Equal(Enumerable.Range(1, 6).Select(i => (long)i), _sink.Records.Select(r => r.Sequence));
        Assert.Equal(chain.Hex, trail.ChainHash);
        byte[][] leaves = [.. _sink.Records.Select(r => MerkleHash.Leaf(r.Canonical.Span))];
        Assert.Equal(Convert.ToHexStringLower(MerkleProof.Root(leaves)), trail.MerkleRoot);
        Assert.All(_sink.Records, r => Assert.Equal(r.Body.ToString(), SealedRecord.Read(r.Canonical).Body.ToString()));
    }

    [Fact]
    public void Append_SameRecordsTwice_SameRoot()
    {
        string first = Opened().MerkleRoot;
        Assert.Equal(first, Opened().MerkleRoot);
    }

    [Fact]
    public void Append_MarginWithoutItsForecast_RefusedAndNothingAppended() =>
        Refused(SampleRecords.Margin(Later, 7), "forecasts");

    [Fact]
    public void Append_MarginPointingAtAMargin_Refused() => Refused(SampleRecords.Margin(Later, 6), "forecasts");

    [Fact]
    public void Append_MarginOfUnknownPolicy_Refused() =>
        Refused(SampleRecords.Margin(Later, 5) with { PolicyHash = SampleRecords.Sha("other") }, "policyHash");

    [Fact]
    public void Append_MarginOfUnknownEnvironment_Refused() =>
        Refused(SampleRecords.Margin(Later, 5) with { EnvironmentSequence = 1 }, "env");

    [Fact]
    public void Append_ComponentsOffByOneCent_Refused() =>
        Refused(SampleRecords.Margin(Later, 5) with { Initial = 15234.08m }, "components sum to");

    [Fact]
    public void Append_InitialBelowBaseline_Refused() =>
        Refused(SampleRecords.Margin(Later, 5) with { BaselineInitial = 15234.08m }, "baselineInitial");

    [Fact]
    public void Append_MaintenanceAboveInitial_Refused() =>
        Refused(SampleRecords.Margin(Later, 5) with { Maintenance = 15234.08m }, "maintenance");

    [Fact]
    public void Append_NoForecastAndNoFallback_Refused() =>
        Refused(SampleRecords.Margin(Later) with { Fallback = null }, "fallback");

    [Fact]
    public void Append_InstrumentAndPortfolio_Refused() =>
        Refused(SampleRecords.Margin(Later, 5) with { Portfolio = "p" }, "Exactly one");

    [Fact]
    public void Append_FallbackWithoutForecast_Accepted()
    {
        AuditTrail trail = Opened();
        Assert.Equal(7, trail.Append(SampleRecords.Margin(Later).ToRecord(Later, "system:test")));
    }

    [Fact]
    public void Append_NanFeatureWithoutReason_RefusedWithReasonAccepted()
    {
        AuditTrail trail = Opened();
        ForecastIssued forecast = SampleRecords.Forecast(Later) with { Features = new[] { double.NaN, 1 } };
        Assert.Contains("missing", Assert.Throws<ArgumentException>(
            () => trail.Append(forecast.ToRecord(Later, "system:test"))).Message, StringComparison.Ordinal);
        forecast = forecast with { Missing = new Dictionary<string, string> { ["rv_60"] = "warm-up" } };
        Assert.Equal(7, trail.Append(forecast.ToRecord(Later, "system:test")));
    }

    [Fact]
    public void Append_NanVariance_Refused()
    {
        AuditTrail trail = Opened();
        ForecastIssued forecast = SampleRecords.Forecast(Later) with { Blend = double.NaN };
        Assert.Throws<ArgumentException>(() => trail.Append(forecast.ToRecord(Later, "system:test")));
    }

    [Fact]
    public void Append_EarlierThanTheRecordBefore_Refused()
    {
        AuditTrail trail = Opened();
        Assert.Throws<ArgumentException>(() => trail.Append(SampleRecords.Quality(SampleRecords.Start)));
        Assert.Equal(7, trail.Append(SampleRecords.Quality(Later)));
    }

    [Fact]
    public void Append_FirstRecordNotLogOpened_Refused() =>
        Assert.Throws<ArgumentException>(() => new AuditTrail(_sink).Append(SampleRecords.Environment()));

    [Fact]
    public void Append_LogOpenedTwice_Refused()
    {
        AuditTrail trail = Opened();
        Assert.Throws<ArgumentException>(() => trail.Append(
            new AuditRecord(RecordKind.LogOpened, Later, "system:test", SampleRecords.Opened().Fields)));
    }

    [Fact]
    public void Record_ReservedFieldOrEmptyActor_Refused()
    {
        CanonicalObject reserved = new CanonicalObjectBuilder().Add("seq", 1).Build();
        Assert.Throws<ArgumentException>(() => new AuditRecord("note", Later, "system:test", reserved));
        Assert.Throws<ArgumentException>(() => new AuditRecord("note", Later, " ", CanonicalObject.Empty));
    }

    private void Refused(MarginDecided margin, string because)
    {
        AuditTrail trail = Opened();
        string root = trail.MerkleRoot;
        ArgumentException e =
            Assert.Throws<ArgumentException>(() => trail.Append(margin.ToRecord(Later, "system:test")));
        Assert.Contains(because, e.Message, StringComparison.Ordinal);
        Assert.Equal((6, root, 6), (trail.Size, trail.MerkleRoot, _sink.Records.Count));
    }
}
