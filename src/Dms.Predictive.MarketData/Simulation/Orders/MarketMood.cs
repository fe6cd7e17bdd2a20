namespace Dms.Predictive.MarketData;

/// <summary>
/// How busy and how deep the market is in a minute: both follow volatility and wander by themselves, so that a thin book
/// alone announces nothing. A build-up changes who trades and how long orders stay, not how much is traded.
/// </summary>
internal sealed class MarketMood(ulong seed, double strength)
{
    private const double MostActivity = 8;
    private const double ActivityOfVolatility = 0.8;
    private const double DepthOfVolatility = -0.3;

    private static readonly double Memory30 = MemoryOf(30);
    private static readonly double Memory90 = MemoryOf(90);
    private static readonly double Memory360 = MemoryOf(360);

    private readonly SeededStream _activity = new(seed, SeededPurpose.Activity);
    private readonly SeededStream _depth = new(seed, SeededPurpose.DepthWaves);
    private double _wave;
    private double _slowDepth;
    private double _fastDepth;

    /// <summary>Trading against normal, above 0 and at most 8.</summary>
    public double Activity { get; private set; }

    /// <summary>Size of new orders against normal.</summary>
    public double OrderScale { get; private set; }

    /// <summary>Strength times growth of the build-up, 0 without one.</summary>
    public double BuildUp { get; private set; }

    /// <summary>Side to which the build-up pushes: +1 buyers, −1 sellers, 0 without one.</summary>
    public int Pressure { get; private set; }

    /// <summary>Excess of the pushing side's market orders over the other's, as a share of both.</summary>
    public double TakerTilt => Math.Min(0.9, 0.6 * BuildUp) * Pressure;

    /// <summary>The same of limit orders.</summary>
    public double MakerTilt => Math.Min(0.6, 0.25 * BuildUp) * Pressure;

    /// <summary>How much sooner than usual orders of a side are withdrawn.</summary>
    /// <param name="away">Side: −1 bids, +1 asks; the side in the way of the push empties faster.</param>
    public double CancelFactor(int away) => 1 + (BuildUp * (3.5 + (1.0 * Pressure * away)));

    /// <summary>Chance that the order nearer to the touch is withdrawn, of two.</summary>
    public double NearTouch => Math.Min(0.8, 0.5 * BuildUp);

    /// <summary>Moves to the next minute.</summary>
    /// <param name="minutes">Minutes since the epoch.</param>
    /// <param name="variance">Diffusion variance of the minute, percent².</param>
    /// <param name="grown">How far the build-up has grown, 0 to 1.</param>
    /// <param name="pressure">Side to which it pushes.</param>
    public void NextMinute(long minutes, double variance, double grown, int pressure)
    {
        _wave = Step(_wave, Memory90, 0.3 * _activity.Normal());
        _slowDepth = Step(_slowDepth, Memory360, 0.3 * _depth.Normal());
        _fastDepth = Step(_fastDepth, Memory30, 0.15 * _depth.Normal());
        double volatility = 0.5 * Math.Log(variance / VarianceProcess.Normal);
        double activity = (0.3 * Math.Log(VarianceProcess.Activity(minutes))) + (ActivityOfVolatility * volatility);
        Activity = Math.Min(MostActivity, Math.Exp(activity + _wave));
        OrderScale = Math.Exp(_slowDepth + _fastDepth + (DepthOfVolatility * volatility));
        (BuildUp, Pressure) = (strength * grown, pressure);
    }

    private static double MemoryOf(double halfLifeMinutes) => Math.Exp(-Math.Log(2) / halfLifeMinutes);

    private static double Step(double value, double memory, double innovation) =>
        (memory * value) + (Math.Sqrt(1 - (memory * memory)) * innovation);
}
