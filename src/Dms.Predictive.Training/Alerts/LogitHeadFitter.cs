using Dms.Predictive.Learning;

namespace Dms.Predictive.Training;

/// <summary>Fits a head: linear log odds by maximum likelihood, then the calibration that walks forward best.</summary>
public static class LogitHeadFitter
{
    private const int FewestEvents = 20;

    /// <summary>Fits to known outcomes; the same sample gives the same bits.</summary>
    /// <param name="sample">Decisions in time order whose outcomes are known at the refit.</param>
    /// <returns>The head, or null when there are fewer than 20 events or nothing but events.</returns>
    /// <remarks>The first input's coefficient is held ≥ 0. A missing input counts as the mean of those known, so that
    /// it moves no probability. O(decisions · inputs²) a step.</remarks>
    public static LogitHead? Fit(HeadSample sample)
    {
        ArgumentNullException.ThrowIfNull(sample);
        if (sample.Events < FewestEvents || sample.Events == sample.Count)
        {
            return null;
        }

        int width = sample.Names.Count;
        double[] means = Means(sample, width);
        double[] rows = [.. sample.Values.Select((v, i) => double.IsNaN(v) ? means[i % width] : v)];
        bool[] outcomes = [.. sample.Outcomes];
        LogisticRegression linear = LogisticRegression.Fit(rows, outcomes, [.. Enumerable.Range(0, width).Select(j => j == 0)]);
        HeadInput[] inputs = [.. sample.Names.Select((name, j) => new HeadInput(name, linear.Coefficients[j], means[j]))];
        LogitHead uncalibrated = new(inputs, linear.Offset, new PlattMap(1, 0));
        double[] scores = new double[sample.Count];
        for (int i = 0; i < scores.Length; i++)
        {
            scores[i] = uncalibrated.Logit(rows.AsSpan(i * width, width));
        }

        return new LogitHead(inputs, linear.Offset, CalibrationChoice.Best(scores, outcomes));
    }

    private static double[] Means(HeadSample sample, int width)
    {
        double[] sums = new double[width];
        int[] counts = new int[width];
        for (int i = 0; i < sample.Values.Count; i++)
        {
            if (!double.IsNaN(sample.Values[i]))
            {
                sums[i % width] += sample.Values[i];
                counts[i % width]++;
            }
        }

        return [.. sums.Select((s, j) => counts[j] == 0 ? 0 : s / counts[j])];
    }
}
