namespace Dms.Predictive.Volatility;

/// <summary>How good a calibrated probability is.</summary>
/// <param name="BrierScore">mean (p − y)²; lower is better.</param>
/// <param name="BrierSkill">1 − Brier/(π(1 − π)) against always saying the base rate π; NaN when all labels
/// are alike.</param>
/// <param name="CalibrationError">Σ over ten equal-count bins of |Σp − Σy|/n.</param>
/// <param name="BaseRate">π: share of positive labels.</param>
public sealed record ReliabilityResult(
    double BrierScore, double BrierSkill, double CalibrationError, double BaseRate);

/// <summary>Scores of rankings and probabilities of rare events.</summary>
public static class ProbabilityScores
{
    /// <summary>Area under the precision-recall curve as average precision; equal scores count as one step.</summary>
    /// <param name="labels">Whether the event happened.</param>
    /// <param name="scores">Any number that ranks, higher = more likely; no NaN.</param>
    /// <returns>Value in [0, 1]; NaN when no label is positive. A random ranking has the base rate.</returns>
    /// <exception cref="ArgumentException">Lengths differ, or a score is NaN.</exception>
    public static double AveragePrecision(ReadOnlySpan<bool> labels, ReadOnlySpan<double> scores)
    {
        int[] order = Order(labels, scores);
        double total = labels.Count(true);
        if (total == 0)
        {
            return double.NaN;
        }

        double found = 0, area = 0;
        for (int last = order.Length - 1; last >= 0;)
        {
            int first = last;
            double hits = 0;
            for (; first >= 0 && scores[order[first]] == scores[order[last]]; first--)
            {
                hits += labels[order[first]] ? 1 : 0;
            }

            found += hits;
            last = first;
            area += hits / total * found / (order.Length - 1 - last);
        }

        return area;
    }

    /// <summary>Brier score, its skill and the expected calibration error.</summary>
    /// <param name="labels">Whether the event happened; at least one.</param>
    /// <param name="probabilities">Forecast probabilities, one per label, in [0, 1].</param>
    /// <param name="bins">Equal-count bins; ≥ 1.</param>
    /// <exception cref="ArgumentException">Lengths differ, there is none, or a probability is outside [0,
    /// 1].</exception>
    public static ReliabilityResult Reliability(
        ReadOnlySpan<bool> labels, ReadOnlySpan<double> probabilities, int bins = 10)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(bins, 1);
        int[] order = Order(labels, probabilities);
        int n = order.Length;
        if (n == 0 || probabilities[order[0]] < 0 || probabilities[order[^1]] > 1)
        {
            throw new ArgumentException("Expected at least one probability, all in [0, 1].", nameof(probabilities));
        }

        double squares = 0;
        for (int i = 0; i < n; i++)
        {
            double gap = probabilities[i] - (labels[i] ? 1 : 0);
            squares += gap * gap;
        }

        double error = 0;
        for (int bin = 0; bin < bins; bin++)
        {
            double gap = 0;
            foreach (int i in order.AsSpan((int)((long)bin * n / bins)..(int)((bin + 1L) * n / bins)))
            {
                gap += probabilities[i] - (labels[i] ? 1 : 0);
            }

            error += Math.Abs(gap) / n;
        }

        double rate = (double)labels.Count(true) / n;
        double skill = rate is > 0 and < 1 ? 1 - (squares / n / (rate * (1 - rate))) : double.NaN;
        return new(squares / n, skill, error, rate);
    }

    /// <summary>Positions in the order of rising score; equal scores keep their order.</summary>
    private static int[] Order(ReadOnlySpan<bool> labels, ReadOnlySpan<double> scores)
    {
        EvaluationInput.RefuseUnequal(labels.Length, scores.Length);
        double[] keys = scores.ToArray();
        int[] order = new int[keys.Length];
        for (int i = 0; i < order.Length; i++)
        {
            order[i] = double.IsNaN(keys[i])
                ? throw new ArgumentException($"Score {i} is NaN.", nameof(scores))
                : i;
        }

        Array.Sort(order, (a, b) => keys[a] != keys[b] ? keys[a].CompareTo(keys[b]) : a.CompareTo(b));
        return order;
    }
}
