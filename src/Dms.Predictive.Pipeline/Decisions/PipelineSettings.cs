using Dms.Predictive.Audit;
using Dms.Predictive.Features;
using Dms.Predictive.Margin;

namespace Dms.Predictive.Pipeline;

/// <summary>What one pipeline is built for.</summary>
/// <param name="Instrument">Instrument id; also the underlying of its linear contract.</param>
/// <param name="BarMinutes">Bar length of the feed, minutes.</param>
/// <param name="Policy">Margin policy and overlay rules.</param>
/// <param name="LogId">Id of the log, 32 lower-case hex digits.</param>
/// <param name="Fingerprint">Machine and program, recorded once.</param>
public sealed record PipelineSettings(
    string Instrument, int BarMinutes, PipelinePolicy Policy, string LogId, CanonicalObject Fingerprint)
{
    /// <summary>
    /// Bars after which a young market may be margined on its shorter windows, before the policy's own window is full;
    /// null = never.
    /// </summary>
    public int? WarmUpBars { get; init; }

    /// <summary>Which learned uplifts are taken apart into their reasons; null = every one, as it must be wherever the
    /// record is kept. It changes no margin.</summary>
    public Func<MarginRequest, bool>? TakesApart { get; init; }

    /// <summary>What accompanies the bars; null = nothing.</summary>
    public EngineInputs? Inputs { get; init; }
}
