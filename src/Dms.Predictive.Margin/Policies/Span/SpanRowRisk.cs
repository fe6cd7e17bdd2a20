using Dms.Predictive.Core;

namespace Dms.Predictive.Margin;

/// <summary>One position under the sixteen scenarios.</summary>
/// <param name="Row">Row of the view.</param>
/// <param name="Profits">Profit per scenario, quote.</param>
/// <param name="Delta">Composite delta, underlying units.</param>
/// <param name="Tier">Tier by time to expiry.</param>
/// <param name="ShortOptions">Short option contracts; ≥ 0.</param>
internal sealed record SpanRowRisk(int Row, double[] Profits, double Delta, int Tier, double ShortOptions)
{
    /// <summary>Values one row of a view.</summary>
    /// <param name="view">Where prices are.</param>
    /// <param name="row">Row of the view.</param>
    /// <param name="option">The option in that row; null = there is none.</param>
    /// <param name="ranges">Ranges of the underlying, the price scan range already at its multiple.</param>
    public static SpanRowRisk Of(MarginView view, int row, OptionHolding? option, SpanUnderlying ranges)
    {
        (Instrument instrument, decimal quantity, _) = view.Source.Rows[row];
        double factor = view.PriceFactorOf(instrument.Underlying);
        (double[] profits, double delta) = instrument.Span is SpanArray given
            ? Given(given, (double)quantity)
            : option is not null
                ? Option(option, factor, ranges)
                : Linear(SizeOf(instrument, quantity, factor), ranges);
        return new(
            row, profits, delta, ranges.TierOf(instrument.SecondsToExpiry),
            option is null ? 0 : Math.Max(0, -(double)quantity));
    }

    // An inverse contract converts to quote at a price that moves with it, so its profit is linear again.
    private static double SizeOf(Instrument instrument, decimal quantity, double factor) =>
        instrument.Kind == InstrumentKind.InversePerpetual
            ? (double)(quantity * instrument.ContractSize / instrument.Price!.Value) / factor
            : (double)(quantity * instrument.ContractSize);

    private static (double[] Profits, double Delta) Given(SpanArray array, double contracts) =>
        ([.. array.Profits.Select(p => contracts * p)], contracts * array.CompositeDelta);

    private static (double[] Profits, double Delta) Linear(double size, SpanUnderlying ranges) =>
        (Scan(ranges, (move, _) => size * move), size);

    private static (double[] Profits, double Delta) Option(OptionHolding option, double factor, SpanUnderlying ranges)
    {
        OptionExpiry expiry = option.Expiry;
        double years = expiry.Years - (ranges.LookAheadDays / YearBasis.Calendar365.Length.TotalDays);
        double now = option.PriceAt(expiry.ForwardAt(factor));
        OptionQuote At(double move, double volatility) =>
            new(expiry.ForwardAt(factor, move), option.Strike, volatility, years, option.IsCall);
        double[] profits = Scan(
            ranges,
            (move, sign) => option.Size
                * (Black76.Price(At(move, Shocked(option.Volatility, sign, ranges)), expiry.Rate) - now));
        double delta = 0;
        double weights = 0;
        foreach ((double move, double weight) in SpanScenarios.DeltaPoints)
        {
            OptionQuote quote = At(move * ranges.PriceScanRange, option.Volatility);
            delta += weight * Black76.Greeks(quote, expiry.Rate).Delta;
            weights += weight;
        }

        return (profits, option.Size * delta / weights);
    }

    private static double Shocked(double volatility, int sign, SpanUnderlying ranges)
    {
        if (sign == 0)
        {
            return volatility;
        }

        double move = sign * ranges.VolScanRange;
        return Math.Max(0, ranges.VolScanRelative ? volatility * (1 + move) : volatility + move);
    }

    private static double[] Scan(SpanUnderlying ranges, Func<double, int, double> profitAt)
    {
        double[] profits = new double[SpanScenarios.Count];
        for (int i = 0; i < profits.Length; i++)
        {
            double move = SpanScenarios.MoveOf(i, ranges.ExtremeMultiple) * ranges.PriceScanRange;
            int sign = SpanScenarios.VolatilityOf(i);
            profits[i] = sign == 0 ? ranges.ExtremeCover * profitAt(move, 0) : profitAt(move, sign);
        }

        return profits;
    }
}
