using Dms.Predictive.Core;

namespace Dms.Predictive.Margin;

/// <summary>
/// What a raise does and when, for one market: initial margin follows the forecast at once; maintenance margin of
/// existing positions follows every announced rise after its notice, on its ramp; a position opened after an
/// announcement meets the announced maintenance margin at once. Pure; the multipliers are those of
/// <see cref="ForecastOverlay"/>.
/// </summary>
public static class RaiseSchedule
{
    /// <summary>Decides at <paramref name="asOf"/>.</summary>
    /// <param name="policy">Limits, notice and ramp.</param>
    /// <param name="state">State after the previous decision; null = first decision.</param>
    /// <param name="forecast">What is forecast.</param>
    /// <param name="asOf">Decision time, not before the previous one.</param>
    /// <returns>
    /// A fall of the multiplier lowers maintenance margin at once and takes back the part of every announcement above
    /// it: rising there again needs a new announcement.
    /// </returns>
    /// <exception cref="InputRefusedException">A figure is out of range or time runs backwards.</exception>
    public static RaiseDecision Next(RaisePolicy policy, RaiseState? state, OverlayForecast forecast, Timestamp asOf)
    {
        ArgumentNullException.ThrowIfNull(policy);
        policy.Check();
        MarginOverlay overlay = new(policy.Rules, forecast) { Previous = state?.Overlay };
        OverlayRuleChecks.Check(overlay, asOf);
        OverlayOutcome outcome = ForecastOverlay.Decide(overlay, asOf);
        RaiseState ramped = Advance(policy.Rules, state ?? RaiseState.Start(asOf), outcome.Multiplier, asOf);
        AnnouncedRise? rise = Announce(policy, ramped, asOf);
        RaiseState next = rise is null ? ramped : ramped with { Announced = [.. ramped.Announced, rise] };
        OverlayOutcome decided = outcome with { MaintenanceMultiplier = ramped.Overlay.MaintenanceMultiplier };
        return new(next, decided, rise);
    }

    /// <summary>Maintenance multiplier of a position.</summary>
    /// <param name="state">State at the decision.</param>
    /// <param name="openedAt">When the position was opened.</param>
    /// <returns>
    /// At least that of existing positions; a rise announced at or before <paramref name="openedAt"/> counts in full.
    /// </returns>
    public static double MaintenanceOf(RaiseState state, Timestamp openedAt)
    {
        ArgumentNullException.ThrowIfNull(state);
        double multiplier = state.Overlay.MaintenanceMultiplier;
        foreach (AnnouncedRise rise in state.Announced)
        {
            multiplier = rise.At <= openedAt ? Math.Max(multiplier, rise.To) : multiplier;
        }

        return multiplier;
    }

    /// <summary>When the maintenance margin of existing positions rises next; null = no rise is on its way.</summary>
    /// <param name="policy">Notice and ramp.</param>
    /// <param name="state">State at the decision.</param>
    /// <returns>End of the notice of the oldest rise, and end of the ramp of the newest.</returns>
    public static (Timestamp Begins, Timestamp Complete)? Window(RaisePolicy policy, RaiseState state)
    {
        ArgumentNullException.ThrowIfNull(policy);
        ArgumentNullException.ThrowIfNull(state);
        TimeSpan notice = TimeSpan.FromMinutes(policy.NoticeMinutes);
        return state.Announced.Count == 0
            ? null
            : (state.Announced[0].At + notice,
                state.Announced[^1].At + notice + TimeSpan.FromMinutes(policy.RampMinutes));
    }

    private static RaiseState Advance(OverlayRules rules, RaiseState state, double multiplier, Timestamp asOf)
    {
        double settled = Math.Min(state.Settled, multiplier);
        double maintenance = settled;
        List<AnnouncedRise> running = [];
        foreach (AnnouncedRise rise in state.Announced)
        {
            AnnouncedRise cut = rise with
            {
                From = Math.Min(rise.From, multiplier),
                To = Math.Min(rise.To, multiplier),
            };
            double now = ForecastOverlay.Ramped(rules, cut, asOf);
            maintenance = Math.Max(maintenance, now);
            bool done = now >= cut.To;
            settled = done ? Math.Max(settled, cut.To) : settled;
            if (!done && (running.Count == 0 || cut.To > running[^1].To))
            {
                running.Add(cut);
            }
        }

        return new(new(multiplier, maintenance, asOf), settled, running);
    }

    private static AnnouncedRise? Announce(RaisePolicy policy, RaiseState state, Timestamp asOf)
    {
        double multiplier = state.Overlay.Multiplier;
        bool isNews = multiplier > state.Highest && multiplier >= state.Highest * (1 + policy.AnnounceStep);
        return policy.Overlay.MaintenanceMode == MaintenanceMode.Ramped && isNews
            ? new(asOf, state.Overlay.MaintenanceMultiplier, multiplier)
            : null;
    }
}
