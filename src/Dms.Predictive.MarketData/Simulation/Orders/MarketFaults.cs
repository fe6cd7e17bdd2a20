namespace Dms.Predictive.MarketData;

/// <summary>
/// How often a simulated feed fails, per day and kind, each 0 to 500. The times are Poisson; one fault at a time.
/// </summary>
public sealed record MarketFaults
{
    /// <summary>Two a day of every kind.</summary>
    public static MarketFaults Usual { get; } = new()
    {
        Stale = 2,
        Frozen = 2,
        Crossed = 2,
        FatFinger = 2,
        Outage = 2,
        Gap = 2,
    };

    /// <summary>Book and trades fall silent for 10 to 60 s, bars go on.</summary>
    public double Stale { get; init => field = InRange(value, nameof(Stale)); }

    /// <summary>Book and price are repeated unchanged for 60 to 180 s.</summary>
    public double Frozen { get; init => field = InRange(value, nameof(Frozen)); }

    /// <summary>A bid stands above the best ask for 1 to 5 s.</summary>
    public double Crossed { get; init => field = InRange(value, nameof(Crossed)); }

    /// <summary>One print 5 to 20 % off the market; it is in no bar.</summary>
    public double FatFinger { get; init => field = InRange(value, nameof(FatFinger)); }

    /// <summary>Nothing at all for 1 to 10 minutes.</summary>
    public double Outage { get; init => field = InRange(value, nameof(Outage)); }

    /// <summary>One update is lost; a snapshot follows after 5 to 20 s.</summary>
    public double Gap { get; init => field = InRange(value, nameof(Gap)); }

    /// <summary>Rate of a kind, per day.</summary>
    public double RateOf(FaultKind kind) => kind switch
    {
        FaultKind.Stale => Stale,
        FaultKind.Frozen => Frozen,
        FaultKind.Crossed => Crossed,
        FaultKind.FatFinger => FatFinger,
        FaultKind.Outage => Outage,
        FaultKind.Gap => Gap,
        _ => 0,
    };

    private static double InRange(double value, string name) => value is >= 0 and <= 500
        ? value
        : throw new ArgumentOutOfRangeException(name, value, "Expected 0 to 500 faults a day.");
}

/// <summary>How a simulated feed fails.</summary>
public enum FaultKind
{
    /// <summary>It does not.</summary>
    None = 0,

    /// <summary>It falls silent.</summary>
    Stale,

    /// <summary>It repeats itself.</summary>
    Frozen,

    /// <summary>Its bid is above its ask.</summary>
    Crossed,

    /// <summary>It prints a price far off the market.</summary>
    FatFinger,

    /// <summary>It is down.</summary>
    Outage,

    /// <summary>It loses an update.</summary>
    Gap,
}
