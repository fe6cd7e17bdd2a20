using System.Globalization;

namespace Dms.Predictive.Margin;

/// <summary>Ranges of a pool's book and limits.</summary>
internal static class PoolBookRules
{
    public static void Check(PoolBook book, PoolRiskLimits limits)
    {
        ArgumentNullException.ThrowIfNull(book);
        ArgumentNullException.ThrowIfNull(limits);
        HashSet<string> seen = new(StringComparer.Ordinal);
        foreach (PoolMarket m in book.Markets)
        {
            Require(seen.Add(m.Underlying), 0, $"market '{m.Underlying}'", "one row per underlying");
            Require(double.IsFinite(m.Price) && m.Price > 0, m.Price, $"price of '{m.Underlying}'", "a price > 0");
            Check(m.Long, $"longs of '{m.Underlying}'");
            Check(m.Short, $"shorts of '{m.Underlying}'");
        }

        NotNegative(book.ImpactPoolUsd, "the impact pool");
        Require(limits.ReserveFactor > 0, limits.ReserveFactor, "the reserve factor", "> 0");
        Require(limits.MaxPnlFactorForAdl > 0, limits.MaxPnlFactorForAdl, "the factor for deleveraging", "> 0");
        Require(
            limits.MinPnlFactorAfterAdl >= 0 && limits.MinPnlFactorAfterAdl <= limits.MaxPnlFactorForAdl,
            limits.MinPnlFactorAfterAdl, "the factor after deleveraging", "in [0, factor for deleveraging]");
        Require(
            limits.MaxPnlFactorForTraders >= limits.MaxPnlFactorForAdl,
            limits.MaxPnlFactorForTraders, "the factor for traders", ">= factor for deleveraging");
    }

    public static void Require(bool holds, double found, string what, string allowed)
    {
        if (!holds)
        {
            throw new ArgumentException(string.Create(
                CultureInfo.InvariantCulture, $"Found {found} as {what}; allowed is {allowed}."));
        }
    }

    public static int RowOf(string underlying, ParametricParameters forecast)
    {
        for (int i = 0; i < forecast.Volatilities.Count; i++)
        {
            if (forecast.Volatilities[i].Underlying == underlying)
            {
                return i;
            }
        }

        throw new ArgumentException(
            $"'{underlying}' has no volatility. Add it to volatilities and correlation.", nameof(forecast));
    }

    private static void Check(PoolInterest side, string what)
    {
        NotNegative(side.OpenInterestUsd, $"open interest of {what}");
        NotNegative(side.Tokens, $"tokens of {what}");
        NotNegative(side.PoolUsd, $"assets of {what}");
        NotNegative(side.MaxOpenInterestUsd ?? 0, $"limit of {what}");
    }

    private static void NotNegative(double value, string what) =>
        Require(double.IsFinite(value) && value >= 0, value, what, "a finite number >= 0");
}
