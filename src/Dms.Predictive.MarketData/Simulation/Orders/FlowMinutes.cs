using Dms.Predictive.Core;

namespace Dms.Predictive.MarketData;

/// <summary>What book and flow showed in the minutes up to a bar's close.</summary>
/// <param name="Time">Open time of the bar.</param>
/// <param name="Trades">Executions since the bar before.</param>
/// <param name="SpreadBps">Spread at the close, bps of the mid price.</param>
/// <param name="DepthBase">Quantity of the ten best levels of both sides at the close, base units.</param>
/// <param name="AddedBase">Quantity by which levels grew, base units.</param>
/// <param name="RemovedBase">Quantity by which levels shrank, executions included, base units.</param>
/// <param name="BoughtBase">Quantity that buyers took, base units.</param>
/// <param name="SoldBase">Quantity that sellers took, base units.</param>
public readonly record struct FlowMinute(
    Timestamp Time,
    int Trades,
    double SpreadBps,
    double DepthBase,
    double AddedBase,
    double RemovedBase,
    double BoughtBase,
    double SoldBase);

/// <summary>Condenses a feed of books, trades and bars to one row per bar: enough to state facts about it.</summary>
public sealed class FlowMinutes : IMarketEventSink
{
    private const int Levels = 10;

    private readonly DepthBook _book = new();
    private readonly List<Bar> _bars = [];
    private readonly List<FlowMinute> _minutes = [];
    private FlowMinute _open;

    /// <summary>The bars.</summary>
    public IReadOnlyList<Bar> Bars => _bars;

    /// <summary>Beside the bars.</summary>
    public IReadOnlyList<FlowMinute> Minutes => _minutes;

    /// <summary>Level changes of all updates but snapshots.</summary>
    public long LevelChanges { get; private set; }

    /// <summary>Executions.</summary>
    public long Trades { get; private set; }

    /// <inheritdoc/>
    public void OnFeed(MarketFeed feed)
    {
        ArgumentNullException.ThrowIfNull(feed);
        _book.Scale = feed.Scale;
    }

    /// <inheritdoc/>
    public void OnTrade(in Trade trade)
    {
        Trades++;
        double quantity = _book.Scale.Quantity(trade.Quantity);
        bool bought = trade.Aggressor == AggressorSide.Buy;
        _open = _open with
        {
            Trades = _open.Trades + 1,
            BoughtBase = _open.BoughtBase + (bought ? quantity : 0),
            SoldBase = _open.SoldBase + (bought ? 0 : quantity),
        };
    }

    /// <inheritdoc/>
    public void OnBook(in BookUpdate update, ReadOnlySpan<LevelChange> changes)
    {
        if (update.IsSnapshot)
        {
            _book.Clear();
        }

        (double added, double removed) = (0, 0);
        foreach (ref readonly LevelChange change in changes)
        {
            double by = _book.Scale.Quantity(change.Quantity - _book.Set(in change));
            added += Math.Max(0, by);
            removed += Math.Max(0, -by);
        }

        if (!update.IsSnapshot)
        {
            LevelChanges += changes.Length;
            _open = _open with { AddedBase = _open.AddedBase + added, RemovedBase = _open.RemovedBase + removed };
        }
    }

    /// <inheritdoc/>
    public void OnBar(in Bar bar, Timestamp known)
    {
        double mid = (_book.BestBid + _book.BestAsk) / 2.0;
        _bars.Add(bar);
        _minutes.Add(_open with
        {
            Time = bar.OpenTime,
            SpreadBps = _book.HasBothSides ? 1e4 * (_book.BestAsk - _book.BestBid) / mid : double.NaN,
            DepthBase = DepthOf(BookSide.Bid) + DepthOf(BookSide.Ask),
        });
        _open = default;
    }

    /// <inheritdoc/>
    public void OnTop(in TopOfBook top)
    {
    }

    /// <inheritdoc/>
    public void OnOrder(in OrderEvent order)
    {
    }

    /// <inheritdoc/>
    public void OnVerdict(QualityVerdict verdict)
    {
    }

    private double DepthOf(BookSide side)
    {
        long sum = 0;
        ReadOnlySpan<long> quantities = _book.Quantities(side);
        foreach (long quantity in quantities[Math.Max(0, quantities.Length - Levels)..])
        {
            sum += quantity;
        }

        return _book.Scale.Quantity(sum);
    }
}
