namespace Dms.Predictive.Learning;

/// <summary>The score that is mapped to a spike probability: forecast ÷ threshold, in logs.</summary>
public static class SpikeScoring
{
    private const double SmallestThreshold = 1e-9;

    /// <summary>w·ln gbdt + (1 − w)·ln garch − ln threshold.</summary>
    /// <param name="lnTrees">ln of the trees' forecast over the horizon, percent².</param>
    /// <param name="lnGarch">ln of the GARCH forecast over the horizon, percent².</param>
    /// <param name="thresholdPercentSquared">Realized variance that counts as a spike, percent²; ≥ 0.</param>
    /// <param name="treeWeight">w in [0, 1].</param>
    public static double Score(double lnTrees, double lnGarch, double thresholdPercentSquared, double treeWeight) =>
        (treeWeight * lnTrees) + ((1 - treeWeight) * lnGarch) - Math.Log(Math.Max(thresholdPercentSquared, SmallestThreshold));
}
