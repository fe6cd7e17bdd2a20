namespace Dms.Predictive.MarketData;

/// <summary>
/// Shocks with the direction of their move, and build-ups with the direction in which they push: that of the shock
/// which they announce, a drawn one in a placebo market.
/// </summary>
internal sealed class PressurePlan
{
    // Markets fall in a hurry more often than they rise in one.
    private const double UpShare = 0.45;

    private readonly ShockPlan _shocks;
    private readonly sbyte[] _shockDirection;
    private readonly sbyte[] _pressure;

    /// <summary>Draws the plan of an instrument.</summary>
    public PressurePlan(MarketSimulation simulation, int index)
    {
        int minutes = simulation.Days * 1440;
        _shocks = new ShockPlan(simulation.For(index));
        (_shockDirection, _pressure) = (new sbyte[minutes], new sbyte[minutes]);
        SeededStream directions = new(simulation.SeedOf(index), SeededPurpose.ShockDirections);
        SeededStream placebo = new(simulation.SeedOf(index), SeededPurpose.PlaceboDirections);
        for (int i = 0; i < minutes; i++)
        {
            _shockDirection[i] = _shocks.SizeAt(i) > 0 ? Sign(directions) : (sbyte)0;
        }

        for (int i = 0; i < minutes; i++)
        {
            if (_shocks.BuildUpAt(i) > 0)
            {
                bool begins = i == 0 || _shocks.BuildUpAt(i - 1) == 0;
                _pressure[i] = !begins ? _pressure[i - 1]
                    : simulation.Placebo ? Sign(placebo) : _shockDirection[i + _shocks.LeadAt(i)];
            }
        }
    }

    /// <summary>Volatility of the shock that begins in a minute, as a multiple of normal; 0 when none begins.</summary>
    public double SizeAt(int minute) => _shocks.SizeAt(minute);

    /// <summary>Direction of the shock that begins in a minute, +1 up, −1 down, 0 none.</summary>
    public int DirectionAt(int minute) => _shockDirection[minute];

    /// <summary>How far a build-up has grown, 0 to 1.</summary>
    public double BuildUpAt(int minute) => _shocks.BuildUpAt(minute);

    /// <summary>Direction in which the build-up pushes, 0 outside one.</summary>
    public int PressureAt(int minute) => _pressure[minute];

    /// <summary>Minutes to the announced shock, or on it the length of its announcement; else 0.</summary>
    public int LeadAt(int minute) => _shocks.LeadAt(minute);

    private static sbyte Sign(SeededStream stream) => (sbyte)(stream.Chance(UpShare) ? 1 : -1);
}
