using Dms.Predictive.Core;

namespace Dms.Predictive.Margin;

/// <summary>Ranges of what only the skew-scaled policy reads.</summary>
internal static class SkewScaledRules
{
    public static void Check(Account account, MarginMarket market)
    {
        HashSet<string> held = account.Positions.Where(p => p.Quantity != 0).Select(p => p.Instrument)
            .ToHashSet(StringComparer.Ordinal);
        for (int i = 0; i < market.Instruments.Count; i++)
        {
            Instrument instrument = market.Instruments[i];
            string at = $"market.instruments[{i}].";
            if (instrument.Skew is SkewRisk risk)
            {
                Check(risk, at + "risk.");
            }
            else if (held.Contains(instrument.Id))
            {
                throw new InputRefusedException(
                    "MissingField", "A position under skew-scaled needs the risk parameters of its market.", at + "risk");
            }

            Refuse.Unless(
                instrument.Kind == InstrumentKind.Perpetual || !held.Contains(instrument.Id),
                at + "kind", instrument.Kind, "perpetual under skew-scaled");
        }

        for (int i = 0; i < market.Assets.Count; i++)
        {
            if (market.Assets[i].Discount is SkewDiscount discount)
            {
                Check(discount, $"market.assets[{i}].");
            }
        }
    }

    private static void Check(SkewRisk r, string at)
    {
        Refuse.Unless(double.IsFinite(r.SkewScale) && r.SkewScale > 0, at + "skewScale", r.SkewScale, "> 0 contracts");
        Refuse.UnlessAtLeastZero(r.InitialMarginRatio, at + "initialMarginRatio");
        Refuse.UnlessAtLeastZero(r.MinimumInitialMarginRatio, at + "minimumInitialMarginRatio");
        Refuse.UnlessAtLeastZero(r.MaintenanceScalar, at + "maintenanceScalar");
        Refuse.UnlessAtLeastZero(r.MinimumPositionMargin, at + "minimumPositionMargin");
        Refuse.UnlessAtLeastZero(r.FlagRewardRatio, at + "flagRewardRatio");
    }

    private static void Check(SkewDiscount d, string at)
    {
        Refuse.Unless(d.SkewScale > 0, at + "skewScale", d.SkewScale, "> 0 units");
        Refuse.Unless(d.Scalar >= 0, at + "discountScalar", d.Scalar, ">= 0");
        Refuse.Unless(d.Minimum is >= 0 and <= 1, at + "minimumDiscount", d.Minimum, "in [0, 1]");
        Refuse.Unless(
            d.Maximum >= d.Minimum && d.Maximum <= 1, at + "maximumDiscount", d.Maximum, "in [minimumDiscount, 1]");
    }
}
