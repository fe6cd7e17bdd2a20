using Dms.Predictive.Core;

namespace Dms.Predictive.Margin;

/// <summary>A policy's requirement with and without the overlay, quote, not rounded. Raise-only by
/// construction.</summary>
/// <param name="Baseline">At multiplier 1, initial margin already ≥ maintenance margin.</param>
/// <param name="Garch">What GARCH alone makes of it.</param>
/// <param name="Final">With the whole overlay.</param>
/// <param name="MaintenanceAfterRamp">Maintenance margin if its multiplier caught up.</param>
/// <param name="Raised">Whether initial margin was lifted to maintenance margin.</param>
internal sealed record UpliftedRequirement(
    PolicyParts Baseline,
    InitialAndMaintenance Garch,
    InitialAndMaintenance Final,
    double MaintenanceAfterRamp,
    bool Raised)
{
    public static UpliftedRequirement Of(IMarginPolicy policy, MarginView view, OverlayOutcome? overlay)
    {
        PolicyParts raw = policy.Evaluate(view, 1);
        PolicyParts baseline = Lift(raw);
        double u = overlay?.Multiplier ?? 1;
        double m = overlay?.MaintenanceMultiplier ?? 1;
        double garch = overlay?.GarchMultiplier ?? 1;
        PolicyParts At(double scale)
        {
            if (scale == 1)
            {
                return baseline;
            }

            PolicyParts scaled = Lift(policy.Evaluate(view, scale));
            return scaled with
            {
                Initial = Math.Max(baseline.Initial, scaled.Initial),
                Maintenance = Math.Max(baseline.Maintenance, scaled.Maintenance),
            };
        }

        PolicyParts full = At(u);
        return new(
            baseline,
            new(At(Math.Min(garch, u)).Initial, At(Math.Min(garch, m)).Maintenance),
            new(full.Initial, At(m).Maintenance),
            full.Maintenance,
            raw.Initial < raw.Maintenance);
    }

    // Maintenance margin is never lowered; a smaller initial margin is lifted to it, in Base.
    private static PolicyParts Lift(PolicyParts parts) => parts.Initial >= parts.Maintenance
        ? parts
        : parts with
        {
            Initial = parts.Maintenance,
            BaseInitial = parts.BaseInitial + (parts.Maintenance - parts.Initial),
        };
}

/// <summary>Two requirements that belong together, quote.</summary>
/// <param name="Initial">Initial margin.</param>
/// <param name="Maintenance">Maintenance margin.</param>
internal readonly record struct InitialAndMaintenance(double Initial, double Maintenance);
