using System.Numerics;

namespace Dms.Predictive.MarketData;

/// <summary>
/// Random numbers of one purpose: xoshiro256++ started by SplitMix64 from a seed and the purpose. Each part of a
/// simulation has its own stream, so that changing one part leaves the others as they were.
/// </summary>
/// <remarks>Blackman and Vigna (2021), ACM TOMS 47(4). Normals by Box and Muller.</remarks>
internal sealed class SeededStream
{
    private ulong _a;
    private ulong _b;
    private ulong _c;
    private ulong _d;
    private double _spare = double.NaN;

    /// <summary>Starts the stream of a purpose.</summary>
    public SeededStream(ulong seed, SeededPurpose purpose)
    {
        unchecked
        {
            ulong state = seed + (((ulong)purpose + 1) * 0xD1B54A32D192ED03UL);
            (_a, _b, _c, _d) = (Split(ref state), Split(ref state), Split(ref state), Split(ref state));
        }
    }

    /// <summary>Uniform in (0, 1), both ends excluded.</summary>
    public double Uniform() => ((Next() >> 11) + 0.5) * (1.0 / (1UL << 53));

    /// <summary>Uniform in (low, high).</summary>
    public double Between(double low, double high) => low + ((high - low) * Uniform());

    /// <summary>True with a probability.</summary>
    public bool Chance(double probability) => Uniform() < probability;

    /// <summary>Exponential with a mean.</summary>
    public double Exponential(double mean) => -mean * Math.Log(Uniform());

    /// <summary>Standard normal.</summary>
    public double Normal()
    {
        if (!double.IsNaN(_spare))
        {
            double spare = _spare;
            _spare = double.NaN;
            return spare;
        }

        double radius = Math.Sqrt(-2 * Math.Log(Uniform()));
        double angle = 2 * Math.PI * Uniform();
        _spare = radius * Math.Sin(angle);
        return radius * Math.Cos(angle);
    }

    /// <summary>Double exponential: either sign with the same chance, the size exponential with its own mean.</summary>
    public double DoubleExponential(double meanUp, double meanDown) =>
        Chance(0.5) ? Exponential(meanUp) : -Exponential(meanDown);

    private ulong Next()
    {
        unchecked
        {
            ulong result = BitOperations.RotateLeft(_a + _d, 23) + _a;
            ulong t = _b << 17;
            _c ^= _a;
            _d ^= _b;
            _b ^= _c;
            _a ^= _d;
            _c ^= t;
            _d = BitOperations.RotateLeft(_d, 45);
            return result;
        }
    }

    private static ulong Split(ref ulong state)
    {
        unchecked
        {
            ulong z = state += 0x9E3779B97F4A7C15UL;
            z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9UL;
            z = (z ^ (z >> 27)) * 0x94D049BB133111EBUL;
            return z ^ (z >> 31);
        }
    }
}

/// <summary>What a stream of random numbers is for; the numbers are part of the simulator's version.</summary>
internal enum SeededPurpose
{
    SlowVariance = 1,
    FastVariance,
    Regime,
    Jumps,
    Returns,
    Ranges,
    Volumes,
    ShockTimes,
    BuildUps,
    PlaceboTimes,
    Absences,
    ShockSizes,
    ShockDirections,
    PlaceboDirections,
    CommonFactor,
    Correlation,
    ShockMoves,
    Activity,
    DepthWaves,
    Premium,
    OrderFlow,
    Placement,
    Faults,
    Sources,
}
