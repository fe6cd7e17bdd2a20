using System.Globalization;
using System.Numerics;
using Dms.Predictive.Core;
using Dms.Predictive.Margin;

namespace Dms.Predictive.Pipeline;

/// <summary>
/// The venue's side of the accounts in a minute: reviews them, lets orders and withdrawals through or refuses them,
/// closes positions by force and settles the bankrupt. State: the orders of the minute.
/// </summary>
internal sealed class AccountDesk(MarginLedger ledger, CascadeTally tally, List<TradingAgent> agents)
{
    private const int MostCounterparties = 20;
    private const int ReopenAfterMinutes = 1440;
    private const double PoorShare = 0.05;
    private static readonly CallPolicy Calls = new()
    {
        Band = new(1.1m, 1.25m, 1.4m),
        GraceMinutes = 30,
        TopUpMinutes = 60,
        SmallestTopUp = 0.1m,
    };

    private static readonly CloseoutRules Closeouts = new()
    {
        Lot = 1,
        TargetPpm = 1_250_000,
        CostPpm = 3_000,
        FullBelowPpm = 300_000,
        SmallestNotional = 500 * (int)AgentBehavior.Units,
        MostPerWindow = 300,
        WindowMinutes = 1,
        SpreadPpm = 1_500_000,
        MostFeePpm = 5_000,
    };

    private readonly List<(TradingAgent Agent, long Quantity)> _orders = [];
    private readonly List<(TradingAgent Agent, CloseoutOrder Order)> _forced = [];
    private Timestamp _asOf;
    private RuleQuote _quote = new(1, 1, 1);
    private UnitPrice _mark;
    private long _price;

    /// <summary>Starts a minute.</summary>
    public void Begin(Timestamp asOf, RuleQuote quote, UnitPrice mark)
    {
        (_asOf, _quote, _mark, _price) = (asOf, quote, mark, (long)mark.Numerator);
        _orders.Clear();
        _forced.Clear();
    }

    /// <summary>Reviews every account and collects what it may or must trade.</summary>
    /// <returns>Order flow, quote.</returns>
    public (double Free, double Forced) Collect(in AgentView view)
    {
        foreach (TradingAgent agent in agents)
        {
            Reopen(agent, view.Minute);
            Review(agent);
            AgentWish wish = AgentBehavior.Decide(agent, view);
            if (agent.Account.Phase == AccountPhase.Liquidating)
            {
                Force(agent);
            }
            else if (agent.Account.Phase != AccountPhase.Closed)
            {
                Grant(agent, wish, view.Minute);
            }
        }

        double price = _price / AgentBehavior.Units;
        return (_orders.Sum(o => o.Quantity) * price, _forced.Sum(o => (double)o.Order.Quantity) * price);
    }

    /// <summary>Fills the minute's orders against the maker at the new price.</summary>
    public void Fill(long price, string maker)
    {
        foreach ((TradingAgent agent, long quantity) in _orders)
        {
            ledger.Trade(new(agent.Id, maker, quantity, -(BigInteger)quantity * price));
            agent.Sync(ledger[agent.Id], _asOf);
        }

        foreach ((TradingAgent agent, CloseoutOrder order) in _forced)
        {
            BigInteger received = -order.Quantity * price;
            BigInteger fee = order.FeeOf(received, Closeouts);
            ledger.Closeout(new(agent.Id, maker, order.Quantity, received), fee);
            agent.Sync(ledger[agent.Id], _asOf);
            agent.Window = agent.Window.After(Closeouts, order.Quantity, _asOf);
            agent.Safe = agent.Safe is SafePoint safe ? safe with { Fees = safe.Fees + (double)fee } : null;
            tally.Forced += Math.Abs((double)received);
        }
    }

    /// <summary>Settles accounts with negative equity and closes those that have nothing left.</summary>
    public void SettleBankrupt(long price, long previous)
    {
        _price = price;
        _mark = new(price, 1);
        foreach (TradingAgent agent in agents)
        {
            if (agent is { Quantity: 0, Quote: >= 0, Account.Phase: not AccountPhase.Liquidating })
            {
                continue;
            }

            double equity = agent.EquityAt(price);
            bool meets = equity >= Required(agent, agent.MaintenanceRate(_quote));
            agent.Safe = meets && equity >= 0 ? new(agent.Quantity, equity, price, price, 0) : agent.Safe?.At(price);
            if (equity < 0)
            {
                Review(agent);
                Settle(agent, previous);
            }
            else if (agent is { Quantity: 0, Account.Phase: AccountPhase.Liquidating })
            {
                Review(agent);
            }
        }
    }

    /// <summary>Σ |contracts| of all accounts.</summary>
    public double OpenContracts()
    {
        double sum = 0;
        foreach (TradingAgent agent in agents)
        {
            sum += Math.Abs(agent.Quantity);
        }

        return sum;
    }

    /// <summary>Σ contracts of all accounts.</summary>
    public long Crowd()
    {
        long sum = 0;
        foreach (TradingAgent agent in agents)
        {
            sum += agent.Quantity;
        }

        return sum;
    }

    /// <summary>What all accounts of each kind of adversary hold and took out, minus what they put in, units.</summary>
    public IReadOnlyList<(AgentKind Kind, double Profit)> AdversaryProfits(long price) =>
    [
        .. agents.Where(a => a.Kind != AgentKind.Ordinary).GroupBy(a => a.Kind)
            .Select(g => (g.Key, g.Sum(a => a.EquityAt(price) - a.NetDeposits))),
    ];

    // Closed accounts come back a day later as new ones with new money.
    private void Reopen(TradingAgent agent, int minute)
    {
        bool isNew = agent.Id.Length == 0;
        bool isPoor = agent.Quantity == 0 && agent.Quote < agent.Endowment * AgentBehavior.Units * PoorShare;
        bool isGone = agent.Account.Phase == AccountPhase.Closed || isPoor;
        if (isNew || (isGone && minute - agent.EnteredAt >= ReopenAfterMinutes))
        {
            if (agent.Quote > 0)
            {
                Deposit(agent, -agent.Quote / AgentBehavior.Units);
            }

            agent.Open();
            agent.Sync(ledger[agent.Id], _asOf);
            Deposit(agent, agent.Endowment);
        }
    }

    private void Review(TradingAgent agent)
    {
        double equity = agent.EquityAt(_price);
        bool isFine = agent.Account.Phase == AccountPhase.Compliant
            && equity >= Required(agent, _quote.Initial) && equity >= 0;
        if (isFine || agent.Account.Phase == AccountPhase.Closed)
        {
            return;
        }

        AccountReview review = AccountMachine.Review(
            Calls, agent.Account, StandingOf(agent, agent.Quantity), new(_asOf, "cascade", _quote.NoticeEnds));
        tally.Calls += (int)(review.State.Calls - agent.Account.Calls);
        tally.Liquidations += review.State.Phase == AccountPhase.Liquidating
            && agent.Account.Phase != AccountPhase.Liquidating ? 1 : 0;
        agent.Account = review.State;
    }

    private void Force(TradingAgent agent)
    {
        MarkedPosition position = new(_mark, (BigInteger)Required(agent, agent.MaintenanceRate(_quote)));
        if (Closeout.Next(ledger[agent.Id], position, Closeouts, agent.Window, _asOf) is CloseoutOrder order)
        {
            _forced.Add((agent, order));
        }
    }

    private void Grant(TradingAgent agent, AgentWish wish, int minute)
    {
        if (wish.Deposit > 0)
        {
            Deposit(agent, wish.Deposit);
            agent.OutsideCash -= wish.Deposit;
            string id = string.Create(CultureInfo.InvariantCulture, $"pay-{minute}");
            agent.Account = AccountMachine.Pay(
                agent.Account, new(id, CallAction.Pay, _asOf, (decimal)Math.Floor(wish.Deposit * AgentBehavior.Units)));
        }

        if (wish.Withdrawal * AgentBehavior.Units >= 1)
        {
            decimal amount = (decimal)Math.Floor(wish.Withdrawal * AgentBehavior.Units);
            if (AccountRules.CheckWithdrawal(StandingOf(agent, agent.Quantity), amount).IsAccepted)
            {
                Deposit(agent, -(double)amount / AgentBehavior.Units);
            }
        }

        if (wish.Order != 0)
        {
            AccountStanding now = StandingOf(agent, agent.Quantity);
            AccountStanding then = StandingOf(agent, agent.Quantity + wish.Order);
            if (AccountRules.CheckOrder(now, then).IsAccepted)
            {
                agent.EnteredAt = minute;
                _orders.Add((agent, wish.Order));
            }
        }
    }

    private void Deposit(TradingAgent agent, double amount)
    {
        BigInteger units = (BigInteger)Math.Floor(amount * AgentBehavior.Units);
        ledger.Deposit(agent.Id, units);
        agent.NetDeposits += (double)units;
        agent.Sync(ledger[agent.Id], _asOf);
    }

    private void Settle(TradingAgent agent, long previous)
    {
        BigInteger deficit = -ledger[agent.Id].EquityAt(_mark);
        double insurance = (double)ledger.Insurance;
        BankruptcySettlement settled = ledger.Settle(agent.Id, new(_mark, new(previous, 1)), MostCounterparties);
        tally.NoteDeficit(agent.Kind, (double)deficit, agent.Safe?.Bound ?? (double)deficit);
        tally.Uninsured += (double)deficit - (insurance - (double)ledger.Insurance);
        agent.Safe = new(agent.Quantity, 0, _price, _price, 0);
        if (settled.Fills.Count > 0 || settled.Loss.Socialized.Count > 0)
        {
            agents.ForEach(a => a.Sync(ledger[a.Id], _asOf));
        }
        else
        {
            agent.Sync(ledger[agent.Id], _asOf);
        }

        if (agent.Quantity == 0)
        {
            agent.Account = AccountMachine.Close(agent.Account, _asOf);
        }
    }

    private AccountStanding StandingOf(TradingAgent agent, long quantity)
    {
        double maintenance = quantity == 0 ? 0 : agent.MaintenanceRate(_quote);
        double notional = Math.Abs((double)quantity) * _price;
        decimal initial = (decimal)Math.Ceiling(notional * _quote.Initial);
        return new(
            Math.Min(initial, (decimal)Math.Ceiling(notional * _quote.Baseline)), initial,
            Math.Min(initial, (decimal)Math.Ceiling(notional * maintenance)), (decimal)agent.EquityAt(_price));
    }

    private double Required(TradingAgent agent, double rate) =>
        Math.Ceiling(Math.Abs((double)agent.Quantity) * _price * rate);
}
