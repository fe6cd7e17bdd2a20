using System.Globalization;
using Dms.Predictive.Core;

namespace Dms.Predictive.Margin;

/// <summary>Ranges of a change, and where in it a refusal belongs.</summary>
internal static class WhatIfRules
{
    private const string Positions = "account.positions[";

    public static void Check(WhatIfChange change, MarginMarket market, string at)
    {
        HashSet<string> known = KnownUnderlyings(market);
        HashSet<string> seen = new(StringComparer.Ordinal);
        for (int i = 0; i < change.Shifts.Count; i++)
        {
            PriceShift shift = change.Shifts[i];
            string row = string.Create(CultureInfo.InvariantCulture, $"{at}.shiftUnderlyings[{i}].");
            Refuse.Unless(shift.Factor > 0, row + "factor", shift.Factor, "a multiple of the current price > 0");
            if (!known.Contains(shift.Underlying))
            {
                throw Refuse.Unknown("Underlying", shift.Underlying, row + "underlying");
            }

            if (!seen.Add(shift.Underlying))
            {
                throw new InputRefusedException(
                    "DuplicateId", $"'{shift.Underlying}' is shifted twice. Keep one row.", row + "underlying");
            }
        }

        Refuse.Unless(
            double.IsFinite(change.VolatilityFactor) && change.VolatilityFactor > 0,
            at + ".volatilityFactor", change.VolatilityFactor, "a finite factor > 0");
    }

    /// <summary>Place of a refusal of the changed request, as the caller wrote it.</summary>
    /// <param name="where">Place in the changed request.</param>
    /// <param name="at">Place of the change.</param>
    /// <param name="positions">How many positions the unchanged account has.</param>
    public static string PlaceOf(string where, string at, int positions)
    {
        if (where.StartsWith(Positions, StringComparison.Ordinal)
            && where.IndexOf(']', StringComparison.Ordinal) is int end
            && int.TryParse(where.AsSpan(Positions.Length, end - Positions.Length), out int index)
            && index >= positions)
        {
            return string.Create(
                CultureInfo.InvariantCulture, $"{at}.addPositions[{index - positions}]{where.AsSpan(end + 1)}");
        }

        return where.StartsWith("policy", StringComparison.Ordinal) ? $"{at}.{where}" : at;
    }

    private static HashSet<string> KnownUnderlyings(MarginMarket market) =>
    [
        .. market.Underlyings.Select(u => u.Id),
        .. market.Instruments.Select(i => i.Underlying),
        .. market.Assets.Select(a => a.Underlying ?? a.Id),
    ];
}
