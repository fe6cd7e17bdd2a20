namespace Dms.Predictive.MarketData;

/// <summary>Limits of one feed; one limit for all feeds would be too wide for some and too narrow for others.</summary>
public sealed record GuardLimits
{
    /// <summary>Silence by our clock after which a feed is stale; 2 s suits books, 5 s trades.</summary>
    public TimeSpan MaxAge { get; init; } = TimeSpan.FromSeconds(5);

    /// <summary>Multiple of <see cref="MaxAge"/> above which a stale feed is rejected.</summary>
    public int RejectAgeFactor { get; init; } = 4;

    /// <summary>Largest difference of the clocks, either way.</summary>
    public TimeSpan MaxSkew { get; init; } = TimeSpan.FromMilliseconds(250);

    /// <summary>Difference between consecutive events' skews that starts a new estimate.</summary>
    public TimeSpan SkewJump { get; init; } = TimeSpan.FromSeconds(5);

    /// <summary>How far an event time may lie after its receipt.</summary>
    public TimeSpan MaxFuture { get; init; } = TimeSpan.FromSeconds(5);

    /// <summary>Time without a reason after which a feed is good again.</summary>
    public TimeSpan RecoverAfter { get; init; } = TimeSpan.FromSeconds(5);

    /// <summary>Events without a reason after which a feed is good again, however short the time.</summary>
    public int RecoverEvents { get; init; } = 5;

    /// <summary>How long an unchanged price is not suspicious.</summary>
    public TimeSpan FrozenFor { get; init; } = TimeSpan.FromSeconds(60);

    /// <summary>Move of the other sources, as a fraction, that an unchanged price must have followed: 5 bps.</summary>
    public double FrozenMove { get; init; } = 0.0005;

    /// <summary>Most refused events kept.</summary>
    public int MostQuarantined { get; init; } = 10_000;
}
