namespace Dms.Predictive.MarketData;

/// <summary>
/// What all instruments share: one standard normal a second, and a correlation with it that wanders over days. Every
/// instrument draws it again from the same seed, so that each can be simulated alone and on any thread.
/// </summary>
internal sealed class CommonFactor(ulong seed)
{
    private const double Level = 0.4;
    private const double Deviation = 0.6;

    private static readonly double Memory = Math.Exp(-Math.Log(2) / (2 * 1440));

    private readonly SeededStream _factor = new(seed, SeededPurpose.CommonFactor);
    private readonly SeededStream _correlation = new(seed, SeededPurpose.Correlation);
    private double _wave;

    /// <summary>Share of an instrument's diffusion variance that is common, (0, 1).</summary>
    public double Share { get; private set; }

    /// <summary>Moves to the next minute.</summary>
    public void NextMinute()
    {
        _wave = (Memory * _wave) + (Math.Sqrt(1 - (Memory * Memory)) * Deviation * _correlation.Normal());
        Share = 1 / (1 + Math.Exp(-(Level + _wave)));
    }

    /// <summary>Draws the factor of the next second.</summary>
    public double NextSecond() => _factor.Normal();
}
