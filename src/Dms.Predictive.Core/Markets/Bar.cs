namespace Dms.Predictive.Core;

/// <summary>Prices and volume of one half-open span [open time, open time + length); known at its end.</summary>
/// <param name="OpenTime">UTC start of the bar.</param>
/// <param name="Open">First price, quote per base; &gt; 0.</param>
/// <param name="High">Highest price.</param>
/// <param name="Low">Lowest price.</param>
/// <param name="Close">Last price.</param>
/// <param name="VolumeBase">Traded volume in base units; ≥ 0.</param>
public readonly record struct Bar(
    Timestamp OpenTime, double Open, double High, double Low, double Close, double VolumeBase);
