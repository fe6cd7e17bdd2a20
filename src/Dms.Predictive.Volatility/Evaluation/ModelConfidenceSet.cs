using Dms.Predictive.Core;

namespace Dms.Predictive.Volatility;

/// <summary>The models that the data cannot tell from the best one.</summary>
/// <param name="PValues">MCS p-value per model, in the order given, in [0, 1]; a model is in the set of confidence
/// 1 − α when its p-value is at least α.</param>
/// <param name="Alpha">α.</param>
public sealed record ModelConfidenceSetResult(IReadOnlyList<double> PValues, double Alpha)
{
    /// <summary>Whether a model is in the set.</summary>
    public bool Contains(int model) => PValues[model] >= Alpha;
}

/// <summary>Model confidence set: drops the worst model while equal accuracy of those left is rejected.</summary>
public static class ModelConfidenceSet
{
    /// <summary>Finds the set from bootstrap means of losses.</summary>
    /// <param name="losses">Means of the losses of every model, one series per model, lower is better.</param>
    /// <param name="alpha">α in (0, 1); 0.10 for the 90 % set.</param>
    /// <exception cref="ArgumentOutOfRangeException">α is outside (0, 1).</exception>
    /// <remarks>Hansen, Lunde and Nason (2011), Econometrica 79(2), 453–497, statistic T_max: the largest
    /// t-statistic of a model's loss against the mean loss of the models still in, its null law and its standard
    /// errors from the bootstrap. The p-value of a model is the largest p-value met until it was dropped.
    /// O(models² · draws).</remarks>
    public static ModelConfidenceSetResult Find(BootstrapMeans losses, double alpha = 0.10)
    {
        ArgumentNullException.ThrowIfNull(losses);
        Require.Probability(alpha);
        double[] p = new double[losses.Count];
        List<int> left = [.. Enumerable.Range(0, losses.Count)];
        double largest = 0;
        while (left.Count > 1)
        {
            (int worst, double round) = Round(losses, left);
            largest = Math.Max(largest, round);
            p[left[worst]] = largest;
            left.RemoveAt(worst);
        }

        p[left[0]] = 1;
        return new(p, alpha);
    }

    /// <summary>The model to drop and the p-value of equal accuracy of all that are left.</summary>
    private static (int Worst, double PValue) Round(BootstrapMeans losses, List<int> left)
    {
        double[] excess = Excess(losses.Means, left);
        double[][] drawn = new double[losses.Draws][];
        double[] variance = new double[left.Count];
        for (int draw = 0; draw < drawn.Length; draw++)
        {
            drawn[draw] = Excess(losses.Draw(draw), left);
            for (int i = 0; i < left.Count; i++)
            {
                drawn[draw][i] -= excess[i];
                variance[i] += drawn[draw][i] * drawn[draw][i] / losses.Draws;
            }
        }

        double[] t = [.. excess.Select((e, i) => Ratio(e, variance[i]))];
        double observed = t.Max();
        int beyond = drawn.Count(d => d.Select((e, i) => Ratio(e, variance[i])).Max() >= observed);
        return (Array.IndexOf(t, observed), beyond / (double)losses.Draws);
    }

    private static double[] Excess(ReadOnlySpan<double> means, List<int> left)
    {
        double average = 0;
        foreach (int k in left)
        {
            average += means[k] / left.Count;
        }

        double[] excess = new double[left.Count];
        for (int i = 0; i < excess.Length; i++)
        {
            excess[i] = means[left[i]] - average;
        }

        return excess;
    }

    // Losses that differ by nothing but rounding have no standard error: they are called equal.
    private static double Ratio(double excess, double variance) =>
        variance > 1e-26 ? excess / Math.Sqrt(variance) : Math.Abs(excess) < 1e-13 ? 0 : excess * 1e13;
}
