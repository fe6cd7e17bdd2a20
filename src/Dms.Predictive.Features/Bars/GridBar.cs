using Dms.Predictive.Core;

namespace Dms.Predictive.Features.Bars;

/// <summary>One bar of the gap-free grid that features are computed on.</summary>
/// <param name="OpenTime">UTC start of the bar.</param>
/// <param name="High">Highest price; the carried close when missing.</param>
/// <param name="Low">Lowest price; the carried close when missing.</param>
/// <param name="Close">Last price, carried over missing bars.</param>
/// <param name="VolumeBase">Volume in base units; 0 when missing.</param>
/// <param name="ReturnPercent">100·ln(close / previous close), clipped to ±10; 0 when missing or first.</param>
/// <param name="Missing">Whether the feed had no such bar.</param>
/// <param name="Clipped">Whether the return was outside ±10 %.</param>
public readonly record struct GridBar(
    Timestamp OpenTime, double High, double Low, double Close, double VolumeBase,
    double ReturnPercent, bool Missing, bool Clipped);
