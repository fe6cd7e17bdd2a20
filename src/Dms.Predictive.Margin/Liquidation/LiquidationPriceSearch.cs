using Dms.Predictive.Core;

namespace Dms.Predictive.Margin;

/// <summary>Finds the prices at which equity falls below maintenance margin, one underlying at a time.</summary>
public sealed class LiquidationPriceSearch
{
    private const int StepsPerUnit = 400;                            // 0.25 %
    private const int LargestFactor = 10;
    private readonly IMarginPolicy _policy;
    private readonly MarginView _view;
    private readonly AccountEquity _equity;
    private readonly double _multiplier;

    private LiquidationPriceSearch(IMarginPolicy policy, MarginView view, AccountEquity equity, double multiplier) =>
        (_policy, _view, _equity, _multiplier) = (policy, view, equity, multiplier);

    /// <summary>
    /// Prices for every underlying of the market, in its order: the nearest factor below and above 1 at which equity
    /// minus maintenance margin turns negative, looked for in steps of 0.25 % down to 0.25 % and up to tenfold (or
    /// directly, where margin is convex in the price), then bisected to the last bit.
    /// </summary>
    /// <param name="policy">Formula of the margin.</param>
    /// <param name="view">Net exposures.</param>
    /// <param name="equity">Equity and its slopes.</param>
    /// <param name="market">Current prices.</param>
    /// <param name="multiplier">Multiplier of maintenance margin; ≥ 1.</param>
    public static IReadOnlyList<LiquidationPrices> Find(
        IMarginPolicy policy, MarginView view, AccountEquity equity, MarginMarket market, double multiplier = 1)
    {
        ArgumentNullException.ThrowIfNull(market);
        LiquidationPriceSearch search = new(policy, view, equity, multiplier);
        return [.. market.Underlyings.Select(search.Find)];
    }

    private LiquidationPrices Find(Underlying underlying)
    {
        int index = IndexOf(underlying.Id);
        double slope = _equity.Slopes.GetValueOrDefault(underlying.Id);
        if ((index < 0 && slope == 0) || Surplus(index, slope, 1) < 0)
        {
            return new(underlying.Id, null, null);
        }

        double spot = (double)underlying.Spot;
        double? down = Nearest(index, slope, -1, StepsPerUnit - 1);
        double? up = Nearest(index, slope, 1, (LargestFactor - 1) * StepsPerUnit);
        return new(underlying.Id, down * spot, up * spot);
    }

    private double? Nearest(int index, double slope, int direction, int steps)
    {
        if (_policy.IsConvexInPrice)
        {
            double end = FactorAt(direction * steps);
            return Surplus(index, slope, end) < 0 ? Bisect(index, slope, 1, end) : null;
        }

        double inside = 1;
        for (int step = 1; step <= steps; step++)
        {
            double factor = FactorAt(direction * step);
            if (Surplus(index, slope, factor) < 0)
            {
                return Bisect(index, slope, inside, factor);
            }

            inside = factor;
        }

        return null;
    }

    private double Bisect(int index, double slope, double inside, double outside)
    {
        while (true)
        {
            double middle = 0.5 * (inside + outside);
            if (middle == inside || middle == outside)
            {
                return inside;
            }

            (inside, outside) = Surplus(index, slope, middle) < 0 ? (inside, middle) : (middle, outside);
        }
    }

    private static double FactorAt(int step) => (StepsPerUnit + step) / (double)StepsPerUnit;

    private double Surplus(int index, double slope, double factor)
    {
        MarginView moved = index < 0 ? _view : _view.Shift(index, factor);
        double maintenance = _policy.Evaluate(moved, 1).Maintenance;
        if (_multiplier != 1)
        {
            maintenance = Math.Max(maintenance, _policy.Evaluate(moved, _multiplier).Maintenance);
        }

        return (double)_equity.Exact + (slope * (factor - 1)) - maintenance;
    }

    private int IndexOf(string underlying)
    {
        for (int i = 0; i < _view.Underlyings.Count; i++)
        {
            if (_view.Underlyings[i] == underlying)
            {
                return i;
            }
        }

        return -1;
    }
}
