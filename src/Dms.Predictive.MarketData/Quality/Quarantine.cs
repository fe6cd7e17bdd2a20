using Dms.Predictive.Core;

namespace Dms.Predictive.MarketData;

/// <summary>A refused event with what it said.</summary>
/// <param name="Verdict">Why it was refused.</param>
/// <param name="Stamp">Its clocks.</param>
/// <param name="Content">The event as text.</param>
public sealed record QuarantinedEvent(QualityVerdict Verdict, EventStamp Stamp, string Content);

/// <summary>The last refused events; older ones make room.</summary>
/// <param name="most">How many are kept.</param>
public sealed class Quarantine(int most)
{
    private readonly Queue<QuarantinedEvent> _events = [];

    /// <summary>How many were refused in all.</summary>
    public long Total { get; private set; }

    /// <summary>Those that are kept, oldest first.</summary>
    public IReadOnlyCollection<QuarantinedEvent> Events => _events;

    internal void Add(QuarantinedEvent refused)
    {
        Total++;
        if (_events.Count == most)
        {
            _events.Dequeue();
        }

        _events.Enqueue(refused);
    }
}
