using Dms.Predictive.Core;

namespace Dms.Predictive.Margin;

/// <summary>What a market remembers of its raises.</summary>
/// <param name="Overlay">Multipliers of the last decision; the maintenance multiplier is that of existing positions.
/// </param>
/// <param name="Settled">Maintenance multiplier whose ramp is done; ≥ 1.</param>
/// <param name="Announced">Rises on their way, oldest first, each higher than the one before.</param>
public sealed record RaiseState(OverlayState Overlay, double Settled, IReadOnlyList<AnnouncedRise> Announced)
{
    /// <summary>Highest maintenance multiplier that was announced; what a position opened now meets at once.</summary>
    public double Highest => Announced.Count > 0 ? Math.Max(Settled, Announced[^1].To) : Settled;

    /// <summary>Before the first decision: nothing raised.</summary>
    public static RaiseState Start(Timestamp at) => new(new(1, 1, at), 1, []);
}

/// <summary>One step of the raise machine.</summary>
/// <param name="State">For the next step.</param>
/// <param name="Outcome">What the forecast overlay decided; its maintenance multiplier is that of existing positions.
/// </param>
/// <param name="Announcement">The rise that is announced with this decision; null = none.</param>
public sealed record RaiseDecision(RaiseState State, OverlayOutcome Outcome, AnnouncedRise? Announcement);
