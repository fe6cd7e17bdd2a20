namespace Dms.Predictive.Core;

/// <summary>
/// Price levels of one instrument: sorted arrays per side with the best price last, so that the levels that change most
/// are the cheapest to move. No allocation once the arrays have grown. The venue's rules of rebuilding are not here.
/// </summary>
public sealed class DepthBook
{
    private readonly Levels _bids = new(1);
    private readonly Levels _asks = new(-1);

    /// <summary>Decimals of the mantissas.</summary>
    public FixedScale Scale { get; set; }

    /// <summary>Levels of a side beyond which nothing is known; 0 = the whole side is known.</summary>
    public int DepthLimit { get; set; }

    /// <summary>Number of levels of a side.</summary>
    public int Count(BookSide side) => Of(side).Count;

    /// <summary>Price mantissas of a side, worst first, best last.</summary>
    public ReadOnlySpan<long> Prices(BookSide side) => Of(side).Prices;

    /// <summary>Quantity mantissas beside <see cref="Prices"/>; each &gt; 0.</summary>
    public ReadOnlySpan<long> Quantities(BookSide side) => Of(side).Quantities;

    /// <summary>Best bid's mantissa; 0 without bids.</summary>
    public long BestBid => _bids.Best;

    /// <summary>Best ask's mantissa; 0 without asks.</summary>
    public long BestAsk => _asks.Best;

    /// <summary>Whether both sides have a level.</summary>
    public bool HasBothSides => _bids.Count > 0 && _asks.Count > 0;

    /// <summary>Whether the best bid is above the best ask.</summary>
    public bool IsCrossed => HasBothSides && BestBid > BestAsk;

    /// <summary>Whether the best bid equals the best ask.</summary>
    public bool IsLocked => HasBothSides && BestBid == BestAsk;

    /// <summary>Sets a level's total; 0 removes it.</summary>
    /// <param name="change">Side, price and new absolute quantity.</param>
    /// <returns>The quantity before; 0 when the level was absent.</returns>
    public long Set(in LevelChange change) => Of(change.Side).Set(change.Price, change.Quantity);

    /// <summary>Quantity at a price; 0 when the level is absent.</summary>
    public long QuantityAt(BookSide side, long price) => Of(side).At(price);

    /// <summary>
    /// Worst price for which a side is known to be complete; 0 = the whole side is. Levels beyond it may be missing:
    /// a snapshot that was cut says nothing about what lies behind its last level.
    /// </summary>
    public long KnownWorst(BookSide side) => Of(side).KnownWorst;

    /// <summary>Says up to which price a side is complete.</summary>
    /// <param name="side">The side.</param>
    /// <param name="price">Price mantissa; 0 = the whole side.</param>
    public void LimitKnown(BookSide side, long price) => Of(side).KnownWorst = price;

    /// <summary>Number of levels, counted from the best, of which none is missing.</summary>
    public int CompleteCount(BookSide side)
    {
        int count = Of(side).CompleteCount;
        return DepthLimit > 0 ? Math.Min(count, DepthLimit) : count;
    }

    /// <summary>Removes every level and every limit of what is known.</summary>
    public void Clear()
    {
        _bids.Clear();
        _asks.Clear();
        DepthLimit = 0;
    }

    /// <summary>Whether both sides are sorted without repeats and hold no empty level; looks at every level.</summary>
    public bool IsSound() => _bids.IsSound() && _asks.IsSound();

    private Levels Of(BookSide side) => side == BookSide.Bid ? _bids : _asks;

    // Keys are prices times the direction: ascending keys put the best bid and the best ask last.
    private sealed class Levels(int direction)
    {
        private const int Room = 4096;

        private long[] _prices = new long[Room];
        private long[] _quantities = new long[Room];

        public int Count { get; private set; }

        public ReadOnlySpan<long> Prices => _prices.AsSpan(0, Count);

        public ReadOnlySpan<long> Quantities => _quantities.AsSpan(0, Count);

        public long Best => Count > 0 ? _prices[Count - 1] : 0;

        public long KnownWorst { get; set; }

        public int CompleteCount => KnownWorst == 0 ? Count : Count - Find(KnownWorst);

        public void Clear() => (Count, KnownWorst) = (0, 0);

        public bool IsSound()
        {
            for (int i = 0; i < Count; i++)
            {
                if (_quantities[i] <= 0 || _prices[i] <= 0
                    || (i > 0 && _prices[i - 1] * direction >= _prices[i] * direction))
                {
                    return false;
                }
            }

            return true;
        }

        public long At(long price) => Find(price) is var i && i < Count && _prices[i] == price ? _quantities[i] : 0;

        public long Set(long price, long quantity)
        {
            int i = Find(price);
            if (i < Count && _prices[i] == price)
            {
                long before = _quantities[i];
                if (quantity == 0)
                {
                    RemoveAt(i);
                }
                else
                {
                    _quantities[i] = quantity;
                }

                return before;
            }

            if (quantity != 0)
            {
                InsertAt(i, price, quantity);
            }

            return 0;
        }

        // Most changes are near the best price: walk a few levels from the end before halving the rest.
        private int Find(long price)
        {
            long key = price * direction;
            int high = Count;
            for (int steps = 0; steps < 8 && high > 0; steps++)
            {
                if (_prices[high - 1] * direction < key)
                {
                    return high;
                }

                high--;
                if (_prices[high] == price)
                {
                    return high;
                }
            }

            int low = 0;
            while (low < high)
            {
                int middle = (low + high) >>> 1;
                if (_prices[middle] * direction < key)
                {
                    low = middle + 1;
                }
                else
                {
                    high = middle;
                }
            }

            return low;
        }

        private void InsertAt(int i, long price, long quantity)
        {
            if (Count == _prices.Length)
            {
                Array.Resize(ref _prices, 2 * Count);
                Array.Resize(ref _quantities, 2 * Count);
            }

            Array.Copy(_prices, i, _prices, i + 1, Count - i);
            Array.Copy(_quantities, i, _quantities, i + 1, Count - i);
            (_prices[i], _quantities[i]) = (price, quantity);
            Count++;
        }

        private void RemoveAt(int i)
        {
            Count--;
            Array.Copy(_prices, i + 1, _prices, i, Count - i);
            Array.Copy(_quantities, i + 1, _quantities, i, Count - i);
        }
    }
}
