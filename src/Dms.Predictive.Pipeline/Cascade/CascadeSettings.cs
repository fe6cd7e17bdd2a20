namespace Dms.Predictive.Pipeline;

/// <summary>
/// The laboratory's market. Returns are order flow over depth (Kyle 1985; Farmer et al. 2004), part of every impact
/// decays (Bouchaud et al. 2009), depth and news follow slow processes of their own, and margin calls on levered
/// accounts become order flow around a slowly enforced value (Thurner, Farmer, Geanakoplos 2012). None of the values depends on a margin rule.
/// </summary>
public sealed record CascadeSettings
{
    /// <summary>Minutes without accounts, in which rules gather history; ≥ 240.</summary>
    public int WarmUpMinutes { get; init; } = 240;

    /// <summary>Minutes with accounts; ≥ 60.</summary>
    public int Minutes { get; init; } = 3 * 1440;

    /// <summary>Ordinary accounts; ≥ 2.</summary>
    public int Accounts { get; init; } = 80;

    /// <summary>Accounts of every kind of adversary; even, ≥ 0.</summary>
    public int AdversariesPerKind { get; init; }

    /// <summary>Price at the start, quote.</summary>
    public double StartPrice { get; init; } = 100;

    /// <summary>Order flow in quote currency that moves the log price by 1 at normal depth.</summary>
    public double Depth { get; init; } = 60_000_000;

    /// <summary>Standard deviation of a minute's uninformed order flow, quote.</summary>
    public double NoiseFlow { get; init; } = 48_000;

    /// <summary>Standard deviation of log depth, and its half-life in minutes.</summary>
    public (double Deviation, double HalfLife) DepthWave { get; init; } = (0.45, 480);

    /// <summary>How much log depth falls when the log of recent variance rises by 1: makers withdraw.</summary>
    public double DepthResponse { get; init; } = 0.15;

    /// <summary>Standard deviation of the error with which depth is observed, in logs.</summary>
    public double DepthError { get; init; } = 0.15;

    /// <summary>Standard deviation of a minute's news, log price.</summary>
    public double News { get; init; } = 0.0005;

    /// <summary>Standard deviation of the log of news volatility, and its half-life in minutes.</summary>
    public (double Deviation, double HalfLife) NewsWave { get; init; } = (0.5, 720);

    /// <summary>News jumps per day, and the standard deviation of one, log price.</summary>
    public (double PerDay, double Deviation) Jumps { get; init; } = (1, 0.01);

    /// <summary>Share of an impact that decays quickly, and its half-life in minutes.</summary>
    public (double Share, double HalfLife) Recovery { get; init; } = (0.5, 15);

    /// <summary>Half-life in minutes of the rest of an impact: investors bring the price back to its value.</summary>
    public double ValueHalfLife { get; init; } = 720;

    /// <summary>Insurance fund at the start, quote.</summary>
    public double Insurance { get; init; } = 50_000;

    /// <summary>Maintenance margin ÷ initial margin without a forecast; in (0, 1).</summary>
    public double MaintenanceRatio { get; init; } = 0.5;

    /// <summary>Minutes of the whole run.</summary>
    public int TotalMinutes => WarmUpMinutes + Minutes;
}
