namespace Dms.Predictive.MarketData;

/// <summary>When shocks begin and when volume builds up, minute by minute, drawn before the market runs.</summary>
internal sealed class ShockPlan
{
    /// <summary>Minutes that a shock lasts.</summary>
    public const int ShockMinutes = 15;

    private const int Spread = 8;
    private const int FewestApart = 90;
    private const int RampMinutes = 5;
    private const int QuietBefore = 60;

    private readonly double[] _size;
    private readonly double[] _buildUp;
    private readonly int[] _lead;
    private readonly bool[] _near;

    /// <summary>Draws the plan.</summary>
    public ShockPlan(SimulationSettings simulation)
    {
        int minutes = simulation.Days * 1440;
        (_size, _buildUp) = (new double[minutes], new double[minutes]);
        (_lead, _near) = (new int[minutes], new bool[minutes]);
        SeededStream times = new(simulation.Seed, SeededPurpose.ShockTimes);
        SeededStream sizes = new(simulation.Seed, SeededPurpose.ShockSizes);
        foreach (int at in Times(times, simulation.ShocksPerDay, minutes))
        {
            _size[at] = sizes.Between(5.5, 9);
            Array.Fill(_near, true, at - QuietBefore, Math.Min(minutes, at + (2 * ShockMinutes)) - at + QuietBefore);
        }

        PlanBuildUps(simulation);
    }

    /// <summary>Volatility of the shock that begins in a minute, as a multiple of normal; 0 when none begins.</summary>
    public double SizeAt(int minute) => _size[minute];

    /// <summary>How far a build-up has grown, 0 (none) to 1.</summary>
    public double BuildUpAt(int minute) => _buildUp[minute];

    /// <summary>Minutes to the announced shock, or on the shock the length of its announcement; else 0.</summary>
    public int LeadAt(int minute) => _lead[minute];

    /// <summary>Whether a shock is near: such minutes are never absent or without volume.</summary>
    public bool IsNearShock(int minute) => _near[minute];

    private static List<int> Times(SeededStream stream, double perDay, int minutes)
    {
        List<int> times = [];
        if (perDay == 0)
        {
            return times;
        }

        double at = 0;
        while (true)
        {
            at += FewestApart + stream.Exponential((1440 / perDay) - FewestApart);
            if (at >= minutes)
            {
                return times;
            }

            times.Add((int)at);
        }
    }

    private void PlanBuildUps(SimulationSettings simulation)
    {
        SeededStream stream = new(simulation.Seed, SeededPurpose.BuildUps);
        IEnumerable<int> ends = simulation.Placebo
            ? Times(new(simulation.Seed, SeededPurpose.PlaceboTimes), simulation.ShocksPerDay, _size.Length)
            : Enumerable.Range(0, _size.Length).Where(i => _size[i] > 0);
        foreach (int end in ends)
        {
            bool announced = stream.Chance(simulation.Announced);
            int length = simulation.LeadMinutes + (int)Math.Round(stream.Between(-Spread, Spread));
            for (int k = 0; announced && k < length; k++)
            {
                _buildUp[end - length + k] = Math.Min(1, (k + 1.0) / RampMinutes);
                _lead[end - length + k] = simulation.Placebo ? 0 : length - k;
            }

            _lead[end] = announced && !simulation.Placebo ? length : 0;
        }
    }
}
