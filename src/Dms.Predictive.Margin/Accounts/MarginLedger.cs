using System.Numerics;

namespace Dms.Predictive.Margin;

/// <summary>
/// Money and contracts of a closed market in one instrument: accounts, insurance fund and pool. Whole units only; no
/// entry makes or loses one: <see cref="Money"/> always equals <see cref="Outside"/>, and the contracts sum to 0.
/// State: one row per account and two funds.
/// </summary>
public sealed class MarginLedger
{
    private readonly SortedDictionary<string, UnitAccount> _accounts = new(StringComparer.Ordinal);

    /// <summary>Starts with two funds and no accounts.</summary>
    /// <param name="insurance">Insurance fund, quote units; ≥ 0.</param>
    /// <param name="pool">Second layer, quote units; ≥ 0.</param>
    /// <exception cref="ArgumentOutOfRangeException">A fund is negative.</exception>
    public MarginLedger(BigInteger insurance, BigInteger pool)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(insurance);
        ArgumentOutOfRangeException.ThrowIfNegative(pool);
        (Insurance, Pool, Outside) = (insurance, pool, insurance + pool);
    }

    /// <summary>Insurance fund, quote units; ≥ 0.</summary>
    public BigInteger Insurance { get; private set; }

    /// <summary>Pool, quote units; ≥ 0.</summary>
    public BigInteger Pool { get; private set; }

    /// <summary>Paid in from outside minus paid out, quote units.</summary>
    public BigInteger Outside { get; private set; }

    /// <summary>All money inside: Σ accounts + insurance + pool.</summary>
    public BigInteger Money =>
        _accounts.Values.Aggregate(Insurance + Pool, (sum, account) => sum + account.Quote);

    /// <summary>Σ contracts; 0.</summary>
    public BigInteger Contracts =>
        _accounts.Values.Aggregate(BigInteger.Zero, (sum, account) => sum + account.Quantity);

    /// <summary>All accounts, ordinal by id.</summary>
    public IReadOnlyCollection<UnitAccount> Accounts => _accounts.Values;

    /// <summary>One account; an unknown id is an empty one.</summary>
    public UnitAccount this[string id] =>
        _accounts.TryGetValue(id, out UnitAccount? account) ? account : new(id, 0, 0, 0);

    /// <summary>Money comes in, or, negative, goes out.</summary>
    /// <param name="id">Account id.</param>
    /// <param name="amount">Quote units.</param>
    public void Deposit(string id, BigInteger amount)
    {
        UnitAccount account = this[id];
        _accounts[id] = account with { Quote = account.Quote + amount };
        Outside += amount;
    }

    /// <summary>One account trades with another.</summary>
    /// <param name="trade">Who, how much, for how much.</param>
    /// <exception cref="ArgumentException">Both sides are one account.</exception>
    public void Trade(LedgerTrade trade)
    {
        ArgumentNullException.ThrowIfNull(trade);
        if (trade.Account == trade.Counterparty)
        {
            throw new ArgumentException($"Account '{trade.Account}' cannot trade with itself.", nameof(trade));
        }

        _accounts[trade.Account] = Traded(this[trade.Account], trade.Quantity, trade.Received);
        _accounts[trade.Counterparty] = Traded(this[trade.Counterparty], -trade.Quantity, -trade.Received);
    }

    /// <summary>Fills a forced order and books its fee to the insurance fund.</summary>
    /// <param name="trade">The fill; its account is the liquidating one.</param>
    /// <param name="fee">Quote units; ≥ 0.</param>
    /// <exception cref="ArgumentOutOfRangeException">The fee is negative.</exception>
    public void Closeout(LedgerTrade trade, BigInteger fee)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(fee);
        Trade(trade);
        UnitAccount account = this[trade.Account];
        _accounts[trade.Account] = account with { Quote = account.Quote - fee };
        Insurance += fee;
    }

    /// <summary>
    /// Settles an account whose equity is negative: insurance, then pool, then its position is closed against opposite
    /// ones at the bankruptcy price, then the rest is shared among accounts in proportion to their equity.
    /// </summary>
    /// <param name="id">The bankrupt account.</param>
    /// <param name="prices">Mark and previous accepted price.</param>
    /// <param name="mostCounterparties">Bound on the counterparties touched; ≥ 0.</param>
    /// <returns>What happened; every other account ends with equity ≥ 0 at the mark if it began so.</returns>
    public BankruptcySettlement Settle(string id, SettlementPrices prices, int mostCounterparties)
    {
        ArgumentNullException.ThrowIfNull(prices);
        UnitAccount account = this[id];
        IReadOnlyList<UnitAccount> others = [.. _accounts.Values.Where(a => a.Id != id)];
        LossSources sources = new(
            [new("insurance", Insurance), new("pool", Pool)],
            [.. others.Where(a => a.Quantity.Sign * account.Quantity.Sign < 0)
                .Select(a => new DeleveragingCandidate(a.Id, a.Quantity, a.EntryValue, a.Quote))],
            [],
            mostCounterparties);
        BankruptAccount bankrupt = new(account.Quantity, account.Quote, prices.Mark, prices.Previous);
        BankruptcySettlement settled = LossWaterfall.Settle(bankrupt, sources);
        Insurance -= settled.Loss.Layers[0].Absorbed;
        Pool -= settled.Loss.Layers[1].Absorbed;
        foreach (DeleveragingFill fill in settled.Fills)
        {
            _accounts[fill.Counterparty] = Traded(this[fill.Counterparty], fill.Quantity, fill.Received);
        }

        // Members share what is left by the equity that deleveraging has left them.
        LossAllocation shared = LossWaterfall.Absorb(
            settled.Loss.Unallocated, [], [.. others.Select(a => Member(a.Id, prices.Mark))]);
        foreach (MemberCharge charge in shared.Socialized)
        {
            UnitAccount member = this[charge.Member];
            _accounts[charge.Member] = member with { Quote = member.Quote - charge.Amount };
        }

        BigInteger socialized = settled.Loss.Unallocated - shared.Unallocated;
        _accounts[id] = account with
        {
            Quantity = settled.Quantity,
            Quote = settled.Quote + socialized,
            EntryValue = account.Quantity.IsZero ? 0 : account.EntryValue * settled.Quantity / account.Quantity,
        };
        return settled with
        {
            Quote = settled.Quote + socialized,
            Loss = new(settled.Loss.Layers, shared.Socialized, shared.Unallocated),
        };
    }

    private LossMember Member(string id, UnitPrice mark)
    {
        BigInteger equity = BigInteger.Max(0, this[id].EquityAt(mark));
        return new(id, equity, equity);
    }

    // Contracts that close take their share of the entry value along; contracts that open add what they cost.
    private static UnitAccount Traded(UnitAccount account, BigInteger quantity, BigInteger received)
    {
        BigInteger before = account.Quantity;
        BigInteger after = before + quantity;
        bool grows = before.Sign * quantity.Sign >= 0;
        BigInteger entry = grows ? account.EntryValue - received
            : after.Sign == before.Sign ? account.EntryValue * after / before
            : after.IsZero ? 0
            : -(received * after / quantity);
        return account with { Quantity = after, Quote = account.Quote + received, EntryValue = entry };
    }
}

/// <summary>A trade between two accounts of a ledger.</summary>
/// <param name="Account">Who trades.</param>
/// <param name="Counterparty">Against whom.</param>
/// <param name="Quantity">Contracts that the account takes; negative = gives.</param>
/// <param name="Received">Quote units that it receives for them; negative = pays.</param>
public sealed record LedgerTrade(string Account, string Counterparty, BigInteger Quantity, BigInteger Received);

/// <summary>Prices at which an account is settled.</summary>
/// <param name="Mark">Current accepted price.</param>
/// <param name="Previous">Accepted price before that.</param>
public sealed record SettlementPrices(UnitPrice Mark, UnitPrice Previous);
