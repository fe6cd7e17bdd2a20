using Dms.Predictive.Core;

namespace Dms.Predictive.Features.OrderFlow;

/// <summary>Counts what comes to and leaves the twenty best levels of each side.</summary>
internal sealed class ActivityMeter
{
    private const int Levels = 20;

    private long _updates;
    private long _locked;
    private double _addedBid;
    private double _addedAsk;
    private double _cutBid;
    private double _cutAsk;

    /// <summary>Takes a group of changes and the book after it.</summary>
    public void Take(DepthBook book, ReadOnlySpan<LevelMove> moves)
    {
        _updates++;
        _locked += book.IsLocked ? 1 : 0;
        long lowestBid = Worst(book, BookSide.Bid, 0);
        long highestAsk = Worst(book, BookSide.Ask, long.MaxValue);
        foreach (LevelMove move in moves)
        {
            double change = book.Scale.Quantity(move.After - move.Before);
            if (move.Side == BookSide.Bid)
            {
                bool near = move.Price >= lowestBid;
                _addedBid += near && change > 0 ? change : 0;
                _cutBid -= near && change < 0 ? change : 0;
            }
            else
            {
                bool near = move.Price <= highestAsk;
                _addedAsk += near && change > 0 ? change : 0;
                _cutAsk -= near && change < 0 ? change : 0;
            }
        }
    }

    /// <summary>Writes the minute and begins the next.</summary>
    public void Seal(Span<double> values)
    {
        values[(int)FlowMeasure.Updates] = _updates;
        values[(int)FlowMeasure.LockedUpdates] = _locked;
        values[(int)FlowMeasure.AddedBid] = _addedBid;
        values[(int)FlowMeasure.AddedAsk] = _addedAsk;
        values[(int)FlowMeasure.CutBid] = _cutBid;
        values[(int)FlowMeasure.CutAsk] = _cutAsk;
        (_updates, _locked, _addedBid, _addedAsk, _cutBid, _cutAsk) = (0, 0, 0, 0, 0, 0);
    }

    private static long Worst(DepthBook book, BookSide side, long none)
    {
        ReadOnlySpan<long> prices = book.Prices(side);
        return prices.Length >= Levels ? prices[^Levels] : none;
    }
}
