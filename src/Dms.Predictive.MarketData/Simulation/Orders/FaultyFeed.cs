using Dms.Predictive.Core;

namespace Dms.Predictive.MarketData;

/// <summary>A fault that was put into a feed: the truth for tests of the quality gate.</summary>
/// <param name="Kind">What failed.</param>
/// <param name="From">Its begin.</param>
/// <param name="To">Its end.</param>
public readonly record struct InjectedFault(FaultKind Kind, Timestamp From, Timestamp To);

/// <summary>
/// Plays a feed with faults at stated rates. Update ids are numbered anew and stay contiguous but for a gap; after a
/// fault that lost changes a snapshot restores the book. Which faults come when depends on seed and event times only.
/// </summary>
public sealed class FaultyFeed : IMarketReplay
{
    private readonly IMarketReplay _inner;
    private readonly Filter _filter;

    /// <summary>Wraps a feed.</summary>
    /// <param name="inner">The sound feed.</param>
    /// <param name="faults">Rates.</param>
    /// <param name="seed">Seed of the faults.</param>
    public FaultyFeed(IMarketReplay inner, MarketFaults faults, ulong seed)
    {
        ArgumentNullException.ThrowIfNull(inner);
        ArgumentNullException.ThrowIfNull(faults);
        (_inner, _filter) = (inner, new Filter(new FaultPlan(faults, seed)));
    }

    /// <summary>Faults begun so far.</summary>
    public IReadOnlyList<InjectedFault> Injected => _filter.Plan.Injected;

    /// <inheritdoc/>
    public void AdvanceTo(Timestamp asOf, IMarketEventSink sink)
    {
        ArgumentNullException.ThrowIfNull(sink);
        _filter.Sink = sink;
        _inner.AdvanceTo(asOf, _filter);
    }

    private sealed class Filter(FaultPlan plan) : IMarketEventSink
    {
        private readonly DepthBook _book = new();
        private readonly FaultedBook _out = new();
        private Trade _lastTrade;
        private TopOfBook _lastTop;

        public FaultPlan Plan { get; } = plan;

        public IMarketEventSink Sink
        {
            get;
            set => _out.Sink = field = value;
        } = null!;

        public void OnFeed(MarketFeed feed) => Sink.OnFeed(feed);

        public void OnVerdict(QualityVerdict verdict) => Sink.OnVerdict(verdict);

        public void OnOrder(in OrderEvent order)
        {
            if (Passes(order.Stamp))
            {
                Sink.OnOrder(in order);
            }
        }

        public void OnBar(in Bar bar, Timestamp known)
        {
            if (Plan.At(known) != FaultKind.Outage)
            {
                Sink.OnBar(in bar, known);
            }
        }

        public void OnTrade(in Trade trade)
        {
            FaultKind kind = Plan.At(trade.Stamp.ReceivedTime);
            _lastTrade = kind == FaultKind.Frozen && _lastTrade.Price > 0 ? _lastTrade : trade;
            if (kind is FaultKind.Stale or FaultKind.Outage)
            {
                return;
            }

            Trade shown = trade with { Price = _lastTrade.Price };
            Sink.OnTrade(kind == FaultKind.FatFinger && Plan.TakeOnce()
                ? trade with { Price = Scaled(trade.Price, Plan.Size) }
                : shown);
        }

        public void OnTop(in TopOfBook top)
        {
            FaultKind kind = Plan.At(top.Stamp.ReceivedTime);
            _lastTop = kind == FaultKind.Frozen && _lastTop.Stamp.ReceivedTime.Nanoseconds > 0
                ? _lastTop with { Stamp = top.Stamp }
                : top;
            switch (kind)
            {
                case FaultKind.Stale or FaultKind.Outage:
                    return;
                case FaultKind.Crossed:
                    Sink.OnTop(top with { Bid = top.Ask + (top.Ask - top.Bid) });
                    break;
                case FaultKind.FatFinger when Plan.TakeOnce():
                    Sink.OnTop(top with { Bid = Scaled(top.Bid, Plan.Size), Ask = Scaled(top.Ask, Plan.Size) });
                    break;
                default:
                    Sink.OnTop(in _lastTop);
                    break;
            }
        }

        public void OnBook(in BookUpdate update, ReadOnlySpan<LevelChange> changes)
        {
            FaultKind kind = Plan.At(update.Stamp.ReceivedTime);
            if (update.IsSnapshot)
            {
                _book.Clear();
            }

            foreach (ref readonly LevelChange change in changes)
            {
                _book.Set(in change);
            }

            switch (kind)
            {
                case FaultKind.Stale or FaultKind.Outage:
                    _out.Lose();
                    break;
                case FaultKind.Frozen:
                    _out.Repeat(update);
                    break;
                case FaultKind.Gap when Plan.TakeOnce():
                    _out.Skip(changes.Length);
                    break;
                case FaultKind.Gap:
                    _out.Pass(update, changes);
                    break;
                case FaultKind.Crossed:
                    _out.Cross(update, changes, _book);
                    break;
                default:
                    _out.PassOrRestore(update, changes, _book);
                    break;
            }
        }

        private static long Scaled(long price, double factor) => (long)(price * factor);

        private bool Passes(in EventStamp stamp) =>
            Plan.At(stamp.ReceivedTime) is not (FaultKind.Stale or FaultKind.Outage);
    }
}
