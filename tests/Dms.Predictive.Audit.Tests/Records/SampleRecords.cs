using System.Security.Cryptography;
using System.Text;
using Dms.Predictive.Core;

namespace Dms.Predictive.Audit.Tests;

/// <summary>Records that every rule accepts, in the order a log needs them.</summary>
internal static class SampleRecords
{
    public static readonly Timestamp Start = Timestamp.FromDate(2026, 1, 1);

    public static readonly string Policy = Sha("policy");

    public static string Sha(string text) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text)));

    public static AuditRecord Opened() => new LogOpened
    {
        Log = LogOpened.IdFrom(Sha("configuration"), [Sha("data")]),
        ProductVersion = "0.1.0",
        ProductCommit = null,
        PolicyHash = Policy,
    }.ToRecord(Start, "system:test");

    public static AuditRecord Environment() => new EnvironmentRecorded(
        new CanonicalObjectBuilder().Add("runtime", "10.0").Add("rid", "linux-x64").Build())
            .ToRecord(Start, "system:test");

    public static AuditRecord Model() => new ModelRegistered
    {
        Model = "gbdt",
        Version = "1",
        Sha256 = Sha("model"),
        ManifestSha256 = Sha("manifest"),
        Alias = "champion",
        Approvals = [new Approval("approver-1", Start, new string('a', 32))],
        Reason = "first model",
    }.ToRecord(Start, "system:test");

    public static AuditRecord PolicyChange() => new PolicyChanged
    {
        Id = "default",
        Hash = Policy,
        Differences = [new PolicyDifference("overlay.cap", null, "3")],
        EffectiveAt = Start,
    }.ToRecord(Start, "system:test");

    public static ForecastIssued Forecast(Timestamp at) => new()
    {
        Instrument = "BTC-PERP",
        HorizonMs = 3_600_000,
        FeatureSchema = Sha("features"),
        Features = new double[] { 0.25, -1e-7 },
        FeatureTime = at,
        Model = "gbdt",
        ModelSha256 = Sha("model"),
        Raw = CanonicalNumber.Bits(0.5f),
        Calibrated = 0.5,
        Members = new Dictionary<string, double> { ["garch"] = 1e-4, ["gbdt"] = 2e-4 },
        Weights = new Dictionary<string, double> { ["garch"] = 0.5, ["gbdt"] = 0.5 },
        Blend = 1.5e-4,
        EnvironmentSequence = 2,
    };

    public static MarginDecided Margin(Timestamp at, params long[] forecasts) => new()
    {
        Account = "acct/α-1",
        Instrument = "BTC-PERP",
        Inputs = Sha("request"),
        Request = CanonicalValue.Of("{\"quantity\":1}"),
        Forecasts = forecasts,
        PolicyHash = Policy,
        Places = 2,
        Initial = 15234.07m,
        Maintenance = 12000.00m,
        BaselineInitial = 12695.06m,
        Components = new Dictionary<string, decimal>
        {
            ["Base"] = 12695.06m,
            ["MlUplift"] = 2539.01m,
            ["Rounding"] = 0m,
        },
        Uplift = 1.2,
        InitialEffectiveAt = at,
        MaintenanceEffectiveAt = at + TimeSpan.FromHours(1),
        Fallback = forecasts.Length == 0 ? "warm-up" : null,
        EnvironmentSequence = 2,
    };

    public static AuditRecord Quality(Timestamp at) => QualityJudged.From(
        "BTC-PERP", new QualityVerdict(QualityIssue.Gap, QualityAction.Kept, at, 17, "3 bars are absent."))
        .ToRecord(at, "system:test");

    /// <summary>Four records, then pairs of forecast and margin, one pair a minute from the start.</summary>
    public static IEnumerable<AuditRecord> Log(int pairs, TimeSpan step)
    {
        yield return Opened();
        yield return Environment();
        yield return Model();
        yield return PolicyChange();
        for (int i = 0; i < pairs; i++)
        {
            Timestamp at = Start + (step * (i + 1));
            yield return Forecast(at).ToRecord(at, "system:test");
            yield return Margin(at, 5 + (2 * i)).ToRecord(at, "system:test");
        }
    }
}
