using System.Numerics;
using Dms.Predictive.Core;

namespace Dms.Predictive.Margin;

/// <summary>The next forced order of a liquidating account: how much, and at which price at worst. Exact integers.
/// </summary>
public static class Closeout
{
    private const int Million = 1_000_000;

    /// <summary>Plans one order.</summary>
    /// <param name="account">Position and money of the account.</param>
    /// <param name="position">Mark and maintenance margin of the whole position.</param>
    /// <param name="rules">Sizes, throttle and prices.</param>
    /// <param name="window">What the throttle has counted.</param>
    /// <param name="asOf">Decision time.</param>
    /// <returns>
    /// The smallest number of lots n with E − c·n ≥ target·(|q| − n)/|q|, that is n = |q|(T − E)/(T − C) rounded up, all
    /// of the position when E ≤ C, T ≤ C, equity is under the threshold or the position is small; at most what the
    /// throttle leaves. Null when there is nothing to close, the target is met, or the window is used up.
    /// </returns>
    public static CloseoutOrder? Next(
        UnitAccount account, MarkedPosition position, CloseoutRules rules, CloseoutWindow window, Timestamp asOf)
    {
        ArgumentNullException.ThrowIfNull(account);
        ArgumentNullException.ThrowIfNull(position);
        ArgumentNullException.ThrowIfNull(rules);
        ArgumentNullException.ThrowIfNull(window);
        rules.Check();
        BigInteger size = BigInteger.Abs(account.Quantity);
        BigInteger room = rules.MostPerWindow - window.Counted(rules, asOf);
        BigInteger wanted = BigInteger.Min(Wanted(account, position, rules), room);
        if (wanted.Sign <= 0)
        {
            return null;
        }

        BigInteger quantity = -account.Quantity.Sign * wanted;
        return new(quantity, FillableQuote(account, position, rules, wanted), BankruptcyQuote(account, wanted))
        {
            IsFull = wanted == size,
        };
    }

    /// <summary>Quote units that the account must receive for closing so many contracts so that the rest is worth
    /// nothing more and nothing less than before in proportion: −quote·n/|q|, rounded up. Negative = it pays.</summary>
    /// <param name="account">Position and money of the account.</param>
    /// <param name="contracts">Contracts to close, in [1, |q|].</param>
    public static BigInteger BankruptcyQuote(UnitAccount account, BigInteger contracts)
    {
        ArgumentNullException.ThrowIfNull(account);
        return UnitPrice.DivideUp(-account.Quote * contracts, BigInteger.Abs(account.Quantity));
    }

    private static BigInteger Wanted(UnitAccount account, MarkedPosition position, CloseoutRules rules)
    {
        (BigInteger size, BigInteger equity) = (BigInteger.Abs(account.Quantity), account.EquityAt(position.Mark));
        BigInteger notional = BigInteger.Abs(position.Mark.ValueOf(account.Quantity));
        BigInteger target = UnitPrice.DivideUp(position.Maintenance * rules.TargetPpm, Million);
        BigInteger cost = UnitPrice.DivideUp(notional * rules.CostPpm, Million);
        if (size.IsZero || equity >= target)
        {
            return 0;
        }

        bool isFull = equity <= cost || target <= cost || notional <= rules.SmallestNotional
            || equity * Million < position.Maintenance * rules.FullBelowPpm;
        BigInteger cure = isFull ? size : UnitPrice.DivideUp(size * (target - equity), target - cost);
        return BigInteger.Min(size, UnitPrice.DivideUp(cure, rules.Lot) * rules.Lot);
    }

    // (N − ABR·spread·MM)·n/|q| with ABR = clamp(1 − E/MM, 0, 1): at the mark while equity covers maintenance margin,
    // the whole spread beyond it at zero equity.
    private static BigInteger FillableQuote(
        UnitAccount account, MarkedPosition position, CloseoutRules rules, BigInteger contracts)
    {
        BigInteger missing = position.Maintenance - account.EquityAt(position.Mark);
        missing = BigInteger.Max(0, BigInteger.Min(position.Maintenance, missing));
        BigInteger value = position.Mark.ValueOf(account.Quantity) * Million;
        return UnitPrice.DivideDown(
            (value - (missing * rules.SpreadPpm)) * contracts, BigInteger.Abs(account.Quantity) * Million);
    }
}

/// <summary>Position and money of an account in one instrument, whole units.</summary>
/// <param name="Id">Account id.</param>
/// <param name="Quantity">Contracts; positive = long.</param>
/// <param name="Quote">Quote units; negative = owed.</param>
/// <param name="EntryValue">What the contracts cost, quote units; has the sign of the quantity.</param>
public sealed record UnitAccount(string Id, BigInteger Quantity, BigInteger Quote, BigInteger EntryValue)
{
    /// <summary>Equity at a price, rounded down.</summary>
    public BigInteger EquityAt(UnitPrice price) => Quote + price.ValueOf(Quantity);
}

/// <summary>A position at its mark.</summary>
/// <param name="Mark">Current accepted price.</param>
/// <param name="Maintenance">Maintenance margin of the whole position, quote units; ≥ 0.</param>
public sealed record MarkedPosition(UnitPrice Mark, BigInteger Maintenance);

/// <summary>What the throttle has counted.</summary>
/// <param name="Start">First order of the window.</param>
/// <param name="Closed">Contracts closed in it.</param>
public sealed record CloseoutWindow(Timestamp Start, BigInteger Closed)
{
    /// <summary>Contracts that count at a time; a window that is over counts nothing.</summary>
    public BigInteger Counted(CloseoutRules rules, Timestamp asOf)
    {
        ArgumentNullException.ThrowIfNull(rules);
        return IsOver(rules, asOf) ? 0 : Closed;
    }

    /// <summary>The window after an order.</summary>
    public CloseoutWindow After(CloseoutRules rules, BigInteger contracts, Timestamp asOf)
    {
        ArgumentNullException.ThrowIfNull(rules);
        return IsOver(rules, asOf)
            ? new(asOf, BigInteger.Abs(contracts))
            : this with { Closed = Closed + BigInteger.Abs(contracts) };
    }

    private bool IsOver(CloseoutRules rules, Timestamp asOf) =>
        asOf >= Start + TimeSpan.FromMinutes(rules.WindowMinutes);
}

/// <summary>A forced order.</summary>
/// <param name="Quantity">Contracts that the account trades; has the opposite sign of its position.</param>
/// <param name="FillableQuote">Least that it may receive (most that it may pay when negative), quote units.</param>
/// <param name="BankruptcyQuote">What it would receive at its bankruptcy price.</param>
public sealed record CloseoutOrder(BigInteger Quantity, BigInteger FillableQuote, BigInteger BankruptcyQuote)
{
    /// <summary>Whether nothing is left afterwards.</summary>
    public bool IsFull { get; init; }

    /// <summary>Fee out of a fill, for the insurance fund: what lies above the bankruptcy price, at most the highest
    /// rate.</summary>
    /// <param name="received">Quote units received for the whole order; negative = paid.</param>
    /// <param name="rules">Highest rate.</param>
    public BigInteger FeeOf(BigInteger received, CloseoutRules rules)
    {
        ArgumentNullException.ThrowIfNull(rules);
        BigInteger above = BigInteger.Max(0, received - BankruptcyQuote);
        return BigInteger.Min(above, BigInteger.Abs(received) * rules.MostFeePpm / 1_000_000);
    }
}
