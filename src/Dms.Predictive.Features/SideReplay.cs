using Dms.Predictive.Core;
using Dms.Predictive.Features.OrderFlow;
using Dms.Predictive.Features.Series;

namespace Dms.Predictive.Features;

/// <summary>Tells an engine of everything that accompanies its bars at the time at which it was known, and not before.</summary>
public sealed class SideReplay
{
    private readonly FeatureEngine _engine;
    private readonly SideHistory _history;
    private readonly SeriesReplay _series;
    private readonly FlowReplay? _flow;
    private readonly int[] _nextPeer;

    /// <summary>Starts before the first event.</summary>
    /// <param name="engine">Engine made for the inputs of the history.</param>
    /// <param name="history">The history.</param>
    public SideReplay(FeatureEngine engine, SideHistory history)
    {
        ArgumentNullException.ThrowIfNull(history);
        (_engine, _history, _nextPeer) = (engine, history, new int[history.Peers.Count]);
        _series = new SeriesReplay(engine, history.Series);
        _flow = history.Flow is null ? null : new FlowReplay(engine, history.Flow);
    }

    /// <summary>Hands over what was known by a time, that time included.</summary>
    /// <param name="asOf">No earlier than the time asked before.</param>
    public void AdvanceTo(Timestamp asOf)
    {
        _series.AdvanceTo(asOf);
        _flow?.AdvanceTo(asOf);
        for (int peer = 0; peer < _nextPeer.Length; peer++)
        {
            BarSeries bars = _history.Peers[peer];
            for (; _nextPeer[peer] < bars.Bars.Count && bars.Bars[_nextPeer[peer]].OpenTime + bars.Length <= asOf; _nextPeer[peer]++)
            {
                _engine.ObservePeer(peer, bars.Bars[_nextPeer[peer]]);
            }
        }
    }
}
