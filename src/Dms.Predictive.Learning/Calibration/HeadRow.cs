using Dms.Predictive.Core;

namespace Dms.Predictive.Learning;

/// <summary>
/// Assembles the inputs of the spike, onset and event heads from a forecast and the market features. One place, so
/// that training and serving cannot differ.
/// </summary>
public sealed class HeadRow
{
    private const double SmallestThreshold = 1e-9;

    private static readonly string[] SpikeNames = ["forecast_to_threshold", "volume_ratio_20"];

    private static readonly string[] EarlyNames =
        [.. SpikeNames, "ln_threshold", "volume_5_to_day", "nearest_extreme_1d"];

    private readonly int _ratio;
    private readonly int _volume5;
    private readonly int _volumeDay;
    private readonly int _high;
    private readonly int _low;

    private HeadRow(FeatureSchema market, string[] names)
    {
        Names = names;
        (_ratio, _volume5, _volumeDay) =
            (market.IndexOf("volume_ratio_20"), market.IndexOf("ln_volume_5"), market.IndexOf("ln_volume_1440"));
        (_high, _low) = (market.IndexOf("from_high_1d"), market.IndexOf("from_low_1d"));
    }

    /// <summary>Names of the inputs in order; the first is the forecast ÷ threshold, with which every head rises.</summary>
    public IReadOnlyList<string> Names { get; }

    /// <summary>Number of inputs.</summary>
    public int Count => Names.Count;

    /// <summary>Inputs of the spike head: forecast ÷ threshold and volume against its usual.</summary>
    /// <param name="market">Schema of the market features.</param>
    /// <exception cref="ArgumentException">The schema lacks a feature that is needed.</exception>
    public static HeadRow OfSpike(FeatureSchema market)
    {
        ArgumentNullException.ThrowIfNull(market);
        return new HeadRow(market, SpikeNames);
    }

    /// <summary>Inputs of the onset and event heads: the spike's, the threshold itself, fresh volume, and how near
    /// the price is to the day's high or low.</summary>
    /// <param name="market">Schema of the market features.</param>
    /// <exception cref="ArgumentException">The schema lacks a feature that is needed.</exception>
    public static HeadRow OfEarly(FeatureSchema market)
    {
        ArgumentNullException.ThrowIfNull(market);
        return new HeadRow(market, EarlyNames);
    }

    /// <summary>The forecast that heads look at: halfway between the blend and the first learned member, in logs.</summary>
    /// <param name="lnBlend">ln blend as issued, percent² over ten minutes.</param>
    /// <param name="lnLearned">ln of the first learned member as issued, percent²; NaN = missing.</param>
    public static double LnForecast(double lnBlend, double lnLearned) =>
        double.IsNaN(lnLearned) ? lnBlend : (lnBlend + lnLearned) / 2;

    /// <summary>Writes the inputs of one decision.</summary>
    /// <param name="lnForecast">See <see cref="LnForecast"/>.</param>
    /// <param name="thresholdPercentSquared">Realized variance that counts as a spike, percent²; ≥ 0.</param>
    /// <param name="market">Market features in schema order; NaN = missing.</param>
    /// <param name="into">Room for <see cref="Count"/> inputs.</param>
    public void Fill(double lnForecast, double thresholdPercentSquared, ReadOnlySpan<double> market, Span<double> into)
    {
        double lnThreshold = PinnedMath.Log(Math.Max(thresholdPercentSquared, SmallestThreshold));
        into[0] = lnForecast - lnThreshold;
        into[1] = Finite(market[_ratio]);
        if (Count == SpikeNames.Length)
        {
            return;
        }

        into[2] = lnThreshold;
        into[3] = Finite(market[_volume5] - market[_volumeDay]);
        into[4] = Finite(Math.Min(Math.Abs(market[_high]), Math.Abs(market[_low])));
    }

    private static double Finite(double value) => double.IsFinite(value) ? value : double.NaN;
}
