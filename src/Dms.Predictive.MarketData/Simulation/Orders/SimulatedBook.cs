using Dms.Predictive.Core;

namespace Dms.Predictive.MarketData;

/// <summary>
/// The two sides of a simulated book and those who act on it: takers, makers who place, withdraw and follow the efficient
/// price, and now and then somebody who shows a large order only to take it away.
/// </summary>
internal sealed class SimulatedBook
{
    private const int UsualOrders = 120;
    private const int FewestOrders = 15;
    private const double MeanDistance = 15;
    private const double OrderUnits = 0.35;
    private const double TradeUnits = 0.06;
    private const double Requoted = 0.9;
    private const double Follows = 0.35;
    private const int MostMovedTogether = 8;
    private const double MostOfTouch = 0.8;

    private readonly PriceGrid _grid;
    private readonly SeededStream _stream;
    private readonly MarketMood _mood;
    private readonly SimulatedTape _tape;
    private readonly SpoofedOrders _spoofed;
    private double _efficient;
    private long _wantedBuys;
    private long _wantedSells;

    /// <summary>Fills the book around a price.</summary>
    /// <param name="grid">Tick and lot.</param>
    /// <param name="seed">The instrument's seed.</param>
    /// <param name="mood">Sizes and tilts.</param>
    /// <param name="tape">Takes the executions.</param>
    public SimulatedBook(PriceGrid grid, ulong seed, MarketMood mood, SimulatedTape tape)
    {
        (_grid, _mood, _tape) = (grid, mood, tape);
        _stream = new(seed, SeededPurpose.Placement);
        _spoofed = new(_stream);
    }

    /// <summary>Resting buys.</summary>
    public OrderQueues Bids { get; } = new(-1);

    /// <summary>Resting sells.</summary>
    public OrderQueues Asks { get; } = new(1);

    /// <summary>Puts the usual number of orders on both sides.</summary>
    public void Fill(double price)
    {
        _efficient = price / _grid.Tick;
        for (int i = 0; i < UsualOrders; i++)
        {
            Place(Bids);
            Place(Asks);
        }
    }

    /// <summary>Follows the efficient price into the next second.</summary>
    /// <param name="price">Efficient price, quote currency.</param>
    public void Follow(double price)
    {
        _efficient = price / _grid.Tick;
        Withdraw(Bids);
        Withdraw(Asks);
        CloseIn(Bids);
        CloseIn(Asks);
        OrderQueues side = _stream.Chance(0.5) ? Bids : Asks;
        _spoofed.NextSecond(side, Nearest(side), (long)(8 * _mood.OrderScale * OrderUnits * _grid.LotsOfUnit));
    }

    /// <summary>Lets an event of the flow act on the book.</summary>
    /// <param name="kind">What happens.</param>
    /// <param name="time">When.</param>
    public void Act(FlowKind kind, Timestamp time)
    {
        switch (kind)
        {
            case FlowKind.BuyMarket:
                Hit(Asks, ref _wantedBuys, time);
                break;
            case FlowKind.SellMarket:
                Hit(Bids, ref _wantedSells, time);
                break;
            case FlowKind.BidLimit:
                Place(Bids);
                break;
            case FlowKind.AskLimit:
                Place(Asks);
                break;
            case FlowKind.BidCancel:
                Cancel(Bids);
                break;
            default:
                Cancel(Asks);
                break;
        }
    }

    /// <summary>Executes against the oldest orders of the best levels; never the whole side.</summary>
    /// <param name="side">The side that is hit.</param>
    /// <param name="lots">How much.</param>
    /// <param name="time">When.</param>
    public void Take(OrderQueues side, long lots, Timestamp time)
    {
        AggressorSide aggressor = side == Asks ? AggressorSide.Buy : AggressorSide.Sell;
        while (lots > 0 && side.Count > FewestOrders)
        {
            int order = side.Front;
            long filled = Math.Min(lots, side.QuantityOf(order));
            _tape.Print(time, side.Best * _grid.TickMantissa, filled, aggressor);
            if (filled == side.QuantityOf(order))
            {
                side.Remove(order);
            }
            else
            {
                side.Reduce(order, filled);
            }

            lots -= filled;
        }
    }

    // Takers size their orders to the touch and come back for the rest, so that a thin book does not widen the range
    // of the bars. Forced orders cannot wait: they walk the book.
    private void Hit(OrderQueues side, ref long wanted, Timestamp time)
    {
        wanted += Lots(TradeUnits, 1);
        long now = Math.Clamp((long)(MostOfTouch * side.QuantityAt(side.Best)), 1, wanted);
        wanted -= now;
        Take(side, now, time);
    }

    private void Place(OrderQueues side) =>
        side.Add(Nearest(side) + (side.Away * Distance()), Lots(OrderUnits * _mood.OrderScale, 0.7));

    private void Cancel(OrderQueues side)
    {
        if (side.Count <= FewestOrders)
        {
            return;
        }

        int order = Any(side);
        int other = Any(side);
        if (_stream.Chance(_mood.NearTouch) && (side.TickOf(other) - side.TickOf(order)) * side.Away < 0)
        {
            order = other;
        }

        long half = side.QuantityOf(order) / 2;
        if (half > 0 && _stream.Chance(0.2))
        {
            side.Reduce(order, half);
        }
        else
        {
            side.Remove(order);
        }
    }

    // Quotes that the efficient price has passed would be traded through; their makers take them back behind it.
    private void Withdraw(OrderQueues side)
    {
        long nearest = Nearest(side);
        while ((side.Best - nearest) * side.Away < 0)
        {
            MoveLevel(side, side.Best, nearest + (side.Away * Distance()), Requoted);
        }
    }

    // A gap between the efficient price and the best level attracts orders from deeper in the book.
    private void CloseIn(OrderQueues side)
    {
        long gap = (side.Best - Nearest(side)) * side.Away;
        if (gap <= 0 || !_stream.Chance(Follows))
        {
            return;
        }

        for (long moves = 1 + (gap / 3); moves > 0; moves--)
        {
            long from = side.TickOf(Any(side));
            long target = Nearest(side) + (side.Away * (long)(_stream.Uniform() * gap));
            if ((from - target) * side.Away > 0)
            {
                MoveLevel(side, from, target, 1);
            }
        }
    }

    private void MoveLevel(OrderQueues side, long from, long to, double kept)
    {
        int first = side.FirstAt(from);
        for (int i = 0; i < MostMovedTogether && first >= 0; i++, first = side.FirstAt(from))
        {
            long quantity = side.QuantityOf(first);
            bool again = side.Count <= FewestOrders || _stream.Chance(kept);
            if (again)
            {
                side.Add(to, quantity);
            }

            side.Remove(first);
        }
    }

    private long Nearest(OrderQueues side) =>
        side.Away < 0 ? (long)Math.Ceiling(_efficient) - 1 : (long)Math.Floor(_efficient) + 1;

    private long Distance() => (long)Math.Min(5 * MeanDistance, _stream.Exponential(MeanDistance));

    private int Any(OrderQueues side) => side.RestingAt((int)(_stream.Uniform() * side.Count));

    private long Lots(double medianUnits, double deviation) =>
        Math.Max(1, (long)(medianUnits * _grid.LotsOfUnit * Math.Exp(deviation * _stream.Normal())));
}
