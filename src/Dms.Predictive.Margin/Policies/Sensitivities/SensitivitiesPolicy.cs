using Dms.Predictive.Core;

namespace Dms.Predictive.Margin;

/// <summary>
/// Margin from sensitivities: weighted, netted by factor, aggregated by correlations within buckets, across buckets and
/// across risk classes, each class the sum of delta, vega and curvature.
/// </summary>
/// <remarks>The scale multiplies the risk weights and the curvature losses. Weights and correlations are the owner's
/// own: <see cref="SensitivityCalibration"/> makes them from history.</remarks>
public sealed class SensitivitiesPolicy : IMarginPolicy
{
    private readonly IReadOnlyList<int> _order;

    /// <summary>Takes the parameters.</summary>
    /// <param name="parameters">Weights and correlations.</param>
    /// <param name="quantum">Smallest unit of money, quote; &gt; 0.</param>
    /// <exception cref="InputRefusedException">A parameter is out of range or a matrix not positive
    /// semidefinite.</exception>
    public SensitivitiesPolicy(SensitivitiesParameters parameters, decimal quantum = 0.01m)
    {
        ArgumentNullException.ThrowIfNull(parameters);
        parameters.Check();
        Refuse.Unless(quantum > 0, "policy.quantum", quantum, "> 0 in quote currency");
        (Parameters, Quantum) = (parameters, quantum);
        _order = [.. Enumerable.Range(0, parameters.RiskClasses.Count)
            .OrderBy(i => parameters.RiskClasses[i].Id, StringComparer.Ordinal)];
    }

    /// <summary>The parameters.</summary>
    public SensitivitiesParameters Parameters { get; }

    /// <inheritdoc/>
    public string Kind => "sensitivities";

    /// <inheritdoc/>
    public decimal Quantum { get; }

    /// <summary>True: The requirement does not depend on prices.</summary>
    public bool IsConvexInPrice => true;

    /// <summary>False: Margin is asked for sensitivities.</summary>
    public bool MarginsPositions => false;

    /// <summary>False: Sensitivities do not say how they change with prices.</summary>
    public bool HasLiquidationPrices => false;

    /// <summary>False: Add-ons are charged on positions.</summary>
    public bool TakesAddOns => false;

    /// <summary>All but isolated: factors net over the account.</summary>
    public bool Honors(MarginMode mode) => mode is MarginMode.Cross or MarginMode.Portfolio;

    /// <inheritdoc/>
    public void Check(Account account, MarginMarket market) => SensitivityRules.Check(Parameters, account);

    /// <inheritdoc/>
    public PolicyParts Evaluate(MarginView view, double scale)
    {
        IReadOnlyList<SensitivityDetailsRow> rows = Rows(view, scale);
        double alone = _order.Sum(i => MarginOf(rows[i]));
        double total = TotalOf(rows);
        double ratio = Parameters.MaintenanceRatio;
        return new(total, total * ratio, alone, alone * ratio);
    }

    /// <inheritdoc/>
    public IReadOnlyList<double> Contributions(MarginView view, double scale) => [];

    /// <inheritdoc/>
    public MarginDetails Explain(MarginView view)
    {
        IReadOnlyList<SensitivityDetailsRow> rows = Rows(view, 1);
        return new SensitivityDetails(rows, TotalOf(rows));
    }

    private static double MarginOf(SensitivityDetailsRow row) => row.Delta + row.Vega + row.Curvature;

    private IReadOnlyList<SensitivityDetailsRow> Rows(MarginView view, double scale)
    {
        ArgumentNullException.ThrowIfNull(view);
        IReadOnlyList<Sensitivity> sensitivities = view.Source.Account.Sensitivities;
        return [.. Parameters.RiskClasses.Select(c => RiskClassMargin.Of(c, sensitivities, scale))];
    }

    // √(Σ ψ·C·C) in ordinal order of ids, so that the order of the classes changes no bit.
    private double TotalOf(IReadOnlyList<SensitivityDetailsRow> rows)
    {
        double[] margins = [.. rows.Select(MarginOf)];
        int[] held = [.. _order.Where(i => margins[i] > 0)];
        if (held.Length == 1)
        {
            return margins[held[0]];
        }

        double variance = 0;
        foreach (int i in held)
        {
            foreach (int j in held)
            {
                variance += Parameters.CrossClassCorrelation[i][j] * margins[i] * margins[j];
            }
        }

        return Math.Sqrt(Math.Max(0, variance));
    }
}
