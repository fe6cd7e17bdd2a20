namespace Dms.Predictive.MarketData;

/// <summary>
/// Open positions by the price at which they are liquidated. When the price falls (rises) through it, longs (shorts) are
/// closed by force; that moves the price a little further, and so may reach the next ones.
/// </summary>
internal sealed class LeveragePool
{
    private const double Step = 0.002;
    private const int Size = 1024;
    private const double OpenedPerMinute = 0.6;
    private const double HeldMinutes = 480;
    private const double ImpactPerShare = 0.02;

    // Distance to liquidation in steps of 0.2 %: leverage from about 60 down to 8.
    private static readonly int[] Distances = [8, 10, 13, 16, 20, 26, 33, 42, 52, 64];

    private readonly double[] _longs = new double[Size];
    private readonly double[] _shorts = new double[Size];
    private long _at;

    /// <summary>Starts at a price, filled to the long-run level.</summary>
    public LeveragePool(double logPrice)
    {
        _at = Bucket(logPrice);
        Open(OpenedPerMinute * HeldMinutes);
    }

    /// <summary>Longs plus shorts, base units.</summary>
    public double OpenInterestBase { get; private set; }

    /// <summary>Closed by force since the start, base units.</summary>
    public double LiquidatedBase { get; private set; }

    /// <summary>Positions of the minute are opened, old ones closed by choice.</summary>
    public void NextMinute()
    {
        const double Kept = 1 - (1 / HeldMinutes);
        double sum = 0;
        for (int i = 0; i < Size; i++)
        {
            _longs[i] *= Kept;
            _shorts[i] *= Kept;
            sum += _longs[i] + _shorts[i];
        }

        OpenInterestBase = sum;
        Open(OpenedPerMinute);
    }

    /// <summary>Closes what the price has reached.</summary>
    /// <returns>Base units that must be bought (positive) or sold (negative).</returns>
    public double Liquidate(double logPrice)
    {
        long now = Bucket(logPrice);
        double forced = 0;
        for (; _at > now; _at--)
        {
            forced -= Take(_longs, _at);
        }

        for (; _at < now; _at++)
        {
            forced += Take(_shorts, _at);
        }

        OpenInterestBase -= Math.Abs(forced);
        LiquidatedBase += Math.Abs(forced);
        return forced;
    }

    /// <summary>Move of the logarithmic price by forced orders.</summary>
    public double ImpactOf(double forcedBase) =>
        forcedBase == 0 ? 0 : ImpactPerShare * forcedBase / (OpenInterestBase + Math.Abs(forcedBase));

    private static long Bucket(double logPrice) => (long)Math.Floor(logPrice / Step);

    private static double Take(double[] positions, long bucket)
    {
        int i = (int)(bucket & (Size - 1));
        double quantity = positions[i];
        positions[i] = 0;
        return quantity;
    }

    private void Open(double perSide)
    {
        foreach (int distance in Distances)
        {
            _longs[(_at - distance) & (Size - 1)] += perSide / Distances.Length;
            _shorts[(_at + distance) & (Size - 1)] += perSide / Distances.Length;
        }

        OpenInterestBase += 2 * perSide;
    }
}
