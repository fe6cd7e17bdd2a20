namespace Dms.Predictive.Explanation;

/// <summary>A mean with its interval over resampled days.</summary>
/// <param name="Value">The mean over all rows.</param>
/// <param name="Low">Lower end of the 95 % interval; NaN when there are too few days.</param>
/// <param name="High">Upper end; NaN when there are too few days.</param>
public readonly record struct SizeInterval(double Value, double Low, double High);
