using Dms.Predictive.Core;
using Dms.Predictive.Training;

namespace Dms.Predictive.Cli.Workbench;

/// <summary>A walk-forward evaluation: forecasts, losses and calibration of a span.</summary>
public sealed class BenchEvaluation
{
    private readonly WalkForwardRun _run;
    private readonly EvaluationProtocol _protocol;
    private readonly (Timestamp Start, Timestamp End) _span;

    internal BenchEvaluation(WalkForwardRun run, EvaluationProtocol protocol, (Timestamp Start, Timestamp End) span)
    {
        (_run, _protocol, _span) = (run, protocol, span);
        Summaries = EvaluationSummary.Of(run, span, protocol.Seed);
    }

    /// <summary>Losses, gains with intervals and regimes, one entry per horizon.</summary>
    public IReadOnlyList<HorizonSummary> Summaries { get; }

    /// <summary>Hash of the protocol; says what was evaluated.</summary>
    public string ProtocolHash => _protocol.Hash;

    /// <summary>Forecast probability of a spike against the share that came true; empty when none was issued.</summary>
    public IReadOnlyList<CalibrationBin> Calibration => CalibrationCurve.Of(_run, _span);

    /// <summary>Losses by horizon, slice and model; see <see cref="EvaluationFrame.Columns"/>.</summary>
    public FrameDocument Losses() => EvaluationFrame.Of(Summaries, ProtocolHash);

    /// <summary>Every forecast of the span; see <see cref="ForecastFrame.Columns"/>.</summary>
    public FrameDocument Forecasts() => ForecastFrame.Of(ForecastRow.Of(_run, _span, null), ProtocolHash);
}
