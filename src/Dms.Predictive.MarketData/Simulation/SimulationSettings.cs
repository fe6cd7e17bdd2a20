using Dms.Predictive.Core;

namespace Dms.Predictive.MarketData;

/// <summary>What every simulated market is told. Every value is checked when it is set.</summary>
public abstract record SimulationSettings
{
    /// <summary>Starts from an instrument's default name.</summary>
    private protected SimulationSettings(string instrument) => Instrument = instrument;

    /// <summary>Instrument id; not blank.</summary>
    public string Instrument
    {
        get;
        init
        {
            ArgumentException.ThrowIfNullOrWhiteSpace(value);
            field = value;
        }
    }

    /// <summary>First instant, a whole UTC minute; a midnight where orders are simulated. Default 2026-01-01.</summary>
    public virtual Timestamp Start { get; init; } = Timestamp.FromDate(2026, 1, 1);

    /// <summary>Length in days, 1 to 3,660. Default 60.</summary>
    public int Days
    {
        get;
        init => field = value is >= 1 and <= 3_660
            ? value
            : throw new ArgumentOutOfRangeException(nameof(Days), value, "Expected 1 to 3660 days.");
    } = 60;

    /// <summary>Seed; the same seed and version give the same bytes. Default 839, the shipped samples'.</summary>
    public ulong Seed { get; init; } = 839;

    /// <summary>First price in quote currency, 1 to 1e7. Default 60,000.</summary>
    public double Price
    {
        get;
        init => field = InRange(value, (1, 1e7), nameof(Price), "quote currency");
    } = 60_000;

    /// <summary>Mean number of shocks a day, 0 to 12. Default 7.</summary>
    public double ShocksPerDay
    {
        get;
        init => field = InRange(value, (0, 12), nameof(ShocksPerDay), "shocks per day");
    } = 7;

    /// <summary>Share of shocks that a build-up announces, [0, 1]. Default 0.6.</summary>
    public double Announced
    {
        get;
        init => field = InRange(value, (0, 1), nameof(Announced), "share of shocks");
    } = 0.6;

    /// <summary>Mean length of a build-up in minutes, 10 to 40; each is within ± 8 of it. Default 20.</summary>
    public int LeadMinutes
    {
        get;
        init => field = value is >= 10 and <= 40
            ? value
            : throw new ArgumentOutOfRangeException(nameof(LeadMinutes), value, "Expected 10 to 40 minutes.");
    } = 20;

    /// <summary>Strength of a build-up, 0 (none can be seen) to 3. Default 1.</summary>
    public double Strength
    {
        get;
        init => field = InRange(value, (0, 3), nameof(Strength), "build-up strength");
    } = 1;

    /// <summary>Whether build-ups come at random times and announce nothing; shocks stay the same.</summary>
    public bool Placebo { get; init; }

    private static double InRange(double value, (double Least, double Most) allowed, string name, string unit) =>
        value >= allowed.Least && value <= allowed.Most
            ? value
            : throw new ArgumentOutOfRangeException(name, value, $"Expected {allowed.Least} to {allowed.Most} {unit}.");
}
