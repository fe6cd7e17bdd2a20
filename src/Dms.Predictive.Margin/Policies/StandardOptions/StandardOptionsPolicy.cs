using Dms.Predictive.Core;

namespace Dms.Predictive.Margin;

/// <summary>
/// Short options by rates of the price, the options of one expiry at most their largest loss; linear contracts by rates
/// of notional. Long options are worth nothing in equity, and the marks of short ones are part of the requirement.
/// </summary>
/// <remarks>Isolated accounts get the sum over instruments, without offset. The scale multiplies all rates. Marks are
/// undiscounted.</remarks>
public sealed class StandardOptionsPolicy : IMarginPolicy
{
    /// <summary>Takes the parameters.</summary>
    /// <param name="parameters">Rates and factors.</param>
    /// <param name="quantum">Smallest unit of money, quote; &gt; 0.</param>
    /// <exception cref="InputRefusedException">A parameter is out of range.</exception>
    public StandardOptionsPolicy(StandardOptionParameters parameters, decimal quantum = 0.01m)
    {
        ArgumentNullException.ThrowIfNull(parameters);
        parameters.Check();
        Refuse.Unless(quantum > 0, "policy.quantum", quantum, "> 0 in quote currency");
        (Parameters, Quantum) = (parameters, quantum);
    }

    /// <summary>The parameters.</summary>
    public StandardOptionParameters Parameters { get; }

    /// <inheritdoc/>
    public string Kind => StandardOptionsJson.Kind;

    /// <inheritdoc/>
    public decimal Quantum { get; }

    /// <summary>Marks are undiscounted and no part of equity.</summary>
    public OptionConvention? Options { get; } = new() { Discounts = false, CountsMarks = false };

    /// <summary>False: The margin of a short option is not convex in the price.</summary>
    public bool IsConvexInPrice => false;

    /// <summary>False: Equity does not see the options, so no price makes both sides of it comparable.</summary>
    public bool HasLiquidationPrices => false;

    /// <summary>True: Marks are valued anew at every price.</summary>
    public bool Revalues => true;

    /// <inheritdoc/>
    public bool Honors(MarginMode mode) => Enum.IsDefined(mode);

    /// <inheritdoc/>
    public void Check(Account account, MarginMarket market) => SpotRules.Check(account, market);

    /// <inheritdoc/>
    public PolicyParts Evaluate(MarginView view, double scale)
    {
        ArgumentNullException.ThrowIfNull(view);
        double[] linear = LinearOf(view, scale, p => p.PerpInitialRate);
        double initial = linear.Sum();
        double maintenance = LinearOf(view, scale, p => p.PerpMaintenanceRate).Sum();
        (double aloneInitial, double aloneMaintenance) = (initial, maintenance);
        foreach (ExpiryStrategy strategy in StrategiesOf(view, scale))
        {
            initial += strategy.Required.Initial;
            maintenance += strategy.Required.Maintenance;
            aloneInitial += strategy.Isolated.Initial;
            aloneMaintenance += strategy.Isolated.Maintenance;
        }

        double depeg = DepegOf(view).Sum();
        return new(initial + depeg, maintenance, aloneInitial, aloneMaintenance)
        {
            Others = [new(MarginComponentName.Collateral, depeg, 0)],
        };
    }

    /// <inheritdoc/>
    public IReadOnlyList<double> Contributions(MarginView view, double scale)
    {
        ArgumentNullException.ThrowIfNull(view);
        double[] shares = [.. LinearOf(view, scale, p => p.PerpInitialRate).Zip(DepegOf(view), (a, b) => a + b)];
        foreach ((int row, double share) in StrategiesOf(view, scale).SelectMany(s => s.Shares()))
        {
            shares[row] += share;
        }

        return shares;
    }

    /// <inheritdoc/>
    public MarginDetails Explain(MarginView view) => new StandardOptionDetails(
        [.. StrategiesOf(view, 1).Select(s => new StandardOptionDetailsRow(
            s.Options[0].Instrument.Underlying,
            s.Options[0].Expiry.Row.SecondsToExpiry,
            s.Isolated.Initial,
            s.Isolated.Maintenance,
            s.MaximumLoss?.Initial,
            s.MaximumLoss?.Maintenance))]);

    private static double SpotOf(MarginView view, string underlying) =>
        (double)view.Source.Market.Underlyings.First(u => u.Id == underlying).Spot * view.PriceFactorOf(underlying);

    private double[] LinearOf(MarginView view, double scale, Func<StandardOptionParameters, double> rate)
    {
        double[] margins = new double[view.Instruments.Count];
        for (int i = 0; i < margins.Length; i++)
        {
            double driver = view.DriverOf(view.UnderlyingOf[i], scale);
            margins[i] = Math.Abs(view.Exposures[i]) * rate(Parameters.Times(driver));
        }

        return margins;
    }

    private double[] DepegOf(MarginView view)
    {
        double rate = Math.Max(0, Parameters.DepegThreshold - (double)view.Source.Market.StablePrice)
            * Parameters.DepegFactor;
        double[] charges = new double[view.Instruments.Count];
        for (int i = 0; rate > 0 && i < charges.Length; i++)
        {
            (Instrument instrument, decimal quantity, _) = view.Source.Rows[i];
            double size = (double)(quantity * instrument.ContractSize);
            charges[i] = rate * (instrument.Kind == InstrumentKind.InversePerpetual
                ? Math.Abs(view.Exposures[i])
                : SpotOf(view, instrument.Underlying) * (instrument.IsLinear ? Math.Abs(size) : Math.Max(0, -size)));
        }

        return charges;
    }

    private IEnumerable<ExpiryStrategy> StrategiesOf(MarginView view, double scale)
    {
        bool isolated = view.Mode == MarginMode.Isolated;
        return view.Options.Holdings
            .GroupBy(o => (o.Instrument.Underlying, o.Expiry.Row.SecondsToExpiry, Row: isolated ? o.Row : 0))
            .OrderBy(g => g.Key.Underlying, StringComparer.Ordinal)
            .ThenBy(g => g.Key.SecondsToExpiry).ThenBy(g => g.Key.Row)
            .Select(g =>
            {
                string id = g.Key.Underlying;
                double forward = g.First().Expiry.ForwardAt(view.PriceFactorOf(id));
                return new ExpiryStrategy(
                    [.. g], (SpotOf(view, id), forward), Parameters.Times(view.DriverOf(id, scale)));
            });
    }
}
