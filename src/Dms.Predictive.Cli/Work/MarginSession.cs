using Dms.Predictive.Audit;
using Dms.Predictive.Core;
using Dms.Predictive.Features;
using Dms.Predictive.Margin;
using Dms.Predictive.Pipeline;

namespace Dms.Predictive.Cli.Work;

/// <summary>Builds pipelines for back-tests and the demo: one long position of one unit, well funded.</summary>
internal static class MarginSession
{
    private const decimal Cash = 1_000_000_000m;

    /// <summary>The account whose margin is followed: long one unit, so that requirement ÷ price is a rate.</summary>
    public static Account Account(string instrument) =>
        new("A-1", MarginMode.Isolated, Cash, [new Position(instrument, 1m)]);

    /// <summary>A pipeline whose log id repeats when configuration and data repeat.</summary>
    public static MarginPipeline Open(
        BarSeries series, PipelinePolicy policy, IEnumerable<string> dataDigests, AuditTrail trail, Timestamp at,
        EngineInputs? inputs = null, Func<MarginRequest, bool>? takesApart = null)
    {
        string logId = LogOpened.IdFrom(PipelinePolicyJson.Hash(policy), dataDigests);
        PipelineSettings settings = new(series.Instrument, series.LengthMinutes, policy, logId, Fingerprint()) { Inputs = inputs, TakesApart = takesApart };
        return new MarginPipeline(settings, trail, at);
    }

    /// <summary>Machine and program that compute now.</summary>
    public static CanonicalObject Fingerprint() => EnvironmentFingerprint.Capture(new ProgramParts
    {
        PackageLockSha256 = PackageLock.Hash,
        Assemblies =
        [
            typeof(Timestamp).Assembly, typeof(FeatureEngine).Assembly, typeof(Volatility.Garch11).Assembly,
            typeof(Learning.Forest).Assembly, typeof(Margin.MarginCalculator).Assembly, typeof(MarginPipeline).Assembly,
        ],
        Settings = new CanonicalObjectBuilder().Add("trainingThreads", 1).Build(),
    });
}
