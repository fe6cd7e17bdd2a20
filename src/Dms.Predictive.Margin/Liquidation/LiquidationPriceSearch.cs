using Dms.Predictive.Core;

namespace Dms.Predictive.Margin;

/// <summary>Finds the prices at which equity falls below maintenance margin, one underlying at a time.</summary>
public sealed class LiquidationPriceSearch
{
    private const int StepsPerUnit = 400;                            // 0.25 %
    private const int LargestFactor = 10;
    private readonly MarginView _view;
    private readonly AccountEquity _equity;
    private readonly MarginSurplus _surplus;
    private readonly bool _isConvex;

    private LiquidationPriceSearch(
        MarginFormula formula, MarginView view, AccountEquity equity, (DriverScale Scale, bool IsConvex) how)
    {
        (_view, _equity, _isConvex) = (view, equity, how.IsConvex);
        _surplus = new(formula, view, equity, how.Scale);
    }

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
        ArgumentNullException.ThrowIfNull(policy);
        ArgumentNullException.ThrowIfNull(market);
        MarginFormula formula = new(policy, null);
        return Find(formula, view, equity, (market, new DriverScale(multiplier, null), policy.IsConvexInPrice));
    }

    /// <summary>The same with add-ons and with multipliers by underlying.</summary>
    internal static IReadOnlyList<LiquidationPrices> Find(
        MarginFormula formula,
        MarginView view,
        AccountEquity equity,
        (MarginMarket Market, DriverScale Maintenance, bool IsConvex) at)
    {
        LiquidationPriceSearch search = new(formula, view, equity, (at.Maintenance, at.IsConvex));
        return [.. at.Market.Underlyings.Select(search.Find)];
    }

    /// <summary>Searches for an account whatever it costs; for policies with liquidation prices.</summary>
    internal static IReadOnlyList<LiquidationPrices> Find(MarginRequest request)
    {
        MarginView view = MarginView.Of(request);
        (DriverScale, bool) how = (
            OverlayScales.Of(request).Maintenance, request.Policy.IsConvexInPrice && view.Options.IsEmpty);
        LiquidationPriceSearch search = new(
            new(request.Policy, request.AddOns), view, AccountEquity.Of(request, view), how);
        return [.. request.Market.Underlyings.Select(search.Find)];
    }

    /// <summary>Whether every step of the search revalues a book.</summary>
    internal static bool IsLong(IMarginPolicy policy, MarginView view) => policy.Revalues || !view.Options.IsEmpty;

    private LiquidationPrices Find(Underlying underlying)
    {
        string id = underlying.Id;
        bool concerns = _equity.Slopes.GetValueOrDefault(id) != 0 || _view.Underlyings.Contains(id);
        double At(double factor) => _surplus.At((id, factor));
        if (!concerns || At(1) < 0)
        {
            return new(id, null, null);
        }

        double spot = (double)underlying.Spot;
        double? down = Nearest(At, -1, StepsPerUnit - 1);
        double? up = Nearest(At, 1, (LargestFactor - 1) * StepsPerUnit);
        return new(id, down * spot, up * spot);
    }

    private double? Nearest(Func<double, double> surplusAt, int direction, int steps)
    {
        if (_isConvex)
        {
            double end = FactorAt(direction * steps);
            return surplusAt(end) < 0 ? SignChange.Bisect(surplusAt, 1, end) : null;
        }

        double inside = 1;
        for (int step = 1; step <= steps; step++)
        {
            double factor = FactorAt(direction * step);
            if (surplusAt(factor) < 0)
            {
                return SignChange.Bisect(surplusAt, inside, factor);
            }

            inside = factor;
        }

        return null;
    }

    private static double FactorAt(int step) => (StepsPerUnit + step) / (double)StepsPerUnit;
}
