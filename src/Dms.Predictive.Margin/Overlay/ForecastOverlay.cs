using Dms.Predictive.Core;

namespace Dms.Predictive.Margin;

/// <summary>Turns a forecast and the previous state into the next multipliers. Raise-only and pure.</summary>
public static class ForecastOverlay
{
    /// <summary>Decides the multipliers at <paramref name="asOf"/>.</summary>
    /// <param name="overlay">Rules, forecast and previous state.</param>
    /// <param name="asOf">Decision time; not before the previous decision.</param>
    /// <remarks>
    /// r_g = σ_garch/σ_ref, ln r_b = w·ln(σ_ml/σ_ref) + (1−w)·ln r_g, s = p(J−1),
    /// target = clamp(max(r_g, r_b) + s, 1, cap); rising: u = min(target, u₋(1+maxStep)^(Δt/step)), falling:
    /// u = max(target, u₋·2^(−Δt/halfLife)). A gate sets w and s to 0. Without a baseline u is held, without decay.
    /// </remarks>
    public static OverlayOutcome Decide(MarginOverlay overlay, Timestamp asOf)
    {
        ArgumentNullException.ThrowIfNull(overlay);
        IReadOnlyList<GateReason> blocked = OverlayGates.Check(overlay, asOf);
        double before = overlay.Previous?.Multiplier ?? 1;
        if (!OverlayGates.HasBaseline(overlay.Forecast))
        {
            return new(before, before, Maintenance(overlay, asOf, before), blocked);
        }

        double garch = overlay.Forecast.SigmaGarch!.Value / overlay.Forecast.SigmaReference!.Value;
        double wanted = blocked.Count > 0 ? garch : Wanted(overlay, garch);
        double target = Math.Clamp(wanted, 1, overlay.Rules.Cap);
        double multiplier = Move(overlay, before, target, Elapsed(overlay, asOf));
        double garchOnly = Math.Clamp(garch, 1, overlay.Rules.Cap);
        return new(multiplier, garchOnly, Maintenance(overlay, asOf, multiplier), blocked);
    }

    /// <summary>State to hand to the next decision; keeps the announced maintenance multiplier while its ramp
    /// runs.</summary>
    /// <param name="overlay">What was decided on.</param>
    /// <param name="outcome">What was decided.</param>
    /// <param name="asOf">When.</param>
    public static OverlayState NextState(MarginOverlay overlay, OverlayOutcome outcome, Timestamp asOf)
    {
        ArgumentNullException.ThrowIfNull(overlay);
        ArgumentNullException.ThrowIfNull(outcome);
        bool ramping = overlay.AnnouncedAt is Timestamp announced
            && Seconds(asOf, announced) < overlay.Rules.NoticeSeconds + overlay.Rules.RampSeconds;
        double announcedValue = overlay.Previous?.MaintenanceMultiplier ?? 1;
        double kept = ramping ? Math.Min(announcedValue, outcome.Multiplier) : outcome.MaintenanceMultiplier;
        return new(outcome.Multiplier, kept, asOf);
    }

    /// <summary>When an announced rise is in force in full; null = nothing announced, or maintenance is
    /// frozen.</summary>
    public static Timestamp? RampEnd(MarginOverlay overlay)
    {
        ArgumentNullException.ThrowIfNull(overlay);
        OverlayRules rules = overlay.Rules;
        return overlay.AnnouncedAt is Timestamp announced && rules.MaintenanceMode == MaintenanceMode.Ramped
            ? new Timestamp(checked(announced.Nanoseconds + (long)((rules.NoticeSeconds + rules.RampSeconds) * 1e9)))
            : null;
    }

    private static double Wanted(MarginOverlay overlay, double garch)
    {
        OverlayForecast f = overlay.Forecast;
        double learned = f.SigmaMl!.Value / f.SigmaReference!.Value;
        double weight = overlay.Rules.WeightMl;
        double blend = weight switch
        {
            0 => garch,                                              // not through ln and exp: equals GARCH bit for bit
            1 => learned,
            _ => PinnedMath.Exp((weight * PinnedMath.Log(learned)) + ((1 - weight) * PinnedMath.Log(garch))),
        };
        return Math.Max(garch, blend) + (f.SpikeProbability * (f.SpikeMultiple - 1));
    }

    private static double Move(MarginOverlay overlay, double before, double target, double elapsed)
    {
        OverlayRules rules = overlay.Rules;
        double moved = target > before
            ? Math.Min(target, before * PinnedMath.Pow(1 + rules.MaxStep, elapsed / rules.StepSeconds))
            : Math.Max(target, before * PinnedMath.Exp2(-elapsed / rules.HalfLifeSeconds));
        return Math.Max(1, moved);
    }

    /// <summary>Maintenance multiplier of one announced rise: frozen through the notice, then on the ramp.</summary>
    /// <param name="rules">Notice, ramp and mode.</param>
    /// <param name="rise">What was announced.</param>
    /// <param name="asOf">Decision time.</param>
    /// <returns>m₀ + max(0, u − m₀)·min(1, (t − announced − notice)/ramp), at most u; frozen mode never ramps.</returns>
    public static double Ramped(OverlayRules rules, AnnouncedRise rise, Timestamp asOf)
    {
        ArgumentNullException.ThrowIfNull(rules);
        ArgumentNullException.ThrowIfNull(rise);
        double share = RampShare(rules, rise.At, asOf);
        double gap = Math.Max(0, rise.To - rise.From);
        return share < 1 ? Math.Min(rise.To, rise.From + (gap * share)) : rise.To;
    }

    private static double Maintenance(MarginOverlay overlay, Timestamp asOf, double multiplier)
    {
        double before = overlay.Previous?.MaintenanceMultiplier ?? 1;
        return overlay.AnnouncedAt is Timestamp announced
            ? Ramped(overlay.Rules, new(announced, before, multiplier), asOf)
            : Math.Min(multiplier, before);
    }

    private static double RampShare(OverlayRules rules, Timestamp announced, Timestamp asOf)
    {
        if (rules.MaintenanceMode == MaintenanceMode.Frozen)
        {
            return 0;
        }

        double since = Seconds(asOf, announced) - rules.NoticeSeconds;
        return since <= 0 ? 0 : since >= rules.RampSeconds ? 1 : since / rules.RampSeconds;
    }

    private static double Elapsed(MarginOverlay overlay, Timestamp asOf) =>
        overlay.Previous is OverlayState previous ? Seconds(asOf, previous.At) : overlay.Rules.StepSeconds;

    private static double Seconds(Timestamp later, Timestamp earlier) =>
        (later.Nanoseconds - earlier.Nanoseconds) / 1e9;
}
