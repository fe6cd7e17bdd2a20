namespace Dms.Predictive.Core;

/// <summary>One value of a slow series, with the two times that must not be confused.</summary>
/// <param name="Value">Value in the unit of its kind; finite.</param>
/// <param name="EventTime">What the value is about: end of a bar, settlement, or the start of its date.</param>
/// <param name="PublishedAt">First time at which the value could be known; never before the event time.</param>
public readonly record struct SlowObservation(double Value, Timestamp EventTime, Timestamp PublishedAt);
