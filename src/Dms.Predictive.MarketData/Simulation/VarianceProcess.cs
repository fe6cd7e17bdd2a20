namespace Dms.Predictive.MarketData;

/// <summary>
/// Diffusion variance per minute: slow and fast mean-reverting logarithms, time of day, weekend, a stressed regime, and
/// on top of them the decaying variance of shocks, which also lift the fast logarithm and so leave a restless hour.
/// </summary>
internal sealed class VarianceProcess
{
    /// <summary>Usual variance of a minute, percent²: about 49 % a year.</summary>
    public const double Normal = 0.0045;

    private const double SlowDeviation = 0.55;
    private const double FastDeviation = 0.5;
    private const double Leverage = -0.3;
    private const double StressFactor = 2.5;
    private const double ShockDecayMinutes = 3;
    private const double Aftershock = 0.7;

    private static readonly double SlowMemory = Math.Exp(-Math.Log(2) / (2 * 1440));
    private static readonly double FastMemory = Math.Exp(-Math.Log(2) / 90);

    private readonly SeededStream _slowStream;
    private readonly SeededStream _fastStream;
    private readonly SeededStream _regimeStream;
    private double _slow;
    private double _fast;
    private double _shockVariance;
    private int _shockMinutesLeft;

    /// <summary>Starts in the long-run distribution, in the calm regime.</summary>
    public VarianceProcess(ulong seed)
    {
        _slowStream = new(seed, SeededPurpose.SlowVariance);
        _fastStream = new(seed, SeededPurpose.FastVariance);
        _regimeStream = new(seed, SeededPurpose.Regime);
        _slow = SlowDeviation * _slowStream.Normal();
        _fast = FastDeviation * _fastStream.Normal();
    }

    /// <summary>Whether the regime is stressed.</summary>
    public bool Stressed { get; private set; }

    /// <summary>Whether a shock is on.</summary>
    public bool Shocked => _shockMinutesLeft > 0;

    /// <summary>Share of the usual activity at this time of day and week: 1 on average of a weekday.</summary>
    public static double Activity(long minutes)
    {
        double day = Math.Cos(2 * Math.PI * ((minutes % 1440) - 900) / 1440);
        long weekday = ((minutes / 1440) + 4) % 7;
        return (1 + (0.4 * day)) * (weekday is 0 or 6 ? 0.75 : 1);
    }

    /// <summary>Moves to the next minute.</summary>
    /// <param name="minutes">Minutes since the epoch.</param>
    /// <param name="lastInnovation">Standardized return of the minute before; falling prices raise variance.</param>
    /// <param name="shockSize">Volatility of a shock that begins now, as a multiple of normal; 0 for none.</param>
    /// <returns>Diffusion variance of the minute, percent².</returns>
    public double Next(long minutes, double lastInnovation, double shockSize)
    {
        _slow = Step(_slow, SlowMemory, SlowDeviation, _slowStream.Normal());
        _fast += shockSize > 0 ? Aftershock : 0;
        double own = Math.Sqrt(1 - (Leverage * Leverage)) * _fastStream.Normal();
        _fast = Step(_fast, FastMemory, FastDeviation, (Leverage * lastInnovation) + own);
        double turn = Stressed ? 1.0 / 360 : 1.0 / 4320;
        Stressed ^= _regimeStream.Chance(turn);
        double level = Normal * Math.Exp(_slow - (SlowDeviation * SlowDeviation / 2));
        Shock(level, shockSize);
        double fast = Math.Exp(_fast - (FastDeviation * FastDeviation / 2));
        return (level * fast * Activity(minutes) * (Stressed ? StressFactor : 1)) + _shockVariance;
    }

    private static double Step(double value, double memory, double deviation, double innovation) =>
        (memory * value) + (Math.Sqrt(1 - (memory * memory)) * deviation * innovation);

    private void Shock(double level, double size)
    {
        _shockMinutesLeft = Math.Max(0, _shockMinutesLeft - 1);
        _shockVariance *= _shockMinutesLeft > 0 ? Math.Exp(-1 / ShockDecayMinutes) : 0;
        if (size > 0)
        {
            _shockVariance = level * ((size * size) - 1);
            _shockMinutesLeft = ShockPlan.ShockMinutes;
        }
    }
}
