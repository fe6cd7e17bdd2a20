using Dms.Predictive.Core;

namespace Dms.Predictive.Margin;

/// <summary>The options of one expiry in the scenarios.</summary>
internal sealed class ScenarioExpiry
{
    private readonly ScenarioPortfolioParameters _parameters;
    private readonly double _factor;
    private readonly double _volatilityScale;
    private readonly double _positive;
    private readonly double _negative;
    private readonly double[] _now;
    private readonly Dictionary<VolatilityMove, double[]> _volatilities = [];
    private readonly ExpiryColumns _columns;

    public ScenarioExpiry(
        IReadOnlyList<OptionHolding> options,
        ScenarioPortfolioParameters parameters,
        (double PriceFactor, double VolatilityScale) at)
    {
        (Options, _parameters, _factor, _volatilityScale) = (options, parameters, at.PriceFactor, at.VolatilityScale);
        Expiry = options[0].Expiry;
        _columns = new(options);
        _positive = parameters.LossFactors.OfPositive(Expiry);
        _negative = parameters.LossFactors.OfNegative(Expiry);
        _now = ValuesAt(1, VolatilityMove.None);
        Now = Sum(_now);
    }

    public OptionExpiry Expiry { get; }

    /// <summary>Net positions, in the order of the rows.</summary>
    public IReadOnlyList<OptionHolding> Options { get; }

    /// <summary>Net value at current prices, quote.</summary>
    public double Now { get; }

    /// <summary>Profit of a scenario before dampening: the discounted net value less that of now. A change of the smile
    /// always counts as a loss.</summary>
    public double Profit(double spot, VolatilityMove move)
    {
        double profit = Discounted(Sum(ValuesAt(spot, move))) - Now;
        return IsSmile(move) ? -Math.Abs(profit) : profit;
    }

    /// <summary>Loss when the forward alone moves; ≤ 0.</summary>
    public double BasisProfit(double up, double down) => WorseOf(up, down).Profit * BasisWeight;

    /// <summary>Shares of the options in <see cref="Profit"/>.</summary>
    public IEnumerable<(int Row, double Share)> ProfitShares(double spot, VolatilityMove move)
    {
        double[] then = ValuesAt(spot, move);
        double net = Sum(then);
        double discount = net >= 0 ? _positive : _negative;
        double sign = IsSmile(move) && Discounted(net) > Now ? -1 : 1;
        return Options.Select((o, i) => (o.Row, sign * ((discount * then[i]) - _now[i])));
    }

    /// <summary>Shares of the options in <see cref="BasisProfit"/>.</summary>
    public IEnumerable<(int Row, double Share)> BasisShares(double up, double down)
    {
        (double profit, double[] then) = WorseOf(up, down);
        return Options.Select((o, i) => (o.Row, profit < 0 ? (then[i] - _now[i]) * BasisWeight : 0));
    }

    private double BasisWeight =>
        _parameters.Basis.Additive + (_parameters.Basis.PerYear * Math.Max(0, Expiry.Years));

    private (double Profit, double[] Then) WorseOf(double up, double down)
    {
        double[] above = ValuesAt(up, VolatilityMove.None);
        double[] below = ValuesAt(down, VolatilityMove.None);
        (double rise, double fall) = (Sum(above) - Now, Sum(below) - Now);
        return rise <= fall ? (Math.Min(rise, 0), above) : (Math.Min(fall, 0), below);
    }

    private double Discounted(double value) => value * (value >= 0 ? _positive : _negative);

    private static bool IsSmile(VolatilityMove move) => move is VolatilityMove.Linear or VolatilityMove.Absolute;

    private static double Sum(double[] values)
    {
        double sum = 0;
        foreach (double value in values)
        {
            sum += value;
        }

        return sum;
    }

    private double[] ValuesAt(double spot, VolatilityMove move)
    {
        if (!_volatilities.TryGetValue(move, out double[]? volatilities))
        {
            volatilities = _columns.Of(o => Shocked(o, move));
            _volatilities[move] = volatilities;
        }

        double forward = Expiry.ForwardAt(spot == 1 ? _factor : _factor * spot);
        return _columns.ValuesAt(forward, volatilities);
    }

    private double Shocked(OptionHolding option, VolatilityMove move)
    {
        VolatilityShock shock = _parameters.VolatilityShock;
        double seconds = Expiry.Row.SecondsToExpiry;
        return move switch
        {
            VolatilityMove.Up => shock.Shocked(option.Volatility, seconds, rises: true, _volatilityScale),
            VolatilityMove.Down => shock.Shocked(option.Volatility, seconds, rises: false, _volatilityScale),
            VolatilityMove.Linear => _parameters.SkewShock!.Shocked(option, Expiry.ForwardAt(_factor), bends: false),
            VolatilityMove.Absolute => _parameters.SkewShock!.Shocked(option, Expiry.ForwardAt(_factor), bends: true),
            _ => option.Volatility,
        };
    }
}
