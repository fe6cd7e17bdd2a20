using System.Numerics;

namespace Dms.Predictive.Margin;

/// <summary>
/// Closes a bankrupt position against opposite positions at its bankruptcy price. Counterparties come in a fixed order:
/// highest profit times leverage at the previous accepted price first, then by id.
/// </summary>
public static class AutoDeleveraging
{
    /// <summary>
    /// Ranks the counterparties that could be called upon: opposite sign and equity above 0 at the previous accepted
    /// price. Winners rank by profit / |entry value| · |notional| / equity, losers behind them by
    /// profit / |entry value| · equity / |notional|. Exact fractions, so the order depends on no rounding.
    /// </summary>
    /// <param name="account">The bankrupt account.</param>
    /// <param name="candidates">Positions in the same instrument, any order; ids are unique.</param>
    /// <exception cref="ArgumentException">An id repeats.</exception>
    public static IReadOnlyList<DeleveragingCandidate> Rank(
        BankruptAccount account, IReadOnlyList<DeleveragingCandidate> candidates)
    {
        ArgumentNullException.ThrowIfNull(account);
        ArgumentNullException.ThrowIfNull(candidates);
        HashSet<string> seen = new(StringComparer.Ordinal);
        foreach (DeleveragingCandidate candidate in candidates)
        {
            if (!seen.Add(candidate.Id))
            {
                throw new ArgumentException($"Counterparty '{candidate.Id}' is listed twice.", nameof(candidates));
            }
        }

        return [.. candidates
            .Where(c => c.Quantity.Sign * account.Quantity.Sign < 0)
            .Select(c => (Candidate: c, Rank: DeleveragingRank.Of(c, account.PreviousPrice)))
            .Where(r => r.Rank is not null)
            .OrderByDescending(r => r.Rank)
            .ThenBy(r => r.Candidate.Id, StringComparer.Ordinal)
            .Select(r => r.Candidate)];
    }

    /// <summary>Closes as much of the position as the counterparties hold and can afford.</summary>
    /// <param name="account">The bankrupt account; its bankruptcy price is −quote / quantity.</param>
    /// <param name="candidates">Positions in the same instrument, any order; ids are unique.</param>
    /// <param name="mostCounterparties">Bound on the counterparties touched; ≥ 0.</param>
    /// <returns>
    /// Every fill gives the counterparty the bankruptcy price, rounded to the unit in its favor, and leaves its equity
    /// at the mark at 0 or above. The units that rounding costs stay with the account: fewer than there are fills.
    /// </returns>
    /// <exception cref="ArgumentException">The bound is negative or an id repeats.</exception>
    public static Deleveraging Close(
        BankruptAccount account, IReadOnlyList<DeleveragingCandidate> candidates, int mostCounterparties)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(mostCounterparties);
        (BigInteger size, BigInteger left) = (BigInteger.Abs(account.Quantity), BigInteger.Abs(account.Quantity));
        BigInteger quote = account.Quote;
        List<DeleveragingFill> fills = [];
        foreach (DeleveragingCandidate candidate in Rank(account, candidates))
        {
            if (left.IsZero || fills.Count == mostCounterparties)
            {
                break;
            }

            BigInteger taken = BigInteger.Min(BigInteger.Min(left, BigInteger.Abs(candidate.Quantity)),
                Affordable(account, candidate));
            if (taken.Sign > 0)
            {
                BigInteger received = UnitPrice.DivideUp(account.Quote * taken, size);
                fills.Add(new(candidate.Id, taken * account.Quantity.Sign, received));
                (left, quote) = (left - taken, quote - received);
            }
        }

        return new(fills, left * account.Quantity.Sign, quote);
    }

    // Most contracts after which equity at the mark is still >= 0. A contract costs the mark minus the bankruptcy
    // price (the other way round for a short account): what the bankrupt account lacks per contract.
    private static BigInteger Affordable(BankruptAccount account, DeleveragingCandidate candidate)
    {
        (BigInteger top, BigInteger bottom) = (account.Mark.Numerator, account.Mark.Denominator);
        BigInteger equity = (candidate.QuoteBesides * bottom) + (candidate.Quantity * top);
        BigInteger cost = -((account.Quote * bottom) + (account.Quantity * top));
        return cost.Sign <= 0 ? BigInteger.Abs(candidate.Quantity)
            : equity.Sign <= 0 ? 0
            : equity * BigInteger.Abs(account.Quantity) / cost;
    }
}

/// <summary>An account that owes more than it has.</summary>
/// <param name="Quantity">Contracts still open; positive = long, 0 = all closed.</param>
/// <param name="Quote">Cash and everything else it has, quote units; negative = owed.</param>
/// <param name="Mark">Current accepted price.</param>
/// <param name="PreviousPrice">Accepted price before that; ranks counterparties, so that nobody is ranked by the move
/// that causes the settlement.</param>
public sealed record BankruptAccount(BigInteger Quantity, BigInteger Quote, UnitPrice Mark, UnitPrice PreviousPrice)
{
    /// <summary>What is missing at the mark, quote units; 0 = nothing.</summary>
    public BigInteger Deficit => BigInteger.Max(0, -(Quote + Mark.ValueOf(Quantity)));
}

/// <summary>A position that may have to give up its gain.</summary>
/// <param name="Id">Unique id.</param>
/// <param name="Quantity">Contracts; positive = long.</param>
/// <param name="EntryValue">Contracts times entry price, quote units; has the sign of the quantity.</param>
/// <param name="QuoteBesides">The account's equity without the market value of this position, quote units.</param>
public sealed record DeleveragingCandidate(
    string Id, BigInteger Quantity, BigInteger EntryValue, BigInteger QuoteBesides);

/// <summary>One forced trade at the bankruptcy price.</summary>
/// <param name="Counterparty">Its id.</param>
/// <param name="Quantity">Contracts that it takes over from the bankrupt account: closes as many of its own.</param>
/// <param name="Received">Quote units that it takes over along with them; negative = it pays.</param>
public sealed record DeleveragingFill(string Counterparty, BigInteger Quantity, BigInteger Received);

/// <summary>What deleveraging left of the bankrupt account.</summary>
/// <param name="Fills">In order.</param>
/// <param name="Quantity">Contracts still open.</param>
/// <param name="Quote">Quote units afterwards.</param>
public sealed record Deleveraging(IReadOnlyList<DeleveragingFill> Fills, BigInteger Quantity, BigInteger Quote);
