using Dms.Predictive.Core;

namespace Dms.Predictive.Features.OrderFlow;

/// <summary>Tells an engine of every flow bar at its close, and not before.</summary>
/// <param name="engine">Engine made for flow.</param>
/// <param name="flow">The bars.</param>
public sealed class FlowReplay(FeatureEngine engine, FlowSeries flow)
{
    private int _next;

    /// <summary>Hands over what ended by a time, that time included.</summary>
    /// <param name="asOf">No earlier than the time asked before.</param>
    public void AdvanceTo(Timestamp asOf)
    {
        for (; _next < flow.Count && flow.OpenTime(_next) + FlowSeries.Length <= asOf; _next++)
        {
            engine.Observe(flow.OpenTime(_next), flow.Values(_next));
        }
    }
}
