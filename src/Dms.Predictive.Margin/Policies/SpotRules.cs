using Dms.Predictive.Core;

namespace Dms.Predictive.Margin;

/// <summary>What policies that charge by the spot price need.</summary>
internal static class SpotRules
{
    /// <summary>Refuses a position whose underlying has no spot price.</summary>
    public static void Check(Account account, MarginMarket market)
    {
        Dictionary<string, Instrument> instruments = market.Instruments.ToDictionary(i => i.Id, StringComparer.Ordinal);
        HashSet<string> spots = market.Underlyings.Select(u => u.Id).ToHashSet(StringComparer.Ordinal);
        for (int i = 0; i < account.Positions.Count; i++)
        {
            Position p = account.Positions[i];
            string underlying = instruments[p.Instrument].Underlying;
            if (p.Quantity != 0 && !spots.Contains(underlying))
            {
                throw Refuse.Unknown("Underlying", underlying, $"account.positions[{i}].instrument");
            }
        }
    }
}
