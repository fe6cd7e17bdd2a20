using Dms.Predictive.Core;

namespace Dms.Predictive.MarketData;

/// <summary>What to simulate. Every value is checked when it is set; the defaults make the demo's market.</summary>
public sealed record BarSimulation
{
    /// <summary>Instrument id in bars and truth; not blank. Default <c>SIM-BTC</c>.</summary>
    public string Instrument
    {
        get;
        init
        {
            ArgumentException.ThrowIfNullOrWhiteSpace(value);
            field = value;
        }
    } = "SIM-BTC";

    /// <summary>Open time of the first bar. Default 2026-01-01.</summary>
    public Timestamp Start { get; init; } = Timestamp.FromDate(2026, 1, 1);

    /// <summary>Length in days, 1 to 3,660. Default 60.</summary>
    public int Days
    {
        get;
        init => field = value is >= 1 and <= 3_660
            ? value
            : throw new ArgumentOutOfRangeException(nameof(Days), value, "Expected 1 to 3660 days.");
    } = 60;

    /// <summary>Seed; the same seed and version give the same bytes. Default 839, the shipped sample's.</summary>
    public ulong Seed { get; init; } = 839;

    /// <summary>First price in quote currency, 1 to 1e9. Default 60,000.</summary>
    public double Price
    {
        get;
        init => field = InRange(value, 1, 1e9, nameof(Price), "quote currency");
    } = 60_000;

    /// <summary>Mean number of shocks a day, 0 to 12. Default 7.</summary>
    public double ShocksPerDay
    {
        get;
        init => field = InRange(value, 0, 12, nameof(ShocksPerDay), "shocks per day");
    } = 7;

    /// <summary>Share of shocks that a build-up announces, [0, 1]. Default 0.6.</summary>
    public double Announced
    {
        get;
        init => field = InRange(value, 0, 1, nameof(Announced), "share of shocks");
    } = 0.6;

    /// <summary>Mean length of a build-up in minutes, 10 to 40; each is within ± 8 of it. Default 20.</summary>
    public int LeadMinutes
    {
        get;
        init => field = value is >= 10 and <= 40
            ? value
            : throw new ArgumentOutOfRangeException(nameof(LeadMinutes), value, "Expected 10 to 40 minutes.");
    } = 20;

    /// <summary>Strength of a build-up, 0 to 3: its volume is e^(1.4 · strength) times the usual. Default 1.</summary>
    public double Strength
    {
        get;
        init => field = InRange(value, 0, 3, nameof(Strength), "build-up strength");
    } = 1;

    /// <summary>Whether build-ups come at random times and announce nothing; closes and shocks stay the same.</summary>
    public bool Placebo { get; init; }

    private static double InRange(double value, double low, double high, string name, string unit) =>
        value >= low && value <= high
            ? value
            : throw new ArgumentOutOfRangeException(name, value, $"Expected {low} to {high} {unit}.");
}
