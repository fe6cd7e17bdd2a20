using Dms.Predictive.Core;

namespace Dms.Predictive.Margin;

/// <summary>Overlay, operators and components of a policy in whole quantums; never a double.</summary>
internal static class ExactRequirement
{
    public static RoundedRequirement Of(
        MarginRequest request, IExactMarginPolicy policy, MarginView view, OverlayScales scales)
    {
        decimal quantum = policy.Quantum;
        ExactParts raw = policy.EvaluateExactly(view, 1);
        ExactParts baseline = Lift(raw);
        ExactParts At(DriverScale scale)
        {
            if (scale.IsOne)
            {
                return baseline;
            }

            ExactParts scaled = Lift(policy.EvaluateExactly(view.WithDrivers(scale.Own), scale.Common));
            return scaled with
            {
                Initial = Math.Max(baseline.Initial, scaled.Initial),
                Maintenance = Math.Max(baseline.Maintenance, scaled.Maintenance),
            };
        }

        ExactParts full = At(scales.Full);
        decimal needed = At(scales.Maintenance).Maintenance;
        (decimal margin, List<OperatorEffect> effects) = Operate(request, (full.Initial, baseline.Initial), needed);
        decimal garchInitial = At(DriverScale.Min(scales.Garch, scales.Full)).Initial;
        decimal garchMaintenance = At(DriverScale.Min(scales.Garch, scales.Maintenance)).Maintenance;
        Dictionary<MarginComponentName, (decimal Initial, decimal Maintenance)> exact = new()
        {
            [MarginComponentName.Base] = (baseline.Initial, baseline.Maintenance),
            [MarginComponentName.GarchUplift] =
                (garchInitial - baseline.Initial, garchMaintenance - baseline.Maintenance),
            [MarginComponentName.MlUplift] = (full.Initial - garchInitial, needed - garchMaintenance),
            [MarginComponentName.AntiProcyclicality] = (margin - full.Initial, 0),
        };
        decimal maintenance = Money.RoundTo(needed, quantum, MoneyRounding.Up);
        decimal initial = Math.Max(Money.RoundTo(margin, quantum, MoneyRounding.Up), maintenance);
        IReadOnlyList<MarginComponent> components = ComponentTable.Of(
            name =>
            {
                (decimal i, decimal m) = exact.GetValueOrDefault(name);
                return (HalfEven(i, quantum), HalfEven(m, quantum));
            },
            initial,
            maintenance);
        return new(initial, maintenance, Money.RoundTo(full.Maintenance, quantum, MoneyRounding.Up), components, effects)
        {
            Raised = raw.Initial < raw.Maintenance,
            Contributions = ComponentTable.Settled(
                view.Instruments, [.. full.InitialByRow.Select(r => HalfEven(r, quantum))], initial),
        };
    }

    private static (decimal Margin, List<OperatorEffect> Effects) Operate(
        MarginRequest request, (decimal Initial, decimal Baseline) before, decimal maintenance)
    {
        decimal margin = before.Initial;
        List<OperatorEffect> effects = [];
        foreach (MarginOperator op in request.Operators)
        {
            decimal after = op.Apply(margin, before.Baseline);
            effects.Add(new(op.Name, HalfEven(after - margin, request.Policy.Quantum)));
            margin = after;
        }

        return (request.Operators.Count == 0 ? margin : Math.Max(margin, maintenance), effects);
    }

    private static ExactParts Lift(ExactParts parts) =>
        parts.Initial >= parts.Maintenance ? parts : parts with { Initial = parts.Maintenance };

    private static decimal HalfEven(decimal value, decimal quantum) =>
        Money.RoundTo(value, quantum, MoneyRounding.HalfEven);
}
