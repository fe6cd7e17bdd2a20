using System.Numerics;

namespace Dms.Predictive.Margin;

/// <summary>Profit times leverage as an exact fraction; a higher rank is deleveraged earlier.</summary>
internal sealed class DeleveragingRank : IComparable<DeleveragingRank>
{
    private readonly BigInteger _numerator;
    private readonly BigInteger _denominator;

    // Nothing over nothing counts as 0, so that every two ranks can be compared.
    private DeleveragingRank(BigInteger numerator, BigInteger denominator) =>
        (_numerator, _denominator) = (numerator, numerator.IsZero ? 1 : denominator);

    /// <summary>Rank at a price; null when the candidate has no equity to give.</summary>
    public static DeleveragingRank? Of(DeleveragingCandidate candidate, UnitPrice price)
    {
        // Everything times the price's denominator, so that no division is needed.
        BigInteger value = candidate.Quantity * price.Numerator;
        BigInteger equity = (candidate.QuoteBesides * price.Denominator) + value;
        BigInteger entry = candidate.EntryValue * price.Denominator;
        (BigInteger profit, BigInteger notional) = (value - entry, BigInteger.Abs(value));
        if (equity.Sign <= 0)
        {
            return null;
        }

        // An entry value of 0 makes any profit infinite: denominator 0, larger than every fraction.
        return profit.Sign >= 0
            ? new(profit * notional, BigInteger.Abs(entry) * equity)
            : new(profit * equity, BigInteger.Abs(entry) * notional);
    }

    public int CompareTo(DeleveragingRank? other)
    {
        if (other is null)
        {
            return 1;
        }

        if (_denominator.IsZero || other._denominator.IsZero)
        {
            return Infinity(this).CompareTo(Infinity(other));
        }

        return (_numerator * other._denominator).CompareTo(other._numerator * _denominator);
    }

    private static int Infinity(DeleveragingRank rank) => rank._denominator.IsZero ? rank._numerator.Sign : 0;
}
