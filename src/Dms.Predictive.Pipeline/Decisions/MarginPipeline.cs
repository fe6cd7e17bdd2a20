using Dms.Predictive.Audit;
using Dms.Predictive.Core;
using Dms.Predictive.Features;

namespace Dms.Predictive.Pipeline;

/// <summary>
/// Market bars go in, a margin decision with its reasons comes out, and the same inputs give the same bytes. The same
/// code live, replayed and back-tested; one writer.
/// </summary>
public sealed class MarginPipeline
{
    private readonly MarketDesk _desk;
    private readonly DecisionSealer _sealer;

    /// <summary>Opens a pipeline and its record.</summary>
    /// <param name="settings">Instrument, bars, policy.</param>
    /// <param name="trail">Takes the records; a new log.</param>
    /// <param name="openedAt">Time of the opening records.</param>
    public MarginPipeline(PipelineSettings settings, AuditTrail trail, Timestamp openedAt)
    {
        ArgumentNullException.ThrowIfNull(settings);
        ArgumentNullException.ThrowIfNull(trail);
        _desk = new MarketDesk(settings);
        _sealer = new DecisionSealer(settings, trail.Append, openedAt);
    }

    /// <inheritdoc cref="MarketDesk.IsWarm"/>
    public bool IsWarm(Timestamp asOf) => _desk.IsWarm(asOf);

    /// <inheritdoc cref="MarketDesk.Append"/>
    public void Append(in Bar bar) => _desk.Append(in bar);

    /// <inheritdoc cref="MarketDesk.Accompany"/>
    public SideReplay Accompany(SideHistory history) => _desk.Accompany(history);

    /// <summary>Puts a model into service from the next decision on.</summary>
    /// <exception cref="InputRefusedException">The model wants other features (<c>schema-mismatch</c>).</exception>
    public void Activate(ForecastModel model, Timestamp at)
    {
        _desk.Activate(model);
        _sealer.Register(model, at);
    }

    /// <summary>Decides the margin of an account: market, forecast, margin and reasons first, the record last.</summary>
    /// <param name="account">Positions in this pipeline's instrument, and cash.</param>
    /// <param name="asOf">Decision time, a multiple of the step; all bars known by then have been appended.</param>
    /// <exception cref="InvalidOperationException">The baseline volatility has not warmed up: a margin without it
    /// would be a made-up figure.</exception>
    public MarginDecision Decide(Account account, Timestamp asOf)
    {
        MarketOutlook outlook = _desk.Observe(asOf);
        _sealer.SealForecasts(outlook);
        _sealer.SealAlerts(outlook);
        _sealer.SealSafety(outlook);
        return _sealer.Seal(_desk.Evaluate(account, outlook));
    }
}
