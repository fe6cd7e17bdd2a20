using Dms.Predictive.Core;

namespace Dms.Predictive.Margin;

/// <summary>What a loss is multiplied by, and how the net value of an expiry is discounted after a move.</summary>
/// <param name="Initial">Multiple of the worst loss for initial margin; ≥ 0.</param>
/// <param name="Maintenance">Multiple for maintenance margin; ≥ 0.</param>
public sealed record LossFactors(double Initial, double Maintenance)
{
    /// <summary>Share of a positive value that counts, [0, 1].</summary>
    public required double PositiveDiscount { get; init; }

    /// <summary>Multiple of a negative value; ≥ 0.</summary>
    public required double NegativeDiscount { get; init; }

    /// <summary>Multiple of the rate for a positive value.</summary>
    public required double LongRateMultiplier { get; init; }

    /// <summary>Rate per year on top for a positive value.</summary>
    public required double LongRateAdditive { get; init; }

    /// <summary>Multiple of the rate for a negative value.</summary>
    public required double ShortRateMultiplier { get; init; }

    /// <summary>Rate per year on top for a negative value.</summary>
    public required double ShortRateAdditive { get; init; }

    /// <summary>What a positive value of an expiry is multiplied by.</summary>
    internal double OfPositive(OptionExpiry expiry) => PositiveDiscount * PinnedMath.Exp(
        -Math.Max(0, expiry.Years) * ((expiry.Rate * LongRateMultiplier) + LongRateAdditive));

    /// <summary>What a negative value of an expiry is multiplied by.</summary>
    internal double OfNegative(OptionExpiry expiry)
    {
        double years = Math.Max(0, expiry.Years);
        double discount = PinnedMath.Exp(-years * ((expiry.Rate * ShortRateMultiplier) + ShortRateAdditive));
        return Math.Min(PinnedMath.Exp(expiry.Rate * years), NegativeDiscount / discount);
    }

    internal void Check(string at)
    {
        Refuse.UnlessAtLeastZero(Initial, at + "initial");
        Refuse.UnlessAtLeastZero(Maintenance, at + "maintenance");
        Refuse.UnlessFraction(PositiveDiscount, at + "positiveDiscount");
        Refuse.UnlessAtLeastZero(NegativeDiscount, at + "negativeDiscount");
        Refuse.UnlessFinite(LongRateMultiplier, at + "longRateMultiplier");
        Refuse.UnlessFinite(LongRateAdditive, at + "longRateAdditive");
        Refuse.UnlessFinite(ShortRateMultiplier, at + "shortRateMultiplier");
        Refuse.UnlessFinite(ShortRateAdditive, at + "shortRateAdditive");
    }
}

/// <summary>Charges beside the scenarios. Initial rates come on top of maintenance rates.</summary>
public sealed record PortfolioContingencies
{
    /// <summary>Price of the quote currency below which losses weigh more, USD; ≥ 0.</summary>
    public required double PegThreshold { get; init; }

    /// <summary>Multiple of the loss per USD below it; ≥ 0.</summary>
    public required double PegFactor { get; init; }

    /// <summary>Trust below which a price is charged for, [0, 1].</summary>
    public required double ConfidenceThreshold { get; init; }

    /// <summary>Fraction of notional at no trust at all; ≥ 0.</summary>
    public required double ConfidenceMargin { get; init; }

    /// <summary>Fraction of the notional of linear contracts, both margins; ≥ 0.</summary>
    public required double PerpMaintenanceRate { get; init; }

    /// <summary>On top for initial margin; ≥ 0.</summary>
    public required double PerpInitialRate { get; init; }

    /// <summary>Fraction of the notional of net short options, both margins; ≥ 0.</summary>
    public required double NakedMaintenanceRate { get; init; }

    /// <summary>On top for initial margin; ≥ 0.</summary>
    public required double NakedInitialRate { get; init; }

    /// <summary>Multiple of the loss for a quote currency off its peg.</summary>
    /// <param name="stablePrice">USD per unit.</param>
    internal double PegOf(decimal stablePrice) => Math.Max(0, PegThreshold - (double)stablePrice) * PegFactor;

    /// <summary>Fraction of notional for a price.</summary>
    /// <param name="confidence">Trust in it, [0, 1].</param>
    internal double RateOf(double confidence) =>
        confidence < ConfidenceThreshold ? (1 - confidence) * ConfidenceMargin : 0;

    internal void Check(string at)
    {
        Refuse.UnlessAtLeastZero(PegThreshold, at + "pegThreshold");
        Refuse.UnlessAtLeastZero(PegFactor, at + "pegFactor");
        Refuse.UnlessFraction(ConfidenceThreshold, at + "confidenceThreshold");
        Refuse.UnlessAtLeastZero(ConfidenceMargin, at + "confidenceMargin");
        Refuse.UnlessAtLeastZero(PerpMaintenanceRate, at + "perpMaintenanceRate");
        Refuse.UnlessAtLeastZero(PerpInitialRate, at + "perpInitialRate");
        Refuse.UnlessAtLeastZero(NakedMaintenanceRate, at + "nakedMaintenanceRate");
        Refuse.UnlessAtLeastZero(NakedInitialRate, at + "nakedInitialRate");
    }
}
