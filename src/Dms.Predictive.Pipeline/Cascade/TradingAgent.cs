using Dms.Predictive.Core;
using Dms.Predictive.Margin;
using Dms.Predictive.Volatility;

namespace Dms.Predictive.Pipeline;

/// <summary>What an account is up to.</summary>
public enum AgentKind
{
    /// <summary>Enters, exits, tops up or ignores calls, sometimes takes profit out.</summary>
    Ordinary = 0,

    /// <summary>Sells ahead of those whom a raise will force to sell.</summary>
    FrontRunner,

    /// <summary>Takes out whatever it may, every minute, and never tops up.</summary>
    EarlyWithdrawer,

    /// <summary>Holds both sides in two accounts, takes the winner's profit out and leaves the loser to the others.
    /// </summary>
    Splitter,
}

/// <summary>A piece of a position that was opened at one time.</summary>
/// <param name="Quantity">Contracts, signed.</param>
/// <param name="OpenedAt">When.</param>
internal readonly record struct AgentLot(long Quantity, Timestamp OpenedAt);

/// <summary>An account of the laboratory. State: what the ledger holds of it, its lots, and its life cycle.</summary>
internal sealed class TradingAgent(int index, AgentKind kind, SeededGenerator random)
{
    private readonly List<AgentLot> _lots = [];
    private int _generation;

    public AgentKind Kind => kind;

    public int Index => index;

    public SeededGenerator Random => random;

    /// <summary>Leverage that it wants.</summary>
    public double Leverage { get; init; } = 1;

    /// <summary>Money that it begins with, quote.</summary>
    public double Endowment { get; init; }

    /// <summary>Money that it could still bring for calls, quote.</summary>
    public double OutsideCash { get; set; }

    public string Id { get; private set; } = "";

    public AccountState Account { get; set; } = AccountState.Start("");

    public CloseoutWindow Window { get; set; } = new(default, 0);

    /// <summary>Contracts, as the ledger holds them.</summary>
    public long Quantity { get; private set; }

    /// <summary>Quote units, as the ledger holds them; exact below 2⁵³.</summary>
    public double Quote { get; private set; }

    /// <summary>Minute of the last entry.</summary>
    public int EnteredAt { get; set; }

    /// <summary>Answer to the call in force.</summary>
    public CallAnswer Answer { get; set; } = CallAnswer.None;

    /// <summary>Paid in minus taken out, quote units.</summary>
    public double NetDeposits { get; set; }

    /// <summary>The position when it last met its maintenance margin; null before the first minute.</summary>
    public SafePoint? Safe { get; set; }

    public IReadOnlyList<AgentLot> Lots => _lots;

    /// <summary>A fresh account of the same trader.</summary>
    public void Open()
    {
        _generation++;
        Id = string.Create(System.Globalization.CultureInfo.InvariantCulture, $"{index:D3}.{_generation}");
        Account = AccountState.Start(Id);
        (Answer, OutsideCash) = (CallAnswer.None, Endowment / 2);
        _lots.Clear();
    }

    /// <summary>Equity at a mark, quote units.</summary>
    public double EquityAt(long mark) => Quote + ((double)Quantity * mark);

    /// <summary>Maintenance rate of its position: by contracts over its lots.</summary>
    public double MaintenanceRate(RuleQuote quote)
    {
        if (_lots.Count <= 1)
        {
            return _lots.Count == 0 ? 0 : quote.MaintenanceOf(_lots[0].OpenedAt);
        }

        double sum = 0;
        foreach (AgentLot lot in _lots)
        {
            sum += Math.Abs(lot.Quantity) * quote.MaintenanceOf(lot.OpenedAt);
        }

        return sum / Math.Abs(Quantity);
    }

    /// <summary>Takes over what the ledger holds. What closes comes out of the youngest lots; what opens is a new
    /// one.</summary>
    public void Sync(UnitAccount held, Timestamp asOf)
    {
        long change = (long)held.Quantity - Quantity;
        (Quantity, Quote) = ((long)held.Quantity, (double)held.Quote);
        while (change != 0 && _lots.Count > 0 && Math.Sign(_lots[^1].Quantity) != Math.Sign(change))
        {
            AgentLot last = _lots[^1];
            long closed = Math.Sign(change) * Math.Min(Math.Abs(change), Math.Abs(last.Quantity));
            change -= closed;
            _lots.RemoveAt(_lots.Count - 1);
            if (last.Quantity + closed != 0)
            {
                _lots.Add(last with { Quantity = last.Quantity + closed });
            }
        }

        if (change != 0)
        {
            _lots.Add(new(change, asOf));
        }
    }
}

/// <summary>What a trader will do about a call.</summary>
/// <param name="Call">Id of the call; empty = none.</param>
/// <param name="Minute">When it will do it.</param>
/// <param name="Pays">Whether it pays.</param>
/// <param name="Reduces">Whether it closes part of its position.</param>
internal sealed record CallAnswer(string Call, int Minute, bool Pays, bool Reduces)
{
    public static CallAnswer None { get; } = new("", 0, false, false);
}

/// <summary>A position in the last minute in which it met its maintenance margin, with what came after.</summary>
/// <param name="Quantity">Contracts.</param>
/// <param name="Equity">Quote units.</param>
/// <param name="Mark">Price.</param>
/// <param name="Worst">Worst price since.</param>
/// <param name="Fees">Liquidation fees since, quote units.</param>
internal sealed record SafePoint(long Quantity, double Equity, long Mark, long Worst, double Fees)
{
    /// <summary>Most that the account can have lost beyond its equity since, quote units.</summary>
    public double Bound => Math.Max(0, (Math.Abs((double)Quantity) * Math.Abs(Worst - Mark)) - Equity + Fees);

    /// <summary>The same with one more price.</summary>
    public SafePoint At(long mark) =>
        (mark - Worst) * Math.Sign(Quantity) < 0 ? this with { Worst = mark } : this;
}
