namespace Dms.Predictive.Core;

/// <summary>One realized measure with what it was computed from. <c>default</c> is a measure of nothing.</summary>
/// <param name="Value">The measure over the horizon, squared return units; NaN where too few returns define it.</param>
/// <param name="Count">Returns in the horizon.</param>
/// <param name="ZeroReturnShare">Share of them that are exactly zero, in [0, 1]; missing bars count as zero; NaN
/// without returns.</param>
public readonly record struct RealizedMeasure(double Value, int Count, double ZeroReturnShare);
