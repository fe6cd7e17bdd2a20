namespace Dms.Predictive.Margin;

/// <summary>A policy with the add-ons of a request: the requirement before overlay, operators and rounding.</summary>
internal sealed class MarginFormula(IMarginPolicy policy, MarginAddOns? addOns)
{
    /// <summary>Requirement at a multiple of the policy's drivers; add-ons are not multiplied.</summary>
    /// <exception cref="OverflowException">It is not finite.</exception>
    public FormulaParts At(MarginView view, DriverScale scale)
    {
        PolicyParts own = policy.Evaluate(view.WithDrivers(scale.Own), scale.Common);
        FormulaParts parts = addOns is null
            ? new(own, [], own.Initial, own.Maintenance)
            : FormulaParts.Of(own, AddOnCharges.Of(addOns, view).Parts);
        Computed.Finite(parts.Initial + own.BaseInitial, "Initial margin");
        Computed.Finite(parts.Maintenance + own.BaseMaintenance, "Maintenance margin");
        return parts;
    }

    /// <summary>Share of each row of the view in initial margin, quote.</summary>
    public IReadOnlyList<double> Contributions(MarginView view, DriverScale scale)
    {
        IReadOnlyList<double> own = policy.Contributions(view.WithDrivers(scale.Own), scale.Common);
        foreach (double share in own)
        {
            Computed.Finite(share, "A share of initial margin");
        }

        return addOns is null ? own : [.. own.Zip(AddOnCharges.Of(addOns, view).InitialByRow, (a, b) => a + b)];
    }
}

/// <summary>A requirement with its add-ons, quote, not rounded.</summary>
/// <param name="Own">The policy's share.</param>
/// <param name="AddOns">The rest.</param>
/// <param name="Initial">Initial margin.</param>
/// <param name="Maintenance">Maintenance margin.</param>
internal sealed record FormulaParts(
    PolicyParts Own, IReadOnlyList<MarginPart> AddOns, double Initial, double Maintenance)
{
    public static FormulaParts Of(PolicyParts own, IReadOnlyList<MarginPart> addOns) => new(
        own, addOns, own.Initial + addOns.Sum(a => a.Initial), own.Maintenance + addOns.Sum(a => a.Maintenance));

    /// <summary>Maintenance margin is never lowered; a smaller initial margin is lifted to it, in Base.</summary>
    public FormulaParts Lift()
    {
        if (Initial >= Maintenance)
        {
            return this;
        }

        double gap = Maintenance - Initial;
        PolicyParts lifted = Own with
        {
            Initial = AddOns.Count == 0 ? Maintenance : Own.Initial + gap,
            BaseInitial = Own.BaseInitial + gap,
        };
        return this with { Own = lifted, Initial = Maintenance };
    }
}

/// <summary>What the drivers of a policy are multiplied by.</summary>
/// <param name="Common">Multiple of all of them; ≥ 1.</param>
/// <param name="Own">Multiple by underlying on top; null = none.</param>
internal readonly record struct DriverScale(double Common, IReadOnlyDictionary<string, double>? Own)
{
    public static DriverScale One => new(1, null);

    public bool IsOne => Common == 1 && (Own is null || Own.Values.All(v => v == 1));

    public static DriverScale Min(DriverScale a, DriverScale b) => new(
        Math.Min(a.Common, b.Common),
        a.Own is null || b.Own is null
            ? null
            : a.Own.ToDictionary(o => o.Key, o => Math.Min(o.Value, b.Own[o.Key]), StringComparer.Ordinal));
}
