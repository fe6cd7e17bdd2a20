using Dms.Predictive.Core;

namespace Dms.Predictive.Margin;

/// <summary>
/// Value at risk or expected shortfall from volatilities and correlations:
/// √(wᵀ(σσᵀ∘R)w) times a tail factor, w being the net exposure per underlying and σ the volatility over the horizon.
/// </summary>
/// <remarks>Isolated accounts get the sum over instruments, without offset. The scale multiplies the
/// volatilities.</remarks>
public sealed class ParametricPolicy : IMarginPolicy
{
    private readonly Dictionary<string, int> _rowOf;
    private readonly double _rootHorizon;

    /// <summary>Takes the parameters.</summary>
    /// <param name="parameters">Volatilities, correlations, level, horizon.</param>
    /// <param name="quantum">Smallest unit of money, quote; &gt; 0.</param>
    /// <exception cref="InputRefusedException">A parameter is out of range or the matrix not positive
    /// semidefinite.</exception>
    public ParametricPolicy(ParametricParameters parameters, decimal quantum = 0.01m)
    {
        ArgumentNullException.ThrowIfNull(parameters);
        parameters.Check();
        Refuse.Unless(quantum > 0, "policy.quantum", quantum, "> 0 in quote currency");
        (Parameters, Quantum) = (parameters, quantum);
        _rowOf = parameters.Volatilities.Select((v, i) => (v.Underlying, i))
            .ToDictionary(v => v.Underlying, v => v.i, StringComparer.Ordinal);
        _rootHorizon = Math.Sqrt(parameters.HorizonDays / parameters.YearDays);
        Factor = TailFactor.Of(parameters);
    }

    /// <summary>The parameters.</summary>
    public ParametricParameters Parameters { get; }

    /// <summary>Requirement per unit of standard deviation.</summary>
    public double Factor { get; }

    /// <inheritdoc/>
    public string Kind => "parametric";

    /// <inheritdoc/>
    public decimal Quantum { get; }

    /// <inheritdoc/>
    public OptionConvention? Options => Parameters.MarginsOptionsByDelta ? OptionConvention.Usual : null;

    /// <summary>True: A norm of exposures that are linear in the price. With options the search steps.</summary>
    public bool IsConvexInPrice => true;

    /// <inheritdoc/>
    public bool Honors(MarginMode mode) => Enum.IsDefined(mode);

    /// <inheritdoc/>
    /// <exception cref="InputRefusedException">An underlying with a position has no volatility.</exception>
    public PolicyParts Evaluate(MarginView view, double scale)
    {
        ArgumentNullException.ThrowIfNull(view);
        double[] own = DeviationsPerUnderlying(view, scale);
        double alone = SumOfMagnitudes(view.Mode == MarginMode.Isolated ? DeviationsPerInstrument(view, scale) : own);
        double together = view.Mode == MarginMode.Isolated ? alone : Math.Min(alone, Joint(RowsOf(view), own));
        together = Parameters.OffsetCap == 1 ? together : Math.Max(together, (1 - Parameters.OffsetCap) * alone);
        double initial = together * Factor;
        double ratio = Parameters.MaintenanceRatio;
        return new(initial, initial * ratio, alone * Factor, alone * Factor * ratio);
    }

    /// <inheritdoc/>
    public IReadOnlyList<double> Contributions(MarginView view, double scale)
    {
        ArgumentNullException.ThrowIfNull(view);
        double[] shares = DeviationsPerInstrument(view, scale);
        double[] own = DeviationsPerUnderlying(view, scale);
        int[] rows = RowsOf(view);
        double joint = view.Mode == MarginMode.Isolated ? 0 : Joint(rows, own);
        for (int i = 0; i < shares.Length; i++)
        {
            shares[i] = view.Mode == MarginMode.Isolated
                ? Math.Abs(shares[i]) * Factor
                : joint > 0 ? shares[i] * Gradient(rows, own, view.UnderlyingOf[i]) / joint * Factor : 0;
        }

        return shares;
    }

    /// <inheritdoc/>
    public MarginDetails Explain(MarginView view)
    {
        ArgumentNullException.ThrowIfNull(view);
        double[] own = DeviationsPerUnderlying(view, 1);
        double deviation = view.Mode == MarginMode.Isolated
            ? SumOfMagnitudes(DeviationsPerInstrument(view, 1))
            : Math.Min(SumOfMagnitudes(own), Joint(RowsOf(view), own));
        return new ParametricDetails(deviation, Factor);
    }

    private static double SumOfMagnitudes(double[] values)
    {
        double sum = 0;
        foreach (double value in values)
        {
            sum += Math.Abs(value);
        }

        return sum;
    }

    private double[] DeviationsPerUnderlying(MarginView view, double scale)
    {
        double[] exposures = new double[view.Underlyings.Count];
        ReadOnlySpan<double> held = ExposuresOf(view);
        for (int i = 0; i < view.Instruments.Count; i++)
        {
            exposures[view.UnderlyingOf[i]] += held[i];
        }

        for (int k = 0; k < exposures.Length; k++)
        {
            exposures[k] *= HorizonVolatility(view.Underlyings[k], view.DriverOf(k, scale));
        }

        return exposures;
    }

    private double[] DeviationsPerInstrument(MarginView view, double scale)
    {
        double[] deviations = new double[view.Instruments.Count];
        ReadOnlySpan<double> held = ExposuresOf(view);
        for (int i = 0; i < deviations.Length; i++)
        {
            int k = view.UnderlyingOf[i];
            deviations[i] = held[i] * HorizonVolatility(view.Underlyings[k], view.DriverOf(k, scale));
        }

        return deviations;
    }

    private static ReadOnlySpan<double> ExposuresOf(MarginView view)
    {
        if (view.Options.IsEmpty)
        {
            return view.Exposures;
        }

        double[] exposures = view.Exposures.ToArray();
        foreach (OptionHolding option in view.Options.Holdings)
        {
            exposures[option.Row] = option.DeltaExposure(view.PriceFactorOf(option.Instrument.Underlying));
        }

        return exposures;
    }

    private double HorizonVolatility(string underlying, double scale)
    {
        double annual = Parameters.Volatilities[RowOf(underlying)].Annualized;
        return (scale == 1 ? annual : annual * scale) * _rootHorizon;
    }

    private double Joint(int[] rows, double[] own)
    {
        if (own.Length == 1)
        {
            return Math.Abs(own[0]);
        }

        double variance = 0;
        for (int k = 0; k < own.Length; k++)
        {
            variance += own[k] * Gradient(rows, own, k);
        }

        return Math.Sqrt(Math.Max(0, variance));
    }

    // (R·d)ₖ for the deviations d per underlying.
    private double Gradient(int[] rows, double[] own, int k)
    {
        IReadOnlyList<double> row = Parameters.Correlation[rows[k]];
        double sum = 0;
        for (int j = 0; j < own.Length; j++)
        {
            sum += row[rows[j]] * own[j];
        }

        return sum;
    }

    private int[] RowsOf(MarginView view)
    {
        int[] rows = new int[view.Underlyings.Count];
        for (int k = 0; k < rows.Length; k++)
        {
            rows[k] = RowOf(view.Underlyings[k]);
        }

        return rows;
    }

    private int RowOf(string underlying) => _rowOf.TryGetValue(underlying, out int row)
        ? row
        : throw new InputRefusedException(
            "UnknownUnderlying",
            $"'{underlying}' has a position but no volatility. Add it to volatilities and correlation.",
            "policy.parameters.volatilities");
}
