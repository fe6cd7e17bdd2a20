using Dms.Predictive.Core;

namespace Dms.Predictive.MarketData;

/// <summary>
/// A market that is simulated order by order; <c>new MarketSimulation()</c> is the market of the documentation. Its first
/// instrument has the id, the others add <c>-2</c>, <c>-3</c> …; in a placebo market shocks and prices stay the same.
/// </summary>
public sealed record MarketSimulation() : SimulationSettings("SIM-BOOK")
{
    /// <inheritdoc/>
    /// <exception cref="ArgumentOutOfRangeException">It is no UTC midnight.</exception>
    public override Timestamp Start
    {
        get => base.Start;
        init => base.Start = value.Nanoseconds % (1440 * Timestamp.NanosecondsPerMinute) == 0
            ? value
            : throw new ArgumentOutOfRangeException(nameof(Start), value, "Expected a UTC midnight.");
    }

    /// <summary>Number of instruments that share a factor, 1 to 20. Default 1.</summary>
    public int Instruments
    {
        get;
        init => field = value is >= 1 and <= 20
            ? value
            : throw new ArgumentOutOfRangeException(nameof(Instruments), value, "Expected 1 to 20 instruments.");
    } = 1;

    /// <summary>Id of an instrument.</summary>
    /// <param name="index">From 0, below <see cref="Instruments"/>.</param>
    public string NameOf(int index) => index == 0 ? Instrument : FormattableString.Invariant($"{Instrument}-{index + 1}");

    /// <summary>Seed of an instrument's own randomness; the common factor uses <see cref="SimulationSettings.Seed"/>.</summary>
    internal ulong SeedOf(int index) => unchecked(Seed + (0x9E3779B97F4A7C15UL * (ulong)index));

    /// <summary>First price of an instrument: majors are dear, the rest is cheaper.</summary>
    internal double PriceOf(int index) => Math.Max(1, Price / Math.Pow(20, index % 4));

    /// <summary>The settings with the seed of one instrument, for what is drawn per instrument.</summary>
    internal MarketSimulation For(int index) => this with { Seed = SeedOf(index) };
}
