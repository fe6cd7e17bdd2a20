namespace Dms.Predictive.MarketData;

/// <summary>Jumps of the price that excite further jumps for a while; sizes are double exponential, percent.</summary>
internal sealed class JumpProcess(ulong seed)
{
    private const double PerDay = 1.5;
    private const double Branching = 0.5;
    private const double DecayMinutes = 10;
    private const double MeanUp = 0.24;
    private const double MeanDown = 0.26;
    private const double ShockMean = 0.3;

    private readonly SeededStream _stream = new(seed, SeededPurpose.Jumps);
    private double _excitement;

    /// <summary>Draws the jump of a minute.</summary>
    /// <param name="shockBegins">A shock begins with a jump for certain.</param>
    /// <returns>Size in percent, 0 for none, and the expected square before anything was drawn, percent².</returns>
    public (double Size, double ExpectedSquare) Next(bool shockBegins)
    {
        double chance = 1 - Math.Exp(-((PerDay / 1440) + _excitement));
        bool happens = _stream.Chance(chance);
        double ordinary = _stream.DoubleExponential(MeanUp, MeanDown);
        double atShock = _stream.DoubleExponential(ShockMean, ShockMean);
        _excitement *= Math.Exp(-1 / DecayMinutes);
        _excitement += happens ? Branching / DecayMinutes : 0;
        double square = chance * ((MeanUp * MeanUp) + (MeanDown * MeanDown));
        return shockBegins
            ? ((happens ? ordinary : 0) + atShock, square + (2 * ShockMean * ShockMean))
            : (happens ? ordinary : 0, square);
    }
}
