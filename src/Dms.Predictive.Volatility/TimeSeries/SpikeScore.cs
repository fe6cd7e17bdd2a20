namespace Dms.Predictive.Volatility;

/// <summary>Verdict on one observation: the output vector [alert, raw score, p-value].</summary>
/// <param name="IsAlert">The p-value is at most 1 − confidence/100 and the history was full.</param>
/// <param name="RawScore">The observation or its error; NaN for a missing one.</param>
/// <param name="PValue">In [1e-8, 1 − 1e-8]; NaN for a missing observation.</param>
public readonly record struct SpikeScore(bool IsAlert, double RawScore, double PValue)
{
    /// <summary>[1 or 0, raw score, p-value].</summary>
    public double[] ToVector() => [IsAlert ? 1 : 0, RawScore, PValue];
}
