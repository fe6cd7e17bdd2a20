using Dms.Predictive.Core;

namespace Dms.Predictive.MarketData;

/// <summary>A list of level moves that is filled again and again.</summary>
internal sealed class LevelMoves
{
    private LevelMove[] _moves = new LevelMove[256];

    public int Count { get; private set; }

    public ReadOnlySpan<LevelMove> All => _moves.AsSpan(0, Count);

    public void Clear() => Count = 0;

    public void Add(in LevelMove move)
    {
        if (Count == _moves.Length)
        {
            Array.Resize(ref _moves, 2 * Count);
        }

        _moves[Count++] = move;
    }

    /// <summary>Appends what leads from one book to another.</summary>
    public void AddDifference(DepthBook before, DepthBook after)
    {
        AddSide(before, after, BookSide.Bid);
        AddSide(before, after, BookSide.Ask);
    }

    private void AddSide(DepthBook before, DepthBook after, BookSide side)
    {
        int sign = side == BookSide.Bid ? 1 : -1;
        ReadOnlySpan<long> old = before.Prices(side);
        ReadOnlySpan<long> now = after.Prices(side);
        ReadOnlySpan<long> had = before.Quantities(side);
        ReadOnlySpan<long> has = after.Quantities(side);
        int i = 0;
        int j = 0;
        while (i < old.Length || j < now.Length)
        {
            int order = i == old.Length ? 1 : j == now.Length ? -1 : (sign * old[i]).CompareTo(sign * now[j]);
            if (order < 0)
            {
                Add(new(side, old[i], had[i++], 0));
            }
            else if (order > 0)
            {
                Add(new(side, now[j], 0, has[j++]));
            }
            else if (had[i++] is var from && has[j++] is var to && from != to)
            {
                Add(new(side, old[i - 1], from, to));
            }
        }
    }
}
