using Dms.Predictive.Core;

namespace Dms.Predictive.Features.OrderFlow;

/// <summary>Time-weighted spread and depth of a minute: every state counts as long as it lasted.</summary>
internal sealed class MeanMeter
{
    private Timestamp _since;
    private bool _live;
    private double _spread;
    private double _bid;
    private double _ask;
    private double _weight;
    private double _spreadSum;
    private double _bidSum;
    private double _askSum;

    /// <summary>The book as it is from now on.</summary>
    public void Take(DepthBook book, Timestamp at)
    {
        Count(at);
        double bid = book.Scale.Price(book.BestBid);
        double ask = book.Scale.Price(book.BestAsk);
        _spread = 1e4 * (ask - bid) / ((bid + ask) / 2);
        _bid = DepthMeter.Depth(book, BookSide.Bid, 10);
        _ask = DepthMeter.Depth(book, BookSide.Ask, 10);
        _live = true;
    }

    /// <summary>There is no book from now on.</summary>
    public void Forget(Timestamp at)
    {
        Count(at);
        _live = false;
    }

    /// <summary>Whether a book was there in the minute so far.</summary>
    public bool HasSeen => _live || _weight > 0;

    /// <summary>Writes the minute that ends now and begins the next.</summary>
    public void Seal(Timestamp close, Span<double> values)
    {
        Count(close);
        values[(int)FlowMeasure.MeanSpread] = _weight > 0 ? _spreadSum / _weight : double.NaN;
        values[(int)FlowMeasure.MeanBidDepth10] = _weight > 0 ? _bidSum / _weight : double.NaN;
        values[(int)FlowMeasure.MeanAskDepth10] = _weight > 0 ? _askSum / _weight : double.NaN;
        (_weight, _spreadSum, _bidSum, _askSum) = (0, 0, 0, 0);
    }

    private void Count(Timestamp at)
    {
        double seconds = (at.Nanoseconds - _since.Nanoseconds) / 1e9;
        _since = at;
        if (_live && seconds > 0)
        {
            _weight += seconds;
            _spreadSum += seconds * _spread;
            _bidSum += seconds * _bid;
            _askSum += seconds * _ask;
        }
    }
}
