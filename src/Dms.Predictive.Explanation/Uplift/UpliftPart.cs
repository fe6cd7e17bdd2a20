namespace Dms.Predictive.Explanation;

/// <summary>One part of a learned uplift.</summary>
/// <param name="Name">Feature name, <c>baseRate</c>, <c>member:…</c>, or the rule that cut.</param>
/// <param name="Amount">Unrounded, in currency.</param>
/// <param name="Booked">In whole quanta, in currency.</param>
public sealed record UpliftPart(string Name, double Amount, decimal Booked);
