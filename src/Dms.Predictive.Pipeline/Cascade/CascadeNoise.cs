using Dms.Predictive.Core;
using Dms.Predictive.Volatility;

namespace Dms.Predictive.Pipeline;

/// <summary>Everything random that no account decides: the same for every margin rule on the same seed.</summary>
internal sealed class CascadeNoise
{
    private const long StreamStep = 1_000_003;

    /// <summary>Draws all minutes.</summary>
    /// <param name="settings">Scales and half-lives.</param>
    /// <param name="seed">The same seed gives the same market.</param>
    public CascadeNoise(CascadeSettings settings, long seed)
    {
        int n = settings.TotalMinutes;
        (News, Flow, LogDepth, DepthError) = (new double[n], new double[n], new double[n], new double[n]);
        SeededGenerator random = new(seed * StreamStep);
        double wave = Normal(random) * settings.NewsWave.Deviation;
        double depth = Normal(random) * settings.DepthWave.Deviation;
        for (int t = 0; t < n; t++)
        {
            wave = Move(wave, settings.NewsWave, random);
            depth = Move(depth, settings.DepthWave, random);
            bool jumps = random.NextUniform() < settings.Jumps.PerDay / 1440;
            double jump = Normal(random) * settings.Jumps.Deviation;
            News[t] = (Normal(random) * settings.News * PinnedMath.Exp(wave)) + (jumps ? jump : 0);
            Flow[t] = Normal(random) * settings.NoiseFlow;
            LogDepth[t] = depth;
            DepthError[t] = Normal(random) * settings.DepthError;
        }
    }

    /// <summary>Log return of the news per minute.</summary>
    public double[] News { get; }

    /// <summary>Uninformed order flow per minute, quote.</summary>
    public double[] Flow { get; }

    /// <summary>Log depth around its mean.</summary>
    public double[] LogDepth { get; }

    /// <summary>Error with which log depth is observed.</summary>
    public double[] DepthError { get; }

    /// <summary>A stream of an account's own, apart from the market's and from those of other accounts.</summary>
    public static SeededGenerator StreamOf(long seed, int account) =>
        new((seed * StreamStep) + 1 + account);

    /// <summary>A standard normal number.</summary>
    /// <remarks>Marsaglia's polar method, one number of each pair: fast, and on pinned functions alone.</remarks>
    public static double Normal(SeededGenerator random)
    {
        while (true)
        {
            double x = (2 * random.NextUniform()) - 1;
            double y = (2 * random.NextUniform()) - 1;
            double square = (x * x) + (y * y);
            if (square is > 0 and < 1)
            {
                return x * Math.Sqrt(-2 * PinnedMath.Log(square) / square);
            }
        }
    }

    // Ornstein–Uhlenbeck in its exact discrete form.
    private static double Move(double value, (double Deviation, double HalfLife) wave, SeededGenerator random)
    {
        double decay = PinnedMath.Exp2(-1 / wave.HalfLife);
        return (decay * value) + (Math.Sqrt(1 - (decay * decay)) * wave.Deviation * Normal(random));
    }
}
