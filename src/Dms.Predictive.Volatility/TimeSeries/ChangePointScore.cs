namespace Dms.Predictive.Volatility;

/// <summary>Verdict on one observation: the output vector [alert, raw score, p-value, martingale score].</summary>
/// <param name="IsAlert">The martingale score reached its threshold, the history was full, and there was no alert among
/// the W − 1 observations before.</param>
/// <param name="RawScore">The observation or its error; NaN for a missing one.</param>
/// <param name="PValue">Two-sided, in [1e-8, ½]; NaN for a missing observation.</param>
/// <param name="MartingaleScore">Product of the last W bets, ≥ 0, at most the largest double; NaN for a missing
/// observation.</param>
public readonly record struct ChangePointScore(bool IsAlert, double RawScore, double PValue, double MartingaleScore)
{
    /// <summary>[1 or 0, raw score, p-value, martingale score].</summary>
    public double[] ToVector() => [IsAlert ? 1 : 0, RawScore, PValue, MartingaleScore];
}
