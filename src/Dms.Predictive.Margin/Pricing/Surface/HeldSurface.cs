using Dms.Predictive.Core;

namespace Dms.Predictive.Margin;

/// <summary>The surface in force: the last that passed every check.</summary>
/// <param name="Surface">Null before the first good one.</param>
/// <param name="Quality">Ok where the latest one passed, Degraded where an older one is held, Rejected without any.</param>
/// <param name="Violation">Why the latest one was refused, with its k and T; null where it was not.</param>
public sealed record HeldSurface(VolatilitySurface? Surface, FeedVerdict Quality, SurfaceViolation? Violation)
{
    /// <summary>Before the first surface.</summary>
    public static HeldSurface None { get; } = new(null, FeedVerdict.Rejected, null);

    /// <summary>Takes the next surface, or holds the last good one.</summary>
    /// <param name="slices">Rising in time.</param>
    /// <exception cref="ArgumentException">No slice, or times that do not rise.</exception>
    public HeldSurface Next(IReadOnlyList<VolatilitySlice> slices) =>
        VolatilitySurface.TryCreate(slices, out SurfaceViolation? violation) is { } surface
            ? new(surface, FeedVerdict.Ok, null)
            : new(Surface, Surface is null ? FeedVerdict.Rejected : FeedVerdict.Degraded, violation);
}
