namespace Dms.Predictive.Core;

/// <summary>Product of the last W bets against "nothing has changed". One writer.</summary>
/// <remarks>Power: ln ε + (ε − 1)·ln p; mixture: ln(p·ln p + 1 − p) − 2·ln(−ln p) − ln p (Fedorova, Gammerman, Nouretdinov,
/// Vovk 2012, arXiv 1204.3251). The first bet fills the window. A window forgets, so the product is no martingale and no
/// bound of Ville's holds: a product of power bets above that of W p-values of q says that the geometric mean of the last
/// W p-values is at most q, no more. Sums run over the window anew at each bet. O(W), no allocation.</remarks>
public sealed class WindowedMartingale
{
    private readonly double[] _bets;
    private readonly MartingaleType _type;
    private readonly double _epsilon;
    private int _next;

    /// <summary>Starts without bets.</summary>
    /// <param name="length">W ≥ 1.</param>
    /// <param name="type">Kind of bet.</param>
    /// <param name="epsilon">ε of the power bet, in (0, 1).</param>
    /// <exception cref="ArgumentOutOfRangeException">A value is out of its range.</exception>
    public WindowedMartingale(int length, MartingaleType type, double epsilon)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(length, 1);
        if (!Enum.IsDefined(type))
        {
            throw new ArgumentOutOfRangeException(nameof(type), type, "Expected Power or Mixture.");
        }

        if (epsilon is not (> 0 and < 1))
        {
            throw new ArgumentOutOfRangeException(nameof(epsilon), epsilon, "Expected a power in (0, 1).");
        }

        (_bets, _type, _epsilon) = (new double[length], type, epsilon);
    }

    /// <summary>Continues with bets told before.</summary>
    /// <param name="length">W.</param>
    /// <param name="type">Kind of bet.</param>
    /// <param name="epsilon">ε of the power bet.</param>
    /// <param name="logBets">ln of the bets, oldest first: W finite ones, or none.</param>
    /// <exception cref="ArgumentException">Another number of bets, or one that is not finite.</exception>
    public WindowedMartingale(int length, MartingaleType type, double epsilon, IReadOnlyList<double> logBets)
        : this(length, type, epsilon)
    {
        ArgumentNullException.ThrowIfNull(logBets);
        if ((logBets.Count != 0 && logBets.Count != length) || !logBets.All(double.IsFinite))
        {
            throw new ArgumentException($"Found {logBets.Count} bets; expected none or {length} finite ones.", nameof(logBets));
        }

        logBets.ToArray().CopyTo(_bets, 0);
        HasBets = logBets.Count > 0;
    }

    /// <summary>A bet was made.</summary>
    public bool HasBets { get; private set; }

    /// <summary>ln of the bets, oldest first; empty before the first.</summary>
    public IReadOnlyList<double> LogBets => HasBets ? [.. _bets[_next..], .. _bets[.._next]] : [];

    /// <summary>ln of the product; 0 before the first bet.</summary>
    public double LogProduct
    {
        get
        {
            double sum = 0;
            for (int i = 0; i < _bets.Length; i++)
            {
                sum += _bets[(_next + i) % _bets.Length];
            }

            return sum;
        }
    }

    /// <summary>The product; at most the largest double, where its logarithm still tells more.</summary>
    public double Product => Math.Min(PinnedMath.Exp(Math.Min(LogProduct, 709)), double.MaxValue);

    /// <summary>ln of the product if every p-value in the window were <paramref name="p"/>.</summary>
    /// <param name="p">In (0, 1).</param>
    /// <exception cref="ArgumentOutOfRangeException">The p-value is outside (0, 1).</exception>
    public double LogProductAt(double p) => _bets.Length * LogBet(p);

    /// <summary>Takes the next p-value.</summary>
    /// <param name="p">In (0, 1).</param>
    /// <exception cref="ArgumentOutOfRangeException">The p-value is outside (0, 1); nothing has changed.</exception>
    public void Append(double p)
    {
        double bet = LogBet(p);
        if (!HasBets)
        {
            Array.Fill(_bets, bet);
            HasBets = true;
            return;
        }

        _bets[_next] = bet;
        _next = (_next + 1) % _bets.Length;
    }

    private double LogBet(double p)
    {
        if (p is not (> 0 and < 1))
        {
            throw new ArgumentOutOfRangeException(nameof(p), p, "Expected a p-value in (0, 1).");
        }

        double log = PinnedMath.Log(p);
        return _type == MartingaleType.Power
            ? PinnedMath.Log(_epsilon) + ((_epsilon - 1) * log)
            : PinnedMath.Log(MixtureShare(p, log)) - (2 * PinnedMath.Log(-log)) - log;
    }

    // p·ln p + 1 − p = Σ_{k≥2} q^k/(k·(k − 1)) with q = 1 − p: the difference loses all digits as p nears 1.
    private static double MixtureShare(double p, double log)
    {
        double q = 1 - p;
        if (q > 0.05)
        {
            return (p * log) + q;
        }

        double sum = 0;
        double power = q;
        for (int k = 2; k <= 14; k++)
        {
            power *= q;
            sum += power / (k * (k - 1));
        }

        return sum;
    }
}
