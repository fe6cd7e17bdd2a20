namespace Dms.Predictive.Core;

/// <summary>Judges each return against the bipower variation of the returns before it.</summary>
/// <remarks>At return i: σ² = 1/(K−2)·Σ_{j=i−K+2}^{i−1}|rⱼ||rⱼ₋₁|, L = |rᵢ|/σ. The return itself and everything after
/// it have no part in its scale. Lee and Mykland (2008), Review of Financial Studies 21(6). O(K) per return.</remarks>
public sealed class LeeMyklandDetector
{
    private readonly RollingReturns _products;
    private double _last;
    private long _count;

    /// <param name="limits">Limits for the returns that share one level.</param>
    /// <param name="window">K; ≥ 3. The authors take 270 for 5-minute returns.</param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="window"/> is below 3.</exception>
    public LeeMyklandDetector(LeeMyklandLimits limits, int window = 270)
    {
        ArgumentNullException.ThrowIfNull(limits);
        ArgumentOutOfRangeException.ThrowIfLessThan(window, 3);
        (Limits, _products) = (limits, new RollingReturns(window - 2));
    }

    /// <summary>Limits that a return is judged by.</summary>
    public LeeMyklandLimits Limits { get; }

    /// <summary>Returns without a verdict because fewer than K − 1 came before them.</summary>
    public long WarmUp { get; private set; }

    /// <summary>Returns without a verdict because those before them had σ = 0.</summary>
    public long Undetermined { get; private set; }

    /// <summary>Jumps found so far.</summary>
    public long Jumps { get; private set; }

    /// <summary>L of the last return; NaN when it had no verdict.</summary>
    public double Standardized { get; private set; } = double.NaN;

    /// <summary>Judges every return of a series; the bits of the streaming form.</summary>
    /// <param name="returns">Oldest first, all finite.</param>
    /// <param name="limits">Limits for the returns that share one level.</param>
    /// <param name="window">K; ≥ 3.</param>
    /// <returns>One verdict per return.</returns>
    public static JumpVerdict[] Judge(ReadOnlySpan<double> returns, LeeMyklandLimits limits, int window = 270)
    {
        LeeMyklandDetector detector = new(limits, window);
        JumpVerdict[] verdicts = new JumpVerdict[returns.Length];
        for (int t = 0; t < verdicts.Length; t++)
        {
            verdicts[t] = detector.Append(returns[t]);
        }

        return verdicts;
    }

    /// <summary>Judges the next return, then takes it into the scale of those after it.</summary>
    /// <param name="value">Any unit, finite.</param>
    /// <exception cref="ArgumentOutOfRangeException">It is not finite.</exception>
    public JumpVerdict Append(double value)
    {
        double size = Math.Abs(FiniteReturn.Of(value, (int)Math.Min(_count, int.MaxValue)));
        JumpVerdict verdict = Judge(size);
        if (_count++ > 0)
        {
            _products.Append(size * _last);
        }

        _last = size;
        return verdict;
    }

    private JumpVerdict Judge(double size)
    {
        Standardized = double.NaN;
        if (!_products.IsFull)
        {
            WarmUp++;
            return JumpVerdict.NotJudged;
        }

        double sum = 0;
        foreach (double product in _products.Values)
        {
            sum += product;
        }

        if (!(sum > 0))
        {
            Undetermined++;
            return JumpVerdict.NotJudged;
        }

        Standardized = size / Math.Sqrt(sum / _products.Count);
        bool jump = Limits.IsJump(Standardized);
        Jumps += jump ? 1 : 0;
        return jump ? JumpVerdict.Jump : JumpVerdict.NoJump;
    }
}
