using Dms.Predictive.Core;

namespace Dms.Predictive.Margin;

/// <summary>How volatilities move up and down: more for short expiries.</summary>
/// <param name="RangeUp">Relative rise at 30 days; ≥ 0.</param>
/// <param name="RangeDown">Relative fall at 30 days; ≥ 0.</param>
public sealed record VolatilityShock(double RangeUp, double RangeDown)
{
    private const double PivotDays = 30;
    private const double SecondsPerDay = 86_400;

    /// <summary>Least volatility after a rise, annualized fraction; ≥ 0.</summary>
    public required double MinimumShockedVolatility { get; init; }

    /// <summary>Power of 30 ÷ days up to 30 days.</summary>
    public required double ShortTermPower { get; init; }

    /// <summary>Power of 30 ÷ days beyond.</summary>
    public required double LongTermPower { get; init; }

    /// <summary>Shortest time that counts, days; &gt; 0.</summary>
    public required double DaysFloor { get; init; }

    /// <summary>Volatility after a move.</summary>
    /// <param name="volatility">Annualized fraction.</param>
    /// <param name="seconds">Seconds to expiry.</param>
    /// <param name="rises">Up or down.</param>
    /// <param name="scale">Multiple of the ranges.</param>
    internal double Shocked(double volatility, double seconds, bool rises, double scale)
    {
        double days = seconds / SecondsPerDay;
        double power = days <= PivotDays ? ShortTermPower : LongTermPower;
        double multiple = PinnedMath.Exp(power * PinnedMath.Log(PivotDays / Math.Max(days, DaysFloor)));
        double range = (rises ? RangeUp : RangeDown) * multiple;
        range = scale == 1 ? range : range * scale;
        return rises
            ? Math.Max(MinimumShockedVolatility, volatility * (1 + range))
            : volatility * Math.Max(0, 1 - range);
    }

    internal void Check(string at)
    {
        Refuse.UnlessAtLeastZero(RangeUp, at + "rangeUp");
        Refuse.UnlessAtLeastZero(RangeDown, at + "rangeDown");
        Refuse.UnlessAtLeastZero(MinimumShockedVolatility, at + "minimumShockedVolatility");
        Refuse.UnlessFinite(ShortTermPower, at + "shortTermPower");
        Refuse.UnlessFinite(LongTermPower, at + "longTermPower");
        Refuse.UnlessPositive(DaysFloor, at + "daysFloor");
    }
}

/// <summary>Changes of the smile by log-moneyness, up to a cap that is reached at a width.</summary>
public sealed record SkewShock
{
    /// <summary>Change of the tilt's cap per √year.</summary>
    public required double LinearBase { get; init; }

    /// <summary>Cap of the tilt at expiry, relative change of volatility.</summary>
    public required double LinearCap { get; init; }

    /// <summary>Change of the bend's cap per √year.</summary>
    public required double AbsoluteBase { get; init; }

    /// <summary>Cap of the bend at expiry, relative change of volatility.</summary>
    public required double AbsoluteCap { get; init; }

    /// <summary>Least log-moneyness at which the cap is reached; &gt; 0.</summary>
    public required double MinimumWidth { get; init; }

    /// <summary>Width in deviations.</summary>
    public required double WidthScale { get; init; }

    /// <summary>Volatility of the width, annualized fraction.</summary>
    public required double VolatilityStatic { get; init; }

    /// <summary>Its change per √year.</summary>
    public required double VolatilitySlope { get; init; }

    /// <summary>Volatility after a change of the smile.</summary>
    /// <param name="option">The option.</param>
    /// <param name="forward">Forward now, quote.</param>
    /// <param name="bends">Whether both sides move alike.</param>
    internal double Shocked(OptionHolding option, double forward, bool bends)
    {
        double root = Math.Sqrt(Math.Max(0, option.Expiry.Years));
        double cap = bends ? (AbsoluteBase * root) + AbsoluteCap : (LinearBase * root) + LinearCap;
        double width = Math.Max(MinimumWidth, root * WidthScale * (VolatilityStatic + (root * VolatilitySlope)));
        double moneyness = PinnedMath.Log(option.Strike / forward);
        double x = bends ? Math.Abs(moneyness) : moneyness;
        double slope = x * cap / width;
        double change = x >= 0 ? Math.Min(cap, slope) : Math.Max(-cap, slope);
        return option.Volatility * Math.Max(0, 1 + change);
    }

    internal void Check(string at)
    {
        Refuse.UnlessFinite(LinearBase, at + "linearBase");
        Refuse.UnlessFinite(LinearCap, at + "linearCap");
        Refuse.UnlessFinite(AbsoluteBase, at + "absoluteBase");
        Refuse.UnlessFinite(AbsoluteCap, at + "absoluteCap");
        Refuse.UnlessPositive(MinimumWidth, at + "minimumWidth");
        Refuse.UnlessFinite(WidthScale, at + "widthScale");
        Refuse.UnlessFinite(VolatilityStatic, at + "volatilityStatic");
        Refuse.UnlessFinite(VolatilitySlope, at + "volatilitySlope");
    }
}

/// <summary>Forwards that move apart from spot.</summary>
/// <param name="SpotUp">Forward as a multiple of the current one; &gt; 0.</param>
/// <param name="SpotDown">The other way; &gt; 0.</param>
/// <param name="Additive">Share of the loss that counts; ≥ 0.</param>
/// <param name="PerYear">More of it per year to expiry; ≥ 0.</param>
public sealed record BasisShock(double SpotUp, double SpotDown, double Additive, double PerYear)
{
    internal void Check(string at)
    {
        Refuse.UnlessPositive(SpotUp, at + "spotUp");
        Refuse.UnlessPositive(SpotDown, at + "spotDown");
        Refuse.UnlessAtLeastZero(Additive, at + "additive");
        Refuse.UnlessAtLeastZero(PerYear, at + "perYear");
    }
}
