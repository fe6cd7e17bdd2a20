using Dms.Predictive.Core;

namespace Dms.Predictive.Margin;

/// <summary>Ranges of add-ons.</summary>
internal static class AddOnRules
{
    private const string At = "addOns.";
    private const string Fraction = "in [0, 1]";

    public static void Check(MarginAddOns addOns)
    {
        if (addOns.Liquidity is LiquidityAddOn l)
        {
            Refuse.UnlessAtLeastZero(l.ImpactCoefficient, At + "liquidity.impactCoefficient");
        }

        if (addOns.Concentration is ConcentrationAddOn c)
        {
            Refuse.Unless(
                c.Participation is > 0 and <= 1, At + "concentration.participation", c.Participation, "in (0, 1]");
            Refuse.Unless(
                double.IsFinite(c.MarginPeriodDays) && c.MarginPeriodDays > 0,
                At + "concentration.marginPeriodDays", c.MarginPeriodDays, "> 0 days");
            Refuse.UnlessAtLeastZero(c.Rate, At + "concentration.rate");
        }

        if (addOns.OpenInterest is OpenInterestAddOn o)
        {
            Refuse.Unless(o.MaximumRate is >= 0 and <= 1, At + "openInterest.maximumRate", o.MaximumRate, Fraction);
        }

        CheckPrices(addOns);
        foreach ((string id, InstrumentDepth depth) in addOns.Instruments)
        {
            Check(depth, $"{At}instruments.{id}", addOns);
        }
    }

    private static void CheckPrices(MarginAddOns addOns)
    {
        if (addOns.Jump is JumpAddOn j)
        {
            Refuse.UnlessAtLeastZero(j.JumpSize, At + "jump.jumpSize");
            Refuse.UnlessAtLeastZero(j.CoveredMove, At + "jump.coveredMove");
            Refuse.Unless(j.Coverage is >= 0 and <= 1, At + "jump.coverage", j.Coverage, Fraction);
        }

        if (addOns.Oracle is ConfidenceAddOn o)
        {
            Refuse.Unless(o.Threshold is >= 0 and <= 1, At + "oracle.confidenceThreshold", o.Threshold, Fraction);
            Refuse.UnlessAtLeastZero(o.Margin, At + "oracle.confidenceMargin");
        }

        if (addOns.Peg is PegAddOn p)
        {
            Refuse.UnlessAtLeastZero(p.Threshold, At + "peg.threshold");
            Refuse.UnlessAtLeastZero(p.Factor, At + "peg.factor");
        }
    }

    private static void Check(InstrumentDepth d, string at, MarginAddOns addOns)
    {
        bool sized = addOns.Liquidity is not null || addOns.Concentration is not null;
        Require(!sized || d.AverageDailyVolume is not null, at + ".averageDailyVolume");
        Require(addOns.Liquidity is null || d.DailyVolatility is not null, at + ".dailyVolatility");
        Require(addOns.Liquidity is null || d.Spread is not null, at + ".spread");
        Refuse.Unless(
            d.AverageDailyVolume is null || (double.IsFinite(d.AverageDailyVolume.Value) && d.AverageDailyVolume > 0),
            at + ".averageDailyVolume", d.AverageDailyVolume, "> 0 contracts");
        Refuse.UnlessAtLeastZero(d.DailyVolatility ?? 0, at + ".dailyVolatility");
        Refuse.UnlessAtLeastZero(d.Spread ?? 0, at + ".spread");
        Refuse.UnlessAtLeastZero(d.OpenInterest ?? 0, at + ".openInterest");
        if (addOns.OpenInterest is not null && d.OpenInterest is not null)
        {
            Refuse.UnlessAtLeastZero(d.OpenInterestLower ?? 0, at + ".openInterestLower");
            Require(d.OpenInterestUpper is not null, at + ".openInterestUpper");
            Refuse.Unless(
                double.IsFinite(d.OpenInterestUpper!.Value) && d.OpenInterestUpper > (d.OpenInterestLower ?? 0),
                at + ".openInterestUpper", d.OpenInterestUpper, "above openInterestLower");
        }
    }

    private static void Require(bool holds, string where)
    {
        if (!holds)
        {
            throw new InputRefusedException(
                "MissingField",
                "An add-on needs it. Add it, or take the instrument out of the list: it then has no add-on for its size.",
                where);
        }
    }
}
