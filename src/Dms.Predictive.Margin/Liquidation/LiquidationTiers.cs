using Dms.Predictive.Core;

namespace Dms.Predictive.Margin;

/// <summary>How much of a position one liquidation may close.</summary>
public static class LiquidationTiers
{
    /// <summary>A small part first, then everything: the first attempt often suffices and moves the market
    /// less.</summary>
    /// <param name="attemptsBefore">Liquidations of this position so far; ≥ 0.</param>
    /// <param name="firstPortion">Part of the first one, (0, 1].</param>
    public static decimal StagedPortion(int attemptsBefore, decimal firstPortion = 0.2m)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(attemptsBefore);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(firstPortion);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(firstPortion, 1);
        return attemptsBefore == 0 ? firstPortion : 1;
    }

    /// <summary>The part by size: small positions go at once, large ones in pieces.</summary>
    /// <param name="notional">Value of the position, quote; ≥ 0.</param>
    /// <param name="brackets">Sorted by their upper end, which belongs to them; the last one has none.</param>
    /// <exception cref="ArgumentException">The brackets are not sorted, have no open end or a portion outside
    /// (0, 1].</exception>
    public static decimal BracketPortion(decimal notional, IReadOnlyList<SizeBracket> brackets)
    {
        ArgumentNullException.ThrowIfNull(brackets);
        ArgumentOutOfRangeException.ThrowIfNegative(notional);
        for (int i = 0; i < brackets.Count; i++)
        {
            bool last = i == brackets.Count - 1;
            if (brackets[i].Portion is <= 0 or > 1 || brackets[i].UpTo is null != last
                || (i > 0 && !last && brackets[i].UpTo <= brackets[i - 1].UpTo))
            {
                throw new ArgumentException(
                    $"Bracket {i} is {brackets[i]}; allowed are portions in (0, 1] and rising ends, none on the last.",
                    nameof(brackets));
            }
        }

        return brackets.Count == 0
            ? throw new ArgumentException("Found no brackets; at least one is needed.", nameof(brackets))
            : brackets.First(b => b.UpTo is null || notional <= b.UpTo).Portion;
    }
}

/// <summary>Portion for positions of a size.</summary>
/// <param name="UpTo">Largest notional, quote; null = no end.</param>
/// <param name="Portion">Part that one liquidation may close, (0, 1].</param>
public sealed record SizeBracket(decimal? UpTo, decimal Portion);
