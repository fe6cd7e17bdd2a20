namespace Dms.Predictive.MarketData;

/// <summary>Volume per minute: rises with volatility, with the move itself and with the time of day.</summary>
internal sealed class VolumeProcess(ulong seed, double strength)
{
    private const double Usual = 12;
    private const double OfVariance = 0.35;
    private const double OfMove = 0.25;
    private const double WaveDeviation = 0.25;
    private const double NoiseDeviation = 0.3;
    private const double OfBuildUp = 1.4;

    private static readonly double WaveMemory = Math.Exp(-Math.Log(2) / 90);

    private readonly SeededStream _stream = new(seed, SeededPurpose.Volumes);
    private double _wave;

    /// <summary>Draws the volume of a minute, base units.</summary>
    /// <param name="minutes">Minutes since the epoch.</param>
    /// <param name="variance">Diffusion variance of the minute, percent².</param>
    /// <param name="innovation">Standardized return of the minute.</param>
    /// <param name="buildUp">How far a build-up has grown, 0 to 1.</param>
    public double Next(long minutes, double variance, double innovation, double buildUp)
    {
        _wave = (WaveMemory * _wave) + (Math.Sqrt(1 - (WaveMemory * WaveMemory)) * WaveDeviation * _stream.Normal());
        double logarithm = (0.5 * Math.Log(VarianceProcess.Activity(minutes)))
            + (OfVariance * Math.Log(variance / VarianceProcess.Normal))
            + (OfMove * Math.Min(4, Math.Abs(innovation)))
            + _wave
            + (NoiseDeviation * _stream.Normal())
            + (OfBuildUp * strength * buildUp);
        return Usual * Math.Exp(logarithm);
    }
}
