using Dms.Predictive.Core;
using Dms.Predictive.Volatility;

namespace Dms.Predictive.Pipeline;

/// <summary>The same rates always.</summary>
/// <param name="rate">Initial margin, fraction of notional.</param>
/// <param name="maintenanceRatio">Maintenance ÷ initial margin.</param>
internal sealed class StaticRule(double rate, double maintenanceRatio) : IMarginRule
{
    private readonly RuleQuote _quote = new(rate, rate, rate * maintenanceRatio);

    public RuleQuote Next(MarketObservation seen) => _quote;
}

/// <summary>Rates in proportion to a volatility that is measured or filtered from past returns; both rates move at
/// once, for everybody.</summary>
/// <param name="scale">Initial margin at the reference volatility.</param>
/// <param name="maintenanceRatio">Maintenance ÷ initial margin.</param>
/// <param name="filter">Volatility of a minute ÷ the reference, after taking in a return.</param>
internal sealed class VolatilityRule(double scale, double maintenanceRatio, Func<double, double> filter) : IMarginRule
{
    /// <summary>No rule asks for less: a venue's floor.</summary>
    public const double LowestRate = 0.01;

    public RuleQuote Next(MarketObservation seen)
    {
        double rate = Math.Clamp(scale * filter(seen.LogReturn), LowestRate, 1);
        return new(rate, rate, rate * maintenanceRatio);
    }

    /// <summary>EWMA with a half-life in minutes.</summary>
    public static Func<double, double> Ewma(double halfLife, double reference)
    {
        EwmaState state = new(halfLife);
        state.Append(reference * reference);
        return r =>
        {
            state.Append(r * r);
            return Math.Sqrt(state.Variance) / reference;
        };
    }

    /// <summary>GARCH(1,1) variance over a horizon in minutes.</summary>
    public static Func<double, double> Garch(Garch11Parameters parameters, int horizon, double reference)
    {
        Garch11State state = new(parameters, reference * reference);
        return r =>
        {
            state.Append(r);
            return Math.Sqrt(Garch11.SumForecast(state.NextVariance, parameters, horizon) / horizon) / reference;
        };
    }
}
