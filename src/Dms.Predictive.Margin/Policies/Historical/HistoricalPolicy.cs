using Dms.Predictive.Core;

namespace Dms.Predictive.Margin;

/// <summary>
/// Value at risk or expected shortfall over past joint returns, plain or filtered by their own volatility; optionally
/// the larger of that and a weighted requirement over a stressed period.
/// </summary>
/// <remarks>Profit is exposure·(eʳ − 1) or exposure·r; options are revalued. Isolated accounts get the sum over instruments, without offset.
/// The scale multiplies the returns of the scenarios.</remarks>
public sealed class HistoricalPolicy : IMarginPolicy
{
    private readonly HistoricalLeg _current;
    private readonly HistoricalLeg? _stressed;

    /// <summary>Takes the parameters and prepares the scenarios.</summary>
    /// <param name="parameters">Level, measure, filter and returns.</param>
    /// <param name="quantum">Smallest unit of money, quote; &gt; 0.</param>
    /// <exception cref="InputRefusedException">A parameter is out of range, or series differ in length.</exception>
    public HistoricalPolicy(HistoricalParameters parameters, decimal quantum = 0.01m)
    {
        ArgumentNullException.ThrowIfNull(parameters);
        parameters.Check();
        Refuse.Unless(quantum > 0, "policy.quantum", quantum, "> 0 in quote currency");
        (Parameters, Quantum) = (parameters, quantum);
        _current = new("history", new(parameters.Returns, parameters), parameters, 1);
        _stressed = parameters.StressedReturns.Count == 0
            ? null
            : new("stressed", new(parameters.StressedReturns, parameters), parameters, parameters.StressedWeight);
    }

    /// <summary>The parameters.</summary>
    public HistoricalParameters Parameters { get; }

    /// <inheritdoc/>
    public string Kind => "historical";

    /// <inheritdoc/>
    public decimal Quantum { get; }

    /// <summary>Options are valued anew at forward · growth, with their own volatility.</summary>
    public OptionConvention? Options => OptionConvention.Usual;

    /// <summary>True for expected shortfall, which is a convex function of exposures; false for value at risk.</summary>
    public bool IsConvexInPrice => Parameters.Measure == TailMeasure.ExpectedShortfall;

    /// <inheritdoc/>
    public bool Honors(MarginMode mode) => Enum.IsDefined(mode);

    /// <inheritdoc/>
    /// <exception cref="InputRefusedException">An underlying with a position has no returns.</exception>
    public PolicyParts Evaluate(MarginView view, double scale)
    {
        (_, double initial, double alone) = Heavier(view, scale);
        double ratio = Parameters.MaintenanceRatio;
        return new(initial, initial * ratio, alone, alone * ratio);
    }

    /// <inheritdoc/>
    public IReadOnlyList<double> Contributions(MarginView view, double scale)
    {
        (HistoricalLeg leg, double initial, _) = Heavier(view, scale);
        return initial > 0 ? leg.Contributions(view, scale) : new double[view.Instruments.Count];
    }

    /// <inheritdoc/>
    public MarginDetails Explain(MarginView view)
    {
        (HistoricalLeg leg, _, _) = Heavier(view, 1);
        return new HistoricalDetails(leg.Name, leg.Count);
    }

    /// <inheritdoc/>
    public WorstScenario? Worst(MarginView view)
    {
        ArgumentNullException.ThrowIfNull(view);
        return view.Instruments.Count == 0 ? null : Heavier(view, 1).Leg.Worst(view);
    }

    private (HistoricalLeg Leg, double Initial, double Alone) Heavier(MarginView view, double scale)
    {
        ArgumentNullException.ThrowIfNull(view);
        (double initial, double alone) = _current.Require(view, scale);
        if (_stressed is not null)
        {
            (double stressed, double stressedAlone) = _stressed.Require(view, scale);
            if (stressed > initial)
            {
                return (_stressed, stressed, stressedAlone);
            }
        }

        return (_current, initial, alone);
    }
}
