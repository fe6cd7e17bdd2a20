using Dms.Predictive.Core;

namespace Dms.Predictive.Volatility;

/// <summary>Exponentially weighted variance per bar, one squared return at a time; its forecast is flat.</summary>
/// <remarks>h_{t+1} = λ·h_t + (1 − λ)·r_t² with λ = 2^(−1/half-life); the first squared return is the first level.
/// O(1) per bar, no allocation. RiskMetrics (1996).</remarks>
public sealed class EwmaState
{
    private double _variance;

    /// <summary>Starts without any return.</summary>
    /// <param name="halfLifeBars">Bars after which the weight of a return has halved; finite, &gt; 0.</param>
    /// <exception cref="ArgumentOutOfRangeException">The half-life is not finite and &gt; 0.</exception>
    public EwmaState(double halfLifeBars)
    {
        HalfLifeBars = Require.FinitePositive(halfLifeBars, "bars");
        Decay = Math.Pow(2, -1 / halfLifeBars);
    }

    private EwmaState(double decay, double halfLifeBars) => (Decay, HalfLifeBars) = (decay, halfLifeBars);

    /// <summary>Half-life in bars.</summary>
    public double HalfLifeBars { get; }

    /// <summary>λ in (0, 1): the share of the old level that stays after one bar.</summary>
    public double Decay { get; }

    /// <summary>Number of squared returns seen.</summary>
    public long Count { get; private set; }

    /// <summary>Variance expected for the next bar, in squared units of the returns; ≥ 0.</summary>
    /// <exception cref="InvalidOperationException">No return has been appended yet.</exception>
    public double Variance => Count > 0
        ? _variance
        : throw new InvalidOperationException("The variance was never set: append a return first.");

    /// <summary>Starts from the decay itself, such as 0.94 per day.</summary>
    /// <param name="decay">λ in (0, 1).</param>
    /// <exception cref="ArgumentOutOfRangeException">λ is outside (0, 1).</exception>
    public static EwmaState FromDecay(double decay) => decay is > 0 and < 1
        ? new(decay, -1 / Math.Log2(decay))
        : throw new ArgumentOutOfRangeException(nameof(decay), decay, "Expected a decay per bar in (0, 1).");

    /// <summary>Takes one squared return.</summary>
    /// <param name="squaredReturn">r² of the bar just closed; finite, ≥ 0.</param>
    /// <exception cref="ArgumentOutOfRangeException">The value is not finite and ≥ 0.</exception>
    public void Append(double squaredReturn)
    {
        Require.FiniteNonNegative(squaredReturn, "squared return");
        _variance = Count == 0 ? squaredReturn : (Decay * _variance) + ((1 - Decay) * squaredReturn);
        Count++;
    }
}
