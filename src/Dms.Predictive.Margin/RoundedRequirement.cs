using Dms.Predictive.Core;

namespace Dms.Predictive.Margin;

/// <summary>A requirement at the quantum, ready to be answered.</summary>
/// <param name="Initial">Initial margin; ≥ <paramref name="Maintenance"/>.</param>
/// <param name="Maintenance">Maintenance margin.</param>
/// <param name="MaintenanceAfterRamp">Maintenance margin if its multiplier caught up.</param>
/// <param name="Components">All parts, summing exactly.</param>
/// <param name="Operators">Effects of the operators.</param>
internal sealed record RoundedRequirement(
    decimal Initial,
    decimal Maintenance,
    decimal MaintenanceAfterRamp,
    IReadOnlyList<MarginComponent> Components,
    IReadOnlyList<OperatorEffect> Operators)
{
    /// <summary>Share of each row of the view in initial margin.</summary>
    public required IReadOnlyList<MarginContribution> Contributions { get; init; }

    /// <summary>Whether initial margin was lifted to maintenance margin.</summary>
    public bool Raised { get; init; }

    public static RoundedRequirement Of(MarginRequest request, MarginFormula formula, MarginView view, OverlayScales scales)
    {
        if (request.Policy is IExactMarginPolicy exactPolicy)
        {
            return ExactRequirement.Of(request, exactPolicy, view, scales);
        }

        decimal quantum = request.Policy.Quantum;
        UpliftedRequirement uplifted = UpliftedRequirement.Of(formula, view, scales);
        InitialAndMaintenance before = uplifted.Final;
        (double margin, List<OperatorEffect> effects) = Operate(request, before, uplifted.Baseline.Initial);
        decimal maintenance = Required(before.Maintenance, quantum);
        decimal initial = Math.Max(Required(margin, quantum), maintenance);
        IReadOnlyDictionary<MarginComponentName, InitialAndMaintenance> exact =
            ComponentTable.PartsOf(uplifted, margin - before.Initial);
        IReadOnlyList<MarginComponent> components = ComponentTable.Of(
            name =>
            {
                InitialAndMaintenance part = exact.GetValueOrDefault(name);
                return (ComponentTable.Rounded(part.Initial, quantum), ComponentTable.Rounded(part.Maintenance, quantum));
            },
            initial,
            maintenance);
        decimal then = Required(uplifted.MaintenanceAfterRamp, quantum);
        return new(initial, maintenance, then, components, effects)
        {
            Raised = uplifted.Raised,
            Contributions = ComponentTable.Contributions(
                view.Instruments, formula.Contributions(view, scales.Full), initial, quantum),
        };
    }

    /// <summary>The same initial margin without components and contributions, for a policy that is not exact.</summary>
    public static decimal InitialOf(MarginRequest request, InitialAndMaintenance final, FormulaParts baseline)
    {
        decimal quantum = request.Policy.Quantum;
        return Math.Max(Required(Operate(request, final, baseline.Initial).Margin, quantum), Required(final.Maintenance, quantum));
    }

    private static (double Margin, List<OperatorEffect> Effects) Operate(
        MarginRequest request, InitialAndMaintenance before, double baseline)
    {
        List<OperatorEffect> effects = [];
        double margin = before.Initial;
        foreach (MarginOperator op in request.Operators)
        {
            double after = op.Apply(margin, baseline);
            effects.Add(new(op.Name, ComponentTable.Rounded(after - margin, request.Policy.Quantum)));
            margin = after;
        }

        return (request.Operators.Count == 0 ? margin : Math.Max(margin, before.Maintenance), effects);
    }

    private static decimal Required(double amount, decimal quantum) => double.IsFinite(amount)
        ? Money.FromDouble(amount, quantum, MoneyRounding.Up)
        : throw new OverflowException("A requirement is not finite.");
}
