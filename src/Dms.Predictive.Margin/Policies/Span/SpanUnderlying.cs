namespace Dms.Predictive.Margin;

/// <summary>Ranges and charges of one underlying under span.</summary>
/// <param name="Underlying">Underlying id.</param>
/// <param name="PriceScanRange">Price move that is scanned, quote per unit; ≥ 0.</param>
/// <param name="VolScanRange">Volatility move that is scanned: a fraction of the volatility, or an absolute one;
/// ≥ 0.</param>
public sealed record SpanUnderlying(string Underlying, double PriceScanRange, double VolScanRange)
{
    /// <summary>Whether the volatility move is a fraction of the volatility.</summary>
    public bool VolScanRelative { get; init; } = true;

    /// <summary>Extreme move in price scan ranges; ≥ 0.</summary>
    public double ExtremeMultiple { get; init; } = 2;

    /// <summary>Share of the extreme loss that is covered, [0, 1].</summary>
    public double ExtremeCover { get; init; } = 0.35;

    /// <summary>Days that pass before options are valued anew; ≥ 0.</summary>
    public double LookAheadDays { get; init; } = 1;

    /// <summary>Least requirement of a short option, quote per contract; ≥ 0.</summary>
    public double ShortOptionMinimum { get; init; }

    /// <summary>Tiers by time to expiry; an instrument in none of them is in tier 1.</summary>
    public IReadOnlyList<SpanTier> Tiers { get; init; } = [];

    /// <summary>Charges for spreads between tiers, in order of priority.</summary>
    public IReadOnlyList<IntraSpread> IntraSpreads { get; init; } = [];

    /// <summary>Charge for what is about to be delivered; null = none.</summary>
    public DeliveryCharge? Delivery { get; init; }

    /// <summary>Tier of an instrument; the first that holds its time.</summary>
    /// <param name="secondsToExpiry">Seconds; null = never expires.</param>
    public int TierOf(double? secondsToExpiry)
    {
        foreach (SpanTier tier in Tiers)
        {
            if (secondsToExpiry >= tier.FromSeconds && secondsToExpiry < tier.ToSeconds)
            {
                return tier.Tier;
            }
        }

        return 1;
    }

    internal void Check(string at)
    {
        Refuse.UnlessAtLeastZero(PriceScanRange, at + "priceScanRange");
        Refuse.UnlessAtLeastZero(VolScanRange, at + "volScanRange");
        Refuse.UnlessAtLeastZero(ExtremeMultiple, at + "extremeMultiple");
        Refuse.Unless(ExtremeCover is >= 0 and <= 1, at + "extremeCover", ExtremeCover, "in [0, 1]");
        Refuse.UnlessAtLeastZero(LookAheadDays, at + "lookAheadDays");
        Refuse.UnlessAtLeastZero(ShortOptionMinimum, at + "shortOptionMinimum");
        for (int i = 0; i < Tiers.Count; i++)
        {
            SpanTier tier = Tiers[i];
            string row = $"{at}tiers[{i}].";
            Refuse.Unless(double.IsFinite(tier.FromSeconds), row + "fromSeconds", tier.FromSeconds, "finite seconds");
            Refuse.Unless(
                double.IsFinite(tier.ToSeconds) && tier.ToSeconds > tier.FromSeconds,
                row + "toSeconds", tier.ToSeconds, "above fromSeconds");
        }

        for (int i = 0; i < IntraSpreads.Count; i++)
        {
            Refuse.UnlessAtLeastZero(IntraSpreads[i].Charge, $"{at}intraSpreads[{i}].charge");
        }

        if (Delivery is DeliveryCharge delivery)
        {
            Refuse.UnlessAtLeastZero(delivery.Rate, at + "deliveryCharge.rate");
        }
    }
}

/// <summary>A range of times to expiry, half-open.</summary>
/// <param name="Tier">Number of the tier.</param>
/// <param name="FromSeconds">First second in it.</param>
/// <param name="ToSeconds">First second beyond it; above the first.</param>
public sealed record SpanTier(int Tier, double FromSeconds, double ToSeconds);

/// <summary>A charge for opposite deltas in two tiers.</summary>
/// <param name="LongTier">One tier.</param>
/// <param name="ShortTier">The other.</param>
/// <param name="Charge">Quote per unit of delta that they set off; ≥ 0.</param>
public sealed record IntraSpread(int LongTier, int ShortTier, double Charge);

/// <summary>A charge for the tier that is delivered next.</summary>
/// <param name="Tier">The tier.</param>
/// <param name="Rate">Quote per unit of its net delta; ≥ 0.</param>
public sealed record DeliveryCharge(int Tier, double Rate);
