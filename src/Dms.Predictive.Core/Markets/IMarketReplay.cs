namespace Dms.Predictive.Core;

/// <summary>Events that can be played up to a time: a file, a simulated market, a recorded journal.</summary>
public interface IMarketReplay
{
    /// <summary>Plays, once each and in order, all further events received by a time.</summary>
    /// <param name="asOf">Information cut-off; never earlier than that of the call before.</param>
    /// <param name="sink">Takes the events.</param>
    public void AdvanceTo(Timestamp asOf, IMarketEventSink sink);
}
