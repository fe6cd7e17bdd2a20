using Dms.Predictive.Core;

namespace Dms.Predictive.Margin;

/// <summary>Initial and maintenance margin as fixed fractions of notional.</summary>
/// <param name="Initial">Fraction of notional for initial margin, [0, 1].</param>
/// <param name="Maintenance">Fraction for maintenance margin, [0, 1].</param>
public sealed record MarginRates(double Initial, double Maintenance);

/// <summary>Σ notional · rate, with the instrument's own rates or the default ones. Rates are at most 1 after
/// scaling.</summary>
public sealed class StaticPolicy : IMarginPolicy
{
    /// <summary>Takes the parameters.</summary>
    /// <param name="rates">Default rates.</param>
    /// <param name="own">Rates of single instruments, by id; null = none.</param>
    /// <param name="quantum">Smallest unit of money, quote; &gt; 0.</param>
    /// <exception cref="InputRefusedException">A rate is outside [0, 1] or the quantum not &gt; 0.</exception>
    public StaticPolicy(
        MarginRates rates, IReadOnlyDictionary<string, MarginRates>? own = null, decimal quantum = 0.01m)
    {
        ArgumentNullException.ThrowIfNull(rates);
        (Rates, Quantum) = (rates, quantum);
        Own = own ?? new Dictionary<string, MarginRates>();
        Refuse.Unless(quantum > 0, "policy.quantum", quantum, "> 0 in quote currency");
        Check(rates, "policy.parameters");
        foreach ((string id, MarginRates r) in Own)
        {
            Check(r, $"policy.parameters.rates.{id}");
        }
    }

    /// <summary>Default rates.</summary>
    public MarginRates Rates { get; }

    /// <summary>Rates of single instruments, by id.</summary>
    public IReadOnlyDictionary<string, MarginRates> Own { get; }

    /// <inheritdoc/>
    public string Kind => "static";

    /// <inheritdoc/>
    public decimal Quantum { get; }

    /// <summary>True: Notional is a multiple of the price.</summary>
    public bool IsConvexInPrice => true;

    /// <inheritdoc/>
    public bool Honors(MarginMode mode) => Enum.IsDefined(mode);

    /// <inheritdoc/>
    public PolicyParts Evaluate(MarginView view, double scale)
    {
        ArgumentNullException.ThrowIfNull(view);
        double initial = 0;
        double maintenance = 0;
        for (int i = 0; i < view.Instruments.Count; i++)
        {
            double notional = Math.Abs(view.Exposures[i]);
            MarginRates rates = RatesOf(view.Instruments[i]);
            double driver = view.DriverOf(view.UnderlyingOf[i], scale);
            initial += notional * Scaled(rates.Initial, driver);
            maintenance += notional * Scaled(rates.Maintenance, driver);
        }

        return new(initial, maintenance, initial, maintenance);
    }

    /// <inheritdoc/>
    public IReadOnlyList<double> Contributions(MarginView view, double scale)
    {
        ArgumentNullException.ThrowIfNull(view);
        double[] shares = new double[view.Instruments.Count];
        for (int i = 0; i < shares.Length; i++)
        {
            double driver = view.DriverOf(view.UnderlyingOf[i], scale);
            shares[i] = Math.Abs(view.Exposures[i]) * Scaled(RatesOf(view.Instruments[i]).Initial, driver);
        }

        return shares;
    }

    /// <inheritdoc/>
    public MarginDetails Explain(MarginView view)
    {
        ArgumentNullException.ThrowIfNull(view);
        StaticDetailsRow[] rows = new StaticDetailsRow[view.Instruments.Count];
        for (int i = 0; i < rows.Length; i++)
        {
            double notional = Math.Abs(view.Exposures[i]);
            MarginRates rates = RatesOf(view.Instruments[i]);
            rows[i] = new(view.Instruments[i], notional * rates.Initial, notional * rates.Maintenance, notional);
        }

        return new StaticDetails(rows);
    }

    private static double Scaled(double rate, double scale) => scale == 1 ? rate : Math.Min(1, rate * scale);

    private static void Check(MarginRates rates, string where)
    {
        Refuse.Unless(rates.Initial is >= 0 and <= 1, where + ".initialRate", rates.Initial, "a fraction in [0, 1]");
        Refuse.Unless(
            rates.Maintenance is >= 0 and <= 1, where + ".maintenanceRate", rates.Maintenance, "a fraction in [0, 1]");
    }

    private MarginRates RatesOf(string instrument) => Own.TryGetValue(instrument, out MarginRates? own) ? own : Rates;
}
