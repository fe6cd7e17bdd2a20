using Dms.Predictive.Core;

namespace Dms.Predictive.Margin;

/// <summary>A rise of the maintenance multiplier that was made known.</summary>
/// <param name="At">When it was announced.</param>
/// <param name="From">Maintenance multiplier then; ≥ 1.</param>
/// <param name="To">Maintenance multiplier once the ramp is done; ≥ 1. It never grows: more is a new announcement.
/// </param>
public sealed record AnnouncedRise(Timestamp At, double From, double To);
