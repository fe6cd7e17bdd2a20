namespace Dms.Predictive.MarketData;

/// <summary>Which minutes nobody traded in, and which ones are absent because the venue was down.</summary>
internal sealed class AbsencePlan
{
    private const double ZeroVolumeChance = 0.0006;
    private const double OutagesPerDay = 0.25;

    private readonly bool[] _absent;
    private readonly bool[] _quiet;

    /// <summary>Draws the plan; the first minute and minutes near a shock are always there.</summary>
    public AbsencePlan(BarSimulation simulation, ShockPlan shocks)
    {
        int minutes = simulation.Days * 1440;
        (_absent, _quiet) = (new bool[minutes], new bool[minutes]);
        SeededStream stream = new(simulation.Seed, SeededPurpose.Absences);
        int downUntil = 0;
        for (int i = 1; i < minutes; i++)
        {
            bool quiet = stream.Chance(ZeroVolumeChance);
            bool begins = stream.Chance(OutagesPerDay / 1440);
            int length = (int)stream.Between(2, 30);
            downUntil = begins ? Math.Max(downUntil, i + length) : downUntil;
            _quiet[i] = quiet && !shocks.IsNearShock(i);
            _absent[i] = i < downUntil && !shocks.IsNearShock(i);
        }
    }

    /// <summary>Whether the bar is absent.</summary>
    public bool IsAbsent(int minute) => _absent[minute];

    /// <summary>Whether the bar has no volume.</summary>
    public bool IsQuiet(int minute) => _quiet[minute];
}
