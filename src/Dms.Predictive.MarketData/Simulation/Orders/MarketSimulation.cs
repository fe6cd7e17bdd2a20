using Dms.Predictive.Core;

namespace Dms.Predictive.MarketData;

/// <summary>
/// What market to simulate order by order. Every value is checked when it is set; <c>new MarketSimulation()</c> is the
/// market of the documentation.
/// </summary>
public sealed record MarketSimulation
{
    /// <summary>Id of the first instrument; the others add <c>-2</c>, <c>-3</c> … Default <c>SIM-BOOK</c>.</summary>
    public string Instrument
    {
        get;
        init
        {
            ArgumentException.ThrowIfNullOrWhiteSpace(value);
            field = value;
        }
    } = "SIM-BOOK";

    /// <summary>First instant, a UTC midnight. Default 2026-01-01.</summary>
    public Timestamp Start
    {
        get;
        init => field = value.Nanoseconds % (1440 * Timestamp.NanosecondsPerMinute) == 0
            ? value
            : throw new ArgumentOutOfRangeException(nameof(Start), value, "Expected a UTC midnight.");
    } = Timestamp.FromDate(2026, 1, 1);

    /// <summary>Length in days, 1 to 3,660. Default 60.</summary>
    public int Days
    {
        get;
        init => field = (int)InRange(value, 1, 3_660, nameof(Days), "days");
    } = 60;

    /// <summary>Seed; the same seed and version give the same bytes. Default 839.</summary>
    public ulong Seed { get; init; } = 839;

    /// <summary>First price of the first instrument in quote currency, 1 to 1e7. Default 60,000.</summary>
    public double Price
    {
        get;
        init => field = InRange(value, 1, 1e7, nameof(Price), "quote currency");
    } = 60_000;

    /// <summary>Number of instruments that share a factor, 1 to 20. Default 1.</summary>
    public int Instruments
    {
        get;
        init => field = (int)InRange(value, 1, 20, nameof(Instruments), "instruments");
    } = 1;

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
        init => field = (int)InRange(value, 10, 40, nameof(LeadMinutes), "minutes");
    } = 20;

    /// <summary>Strength of a build-up, 0 (none can be seen) to 3. Default 1.</summary>
    public double Strength
    {
        get;
        init => field = InRange(value, 0, 3, nameof(Strength), "build-up strength");
    } = 1;

    /// <summary>Whether build-ups come at random times and announce nothing; shocks and prices stay the same.</summary>
    public bool Placebo { get; init; }

    /// <summary>Id of an instrument.</summary>
    /// <param name="index">From 0, below <see cref="Instruments"/>.</param>
    public string NameOf(int index) => index == 0 ? Instrument : FormattableString.Invariant($"{Instrument}-{index + 1}");

    /// <summary>Seed of an instrument's own randomness; the common factor uses <see cref="Seed"/>.</summary>
    internal ulong SeedOf(int index) => unchecked(Seed + (0x9E3779B97F4A7C15UL * (ulong)index));

    /// <summary>First price of an instrument: majors are dear, the rest is cheaper.</summary>
    internal double PriceOf(int index) => Math.Max(1, Price / Math.Pow(20, index % 4));

    /// <summary>The part of the settings that the shock plan of the bars' simulator understands.</summary>
    internal BarSimulation PlanOf(int index) => new()
    {
        Days = Days,
        Seed = SeedOf(index),
        ShocksPerDay = ShocksPerDay,
        Announced = Announced,
        LeadMinutes = LeadMinutes,
        Placebo = Placebo,
    };

    private static double InRange(double value, double low, double high, string name, string unit) =>
        value >= low && value <= high
            ? value
            : throw new ArgumentOutOfRangeException(name, value, $"Expected {low} to {high} {unit}.");
}
