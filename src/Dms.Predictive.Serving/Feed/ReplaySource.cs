using Dms.Predictive.Core;

namespace Dms.Predictive.Serving;

/// <summary>What is played: bars, and trades and book beside them.</summary>
/// <param name="Bars">The bars.</param>
/// <param name="Flow">Flow bars of the same instrument; null = none.</param>
/// <param name="FlowUntil">Close of the last flow bar that the state holds; null = none. A stop between a minute and its
/// bar must not give that minute twice.</param>
internal sealed record ReplaySource(BarSeries Bars, FlowSeries? Flow, Timestamp? FlowUntil)
{
    /// <summary>Number of flow bars.</summary>
    public int FlowCount => Flow?.Count ?? 0;

    /// <summary>Index of the first flow bar that the state does not hold.</summary>
    public int FirstFlow()
    {
        int next = 0;
        while (next < FlowCount && FlowUntil is { } until && Flow!.OpenTime(next) < until)
        {
            next++;
        }

        return next;
    }
}
