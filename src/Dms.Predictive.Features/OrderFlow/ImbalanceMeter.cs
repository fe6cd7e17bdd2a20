using Dms.Predictive.Core;

namespace Dms.Predictive.Features.OrderFlow;

/// <summary>
/// Order-flow imbalance of the best levels: quantity that appeared on the bid side or left the ask side, minus the
/// reverse, level by level.
/// </summary>
/// <remarks>Cont, Kukanov, Stoikov (2014), J. Financial Econometrics 12(1); by level after Xu, Gould, Howison (2018).</remarks>
internal sealed class ImbalanceMeter
{
    private const int Levels = 5;
    private const long Second = 1_000_000_000;

    private readonly long[] _bidPrices = new long[Levels];
    private readonly long[] _bidQuantities = new long[Levels];
    private readonly long[] _askPrices = new long[Levels];
    private readonly long[] _askQuantities = new long[Levels];
    private readonly double[] _sums = new double[Levels];
    private double _best10;
    private double _best1;
    private double _deep10;
    private double _deep1;

    /// <summary>Begins anew with a book: what came before does not count as flow.</summary>
    public void Start(DepthBook book)
    {
        for (int level = 0; level < Levels; level++)
        {
            (_bidPrices[level], _bidQuantities[level]) = Level(book, BookSide.Bid, level);
            (_askPrices[level], _askQuantities[level]) = Level(book, BookSide.Ask, level);
        }
    }

    /// <summary>Takes the book after a group of changes.</summary>
    /// <param name="book">The book.</param>
    /// <param name="untilClose">Nanoseconds to the end of the minute.</param>
    public void Take(DepthBook book, long untilClose)
    {
        double all = 0;
        double best = 0;
        for (int level = 0; level < Levels; level++)
        {
            (long bidPrice, long bid) = Level(book, BookSide.Bid, level);
            (long askPrice, long ask) = Level(book, BookSide.Ask, level);
            if (bidPrice == _bidPrices[level] && bid == _bidQuantities[level]
                && askPrice == _askPrices[level] && ask == _askQuantities[level])
            {
                continue;
            }

            double flow = book.Scale.Quantity(
                Change(bidPrice, bid, _bidPrices[level], _bidQuantities[level])
                - Change(-askPrice, ask, -_askPrices[level], _askQuantities[level]));
            (_bidPrices[level], _bidQuantities[level]) = (bidPrice, bid);
            (_askPrices[level], _askQuantities[level]) = (askPrice, ask);
            _sums[level] += flow;
            all += flow;
            best = level == 0 ? flow : best;
        }

        Recent(best, all, untilClose);
    }

    /// <summary>Writes the minute and begins the next.</summary>
    public void Seal(Span<double> values)
    {
        _sums.CopyTo(values[(int)FlowMeasure.Ofi1..]);
        values[(int)FlowMeasure.OfiLast10] = _best10;
        values[(int)FlowMeasure.OfiLast1] = _best1;
        values[(int)FlowMeasure.DeepOfiLast10] = _deep10;
        values[(int)FlowMeasure.DeepOfiLast1] = _deep1;
        Array.Clear(_sums);
        (_best10, _best1, _deep10, _deep1) = (0, 0, 0, 0);
    }

    private void Recent(double best, double all, long untilClose)
    {
        if (untilClose <= 10 * Second)
        {
            _best10 += best;
            _deep10 += all;
        }

        if (untilClose <= Second)
        {
            _best1 += best;
            _deep1 += all;
        }
    }

    // A better price counts its whole quantity, a worse one takes the old quantity away.
    private static long Change(long price, long quantity, long priceBefore, long quantityBefore) =>
        (price >= priceBefore ? quantity : 0) - (price <= priceBefore ? quantityBefore : 0);

    private static (long Price, long Quantity) Level(DepthBook book, BookSide side, int level)
    {
        ReadOnlySpan<long> prices = book.Prices(side);
        return level < prices.Length ? (prices[^(level + 1)], book.Quantities(side)[^(level + 1)]) : (0, 0);
    }
}
