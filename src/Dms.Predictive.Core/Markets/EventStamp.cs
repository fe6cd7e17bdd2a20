namespace Dms.Predictive.Core;

/// <summary>When an event happened, when we first held it, and the venue's own number of it.</summary>
/// <param name="EventTime">Venue's clock: orders the market and fills windows.</param>
/// <param name="ReceivedTime">Our clock: decides what was known. Equal to the event time where a file has none.</param>
/// <param name="Sequence">The venue's sequence number; −1 where it sends none.</param>
public readonly record struct EventStamp(Timestamp EventTime, Timestamp ReceivedTime, long Sequence);
