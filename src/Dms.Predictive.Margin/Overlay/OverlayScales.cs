using Dms.Predictive.Core;

namespace Dms.Predictive.Margin;

/// <summary>What the overlay of a request decided, for all drivers alike or by underlying.</summary>
/// <param name="Full">Multiples for initial margin.</param>
/// <param name="Garch">Multiples that GARCH alone asks for.</param>
/// <param name="Maintenance">Multiples for maintenance margin.</param>
internal sealed record OverlayScales(DriverScale Full, DriverScale Garch, DriverScale Maintenance)
{
    /// <summary>The decision for all drivers; null when there is none.</summary>
    public OverlayOutcome? Common { get; private init; }

    /// <summary>Decisions by underlying; null when there are none.</summary>
    public IReadOnlyDictionary<string, OverlayOutcome>? ByUnderlying { get; private init; }

    public static OverlayScales Of(MarginRequest request)
    {
        if (request.Overlay is MarginOverlay overlay)
        {
            OverlayOutcome o = ForecastOverlay.Decide(overlay, request.AsOf);
            return new(new(o.Multiplier, null), new(o.GarchMultiplier, null), new(o.MaintenanceMultiplier, null))
            {
                Common = o,
            };
        }

        if (request.Overlays is null)
        {
            return new(DriverScale.One, DriverScale.One, DriverScale.One);
        }

        Dictionary<string, OverlayOutcome> outcomes = request.Overlays.ToDictionary(
            o => o.Key, o => ForecastOverlay.Decide(o.Value, request.AsOf), StringComparer.Ordinal);
        DriverScale Scale(Func<OverlayOutcome, double> multiple) =>
            new(1, outcomes.ToDictionary(o => o.Key, o => multiple(o.Value), StringComparer.Ordinal));
        return new(Scale(o => o.Multiplier), Scale(o => o.GarchMultiplier), Scale(o => o.MaintenanceMultiplier))
        {
            ByUnderlying = outcomes,
        };
    }
}
