using Dms.Predictive.Core;

namespace Dms.Predictive.Margin;

/// <summary>Everything that follows one underlying, in the scenarios.</summary>
internal sealed class ScenarioBook
{
    public const string BasisName = "basis";

    private const double SmallestSpot = 0.01;
    private readonly ScenarioPortfolioParameters _parameters;
    private readonly double _driver;

    private ScenarioBook(string underlying, ScenarioPortfolioParameters parameters, double driver) =>
        (Underlying, _parameters, _driver) = (underlying, parameters, driver);

    public string Underlying { get; }

    /// <summary>Rows with linear contracts and their exposures, quote.</summary>
    public required IReadOnlyList<(int Row, double Exposure)> Linear { get; init; }

    public required IReadOnlyList<ScenarioExpiry> Expiries { get; init; }

    /// <summary>Collateral that moves with the underlying, quote at moved prices.</summary>
    public required IReadOnlyList<(CollateralHolding Holding, double Value)> Collateral { get; init; }

    /// <summary>Profit of every scenario, quote, dampened.</summary>
    public double[] Profits { get; private set; } = [];

    /// <summary>Profit when forwards and spot move apart; ≤ 0.</summary>
    public double BasisPnl { get; private set; }

    /// <summary>The lowest profit; index −1 = the basis.</summary>
    public WorstScenario Worst { get; private set; } = new(-1, BasisName, 0);

    /// <summary>Books by underlying, ordinal: those of the market and those of positions and collateral.</summary>
    public static IReadOnlyList<ScenarioBook> Of(
        MarginView view, ScenarioPortfolioParameters parameters, double scale)
    {
        Account account = view.Source.Account;
        MarginMarket market = view.Source.Market;
        (CollateralHolding Holding, string Underlying, decimal Value)[] collateral =
            [.. AccountEquity.CollateralValues(account, market)];
        IEnumerable<string> ids = market.Underlyings.Select(u => u.Id)
            .Concat(view.Underlyings).Concat(collateral.Select(c => c.Underlying))
            .Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal);
        return [.. ids.Select(id => Of(view, parameters, (id, scale), collateral))];
    }

    /// <summary>Shares of the rows in the worst profit.</summary>
    public IEnumerable<(int Row, double Share)> WorstShares()
    {
        if (Worst.Index < 0)
        {
            return Expiries.SelectMany(e => e.BasisShares(Moved(_parameters.Basis.SpotUp), Moved(_parameters.Basis.SpotDown)));
        }

        PortfolioScenario s = _parameters.Scenarios[Worst.Index];
        double spot = Moved(s.Spot);
        return Linear.Select(l => (l.Row, s.Dampening * l.Exposure * (spot - 1)))
            .Concat(Expiries.SelectMany(e => e.ProfitShares(spot, s.Volatility))
                .Select(o => (o.Row, s.Dampening * o.Share)));
    }

    private static ScenarioBook Of(
        MarginView view,
        ScenarioPortfolioParameters parameters,
        (string Underlying, double Scale) of,
        (CollateralHolding Holding, string Underlying, decimal Value)[] collateral)
    {
        string id = of.Underlying;
        double factor = view.PriceFactorOf(id);
        double driver = view.DriverOf(id, of.Scale);
        List<(int, double)> linear = [];
        for (int i = 0; i < view.Source.Rows.Count; i++)
        {
            Instrument instrument = view.Source.Rows[i].Instrument;
            if (instrument.Underlying == id && instrument.IsLinear)
            {
                linear.Add((i, view.Exposures[i]));
            }
        }

        ScenarioBook book = new(id, parameters, driver)
        {
            Linear = linear,
            Expiries = [.. view.Options.Holdings.Where(o => o.Instrument.Underlying == id)
                .GroupBy(o => o.Instrument.SecondsToExpiry).OrderBy(g => g.Key)
                .Select(g => new ScenarioExpiry([.. g], parameters, (factor, parameters.ScaleVolatility ? driver : 1)))],
            Collateral = [.. collateral.Where(c => c.Underlying == id)
                .Select(c => (c.Holding, (double)c.Value * factor))],
        };
        book.Value();
        return book;
    }

    private void Value()
    {
        Profits = [.. _parameters.Scenarios.Select(s => Computed.Finite(ProfitOf(s), "The profit of a scenario"))];
        (double up, double down) = (Moved(_parameters.Basis.SpotUp), Moved(_parameters.Basis.SpotDown));
        BasisPnl = Computed.Finite(Expiries.Sum(e => e.BasisProfit(up, down)), "The loss of the basis");
        Worst = new(-1, BasisName, BasisPnl);
        for (int i = 0; i < Profits.Length; i++)
        {
            Worst = Profits[i] < Worst.Pnl ? new(i, _parameters.Scenarios[i].Name, Profits[i]) : Worst;
        }
    }

    private double ProfitOf(PortfolioScenario scenario)
    {
        double spot = Moved(scenario.Spot);
        double profit = 0;
        foreach ((_, double exposure) in Linear)
        {
            profit += exposure * (spot - 1);
        }

        foreach ((CollateralHolding holding, double value) in Collateral)
        {
            profit += holding.RiskCancelling ? value * (spot - 1) : 0;
        }

        foreach (ScenarioExpiry expiry in Expiries)
        {
            profit += expiry.Profit(spot, scenario.Volatility);
        }

        return scenario.Dampening == 1 ? profit : scenario.Dampening * profit;
    }

    private double Moved(double spot) =>
        _driver == 1 || spot == 1 ? spot : Math.Max(SmallestSpot, 1 + ((spot - 1) * _driver));
}
