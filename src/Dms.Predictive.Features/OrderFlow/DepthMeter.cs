using Dms.Predictive.Core;

namespace Dms.Predictive.Features.OrderFlow;

/// <summary>Measures one state of a book: spread, depth, reach and what trading at once would cost.</summary>
internal static class DepthMeter
{
    private static readonly int[] Ranks = [1, 5, 10, 20];
    private static readonly double[] Costs = [10_000, 100_000, 1_000_000];

    /// <summary>Writes the measures of the close.</summary>
    /// <param name="book">A book with both sides.</param>
    /// <param name="values">One value per <see cref="FlowMeasure"/>.</param>
    public static void Write(DepthBook book, Span<double> values)
    {
        double bid = book.Scale.Price(book.BestBid);
        double ask = book.Scale.Price(book.BestAsk);
        double mid = (bid + ask) / 2;
        values[(int)FlowMeasure.Mid] = mid;
        values[(int)FlowMeasure.Spread] = 1e4 * (ask - bid) / mid;
        double bidQuantity = book.Scale.Quantity(book.Quantities(BookSide.Bid)[^1]);
        double askQuantity = book.Scale.Quantity(book.Quantities(BookSide.Ask)[^1]);
        double micro = ((bid * askQuantity) + (ask * bidQuantity)) / (bidQuantity + askQuantity);
        values[(int)FlowMeasure.MicroPrice] = 1e4 * (micro - mid) / mid;
        Side(book, BookSide.Bid, mid, values);
        Side(book, BookSide.Ask, mid, values);
    }

    /// <summary>Quantity in the best levels of a side, base units; NaN when fewer levels are known.</summary>
    public static double Depth(DepthBook book, BookSide side, int levels)
    {
        ReadOnlySpan<long> quantities = book.Quantities(side);
        if (book.CompleteCount(side) < levels)
        {
            return double.NaN;
        }

        long sum = 0;
        foreach (long quantity in quantities[^levels..])
        {
            sum += quantity;
        }

        return book.Scale.Quantity(sum);
    }

    private static void Side(DepthBook book, BookSide side, double mid, Span<double> values)
    {
        bool isBid = side == BookSide.Bid;
        int depth = (int)(isBid ? FlowMeasure.BidDepth1 : FlowMeasure.AskDepth1);
        int reach = (int)(isBid ? FlowMeasure.BidReach5 : FlowMeasure.AskReach5);
        int cost = (int)(isBid ? FlowMeasure.SellCost10K : FlowMeasure.BuyCost10K);
        ReadOnlySpan<long> prices = book.Prices(side);
        for (int i = 0; i < Ranks.Length; i++)
        {
            values[depth + i] = Depth(book, side, Ranks[i]);
            if (i > 0)
            {
                values[reach + i - 1] = book.CompleteCount(side) < Ranks[i]
                    ? double.NaN
                    : 1e4 * Math.Abs(book.Scale.Price(prices[^Ranks[i]]) - mid) / mid;
            }
        }

        WriteCosts(book, side, mid, values.Slice(cost, Costs.Length));
    }

    // One walk from the best price outwards serves all sizes: they grow. It ends where the book may be incomplete.
    private static void WriteCosts(DepthBook book, BookSide side, double mid, Span<double> costs)
    {
        costs.Fill(double.NaN);
        ReadOnlySpan<long> prices = book.Prices(side);
        ReadOnlySpan<long> quantities = book.Quantities(side);
        double quote = 0;
        double quantity = 0;
        int size = 0;
        int known = prices.Length - book.CompleteCount(side);
        for (int i = prices.Length - 1; i >= known && size < costs.Length; i--)
        {
            double price = book.Scale.Price(prices[i]);
            double level = book.Scale.Quantity(quantities[i]);
            for (; size < costs.Length && quote + (price * level) >= Costs[size]; size++)
            {
                double mean = Costs[size] / (quantity + ((Costs[size] - quote) / price));
                costs[size] = 1e4 * Math.Abs(mean - mid) / mid;
            }

            quote += price * level;
            quantity += level;
        }
    }
}
