namespace Dms.Predictive.Margin;

/// <summary>A requirement with and without the overlay, quote, not rounded. Raise-only by construction.</summary>
/// <param name="Baseline">At multiplier 1, initial margin already ≥ maintenance margin.</param>
/// <param name="Garch">What GARCH alone makes of it.</param>
/// <param name="Final">With the whole overlay.</param>
/// <param name="MaintenanceAfterRamp">Maintenance margin if its multiplier caught up.</param>
/// <param name="Raised">Whether initial margin was lifted to maintenance margin.</param>
internal sealed record UpliftedRequirement(
    FormulaParts Baseline,
    InitialAndMaintenance Garch,
    InitialAndMaintenance Final,
    double MaintenanceAfterRamp,
    bool Raised)
{
    public static UpliftedRequirement Of(MarginFormula formula, MarginView view, OverlayScales scales)
    {
        FormulaParts raw = formula.At(view, DriverScale.One);
        FormulaParts baseline = raw.Lift();
        FormulaParts At(DriverScale scale) => Above(baseline, formula, view, scale);
        FormulaParts full = At(scales.Full);
        return new(
            baseline,
            new(At(DriverScale.Min(scales.Garch, scales.Full)).Initial,
                At(DriverScale.Min(scales.Garch, scales.Maintenance)).Maintenance),
            new(full.Initial, At(scales.Maintenance).Maintenance),
            full.Maintenance,
            raw.Own.Raised || raw.Initial < raw.Maintenance);
    }

    /// <summary>The same <see cref="Baseline"/> alone.</summary>
    public static FormulaParts BaselineOf(MarginFormula formula, MarginView view) => formula.At(view, DriverScale.One).Lift();

    /// <summary>The same <see cref="Final"/> alone.</summary>
    public static InitialAndMaintenance FinalOf(FormulaParts baseline, MarginFormula formula, MarginView view, OverlayScales scales) => new(
        Above(baseline, formula, view, scales.Full).Initial, Above(baseline, formula, view, scales.Maintenance).Maintenance);

    private static FormulaParts Above(FormulaParts baseline, MarginFormula formula, MarginView view, DriverScale scale)
    {
        if (scale.IsOne)
        {
            return baseline;
        }

        FormulaParts scaled = formula.At(view, scale).Lift();
        return scaled with
        {
            Initial = Math.Max(baseline.Initial, scaled.Initial),
            Maintenance = Math.Max(baseline.Maintenance, scaled.Maintenance),
        };
    }
}

/// <summary>Two requirements that belong together, quote.</summary>
/// <param name="Initial">Initial margin.</param>
/// <param name="Maintenance">Maintenance margin.</param>
internal readonly record struct InitialAndMaintenance(double Initial, double Maintenance);
