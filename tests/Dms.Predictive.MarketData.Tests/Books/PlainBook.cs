using Dms.Predictive.Core;

namespace Dms.Predictive.MarketData.Tests.Books;

/// <summary>The plainest book there is, with an order-free sum over its levels that makes comparing cheap.</summary>
internal sealed class PlainBook
{
    private readonly SortedDictionary<long, long>[] _sides = [[], []];

    public PlainBook((BookUpdate Update, LevelChange[] Changes) snapshot) => Take(snapshot);

    public long Hash { get; private set; }

    public void Take((BookUpdate Update, LevelChange[] Changes) update)
    {
        foreach (LevelChange c in update.Changes)
        {
            SortedDictionary<long, long> side = _sides[(int)c.Side];
            if (side.Remove(c.Price, out long before))
            {
                Hash = unchecked(Hash - Of(c.Side, c.Price, before));
            }

            if (c.Quantity > 0)
            {
                side[c.Price] = c.Quantity;
                Hash = unchecked(Hash + Of(c.Side, c.Price, c.Quantity));
            }
        }
    }

    public (BookUpdate Update, LevelChange[] Changes) Snapshot(in BookUpdate at) => (
        new(at.Stamp, at.LastId, at.LastId, -1, true, 0),
        [.. _sides[0].Reverse().Select(l => new LevelChange(BookSide.Bid, l.Key, l.Value)),
            .. _sides[1].Select(l => new LevelChange(BookSide.Ask, l.Key, l.Value))]);

    public static long HashOf(DepthBook book)
    {
        long sum = 0;
        foreach (BookSide side in (BookSide[])[BookSide.Bid, BookSide.Ask])
        {
            for (int i = 0; i < book.Count(side); i++)
            {
                sum = unchecked(sum + Of(side, book.Prices(side)[i], book.Quantities(side)[i]));
            }
        }

        return sum;
    }

    private static long Of(BookSide side, long price, long quantity)
    {
        unchecked
        {
            ulong x = ((ulong)price * 0x9E3779B97F4A7C15) ^ ((ulong)quantity * 0xC2B2AE3D27D4EB4F) ^ ((ulong)side << 63);
            x = (x ^ (x >> 31)) * 0xD6E8FEB86659FD93;
            return (long)(x ^ (x >> 32));
        }
    }
}
